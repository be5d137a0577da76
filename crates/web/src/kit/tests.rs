use askama::Template;
use kernel::{Fault, message};

use super::*;

#[derive(Template)]
#[template(path = "kit_sample.html")]
struct Sample {
    page: Chrome,
    banner: CaseBanner,
    once: String,
    methods: Vec<Choice>,
    counterparts: Vec<Choice>,
    relations: Vec<Choice>,
    chosen: Vec<String>,
    text: String,
    none: Option<String>,
    next: Option<String>,
    every_badge: Vec<Badge>,
}

fn choices_of(pairs: &[(&str, &str)]) -> Vec<Choice> {
    pairs.iter().map(|(key, label)| Choice::new(*key, *label)).collect()
}

fn sample() -> Sample {
    let nav = ["ホーム", "相談・支援", "つなぎ", "会議", "資源・地域", "統計・計画", "管理・監査"];
    Sample {
        page: Chrome {
            title: "記録を書く - K-7Q4-92".into(),
            municipality: "見本市".into(),
            fictional: true,
            nav: nav
                .into_iter()
                .enumerate()
                .map(|(n, label)| NavItem {
                    href: format!("/section-{n}"),
                    label: label.into(),
                    current: n == 1,
                    count: (n == 2).then_some(2),
                })
                .collect(),
            who: Some(WhoView {
                name: "鈴木 三子".into(),
                standing: "見本市 福祉課".into(),
                login: "suzuki3".into(),
            }),
            breadcrumb: vec![
                ("ホーム".into(), "/".into()),
                ("相談・支援".into(), "/section-1".into()),
                ("ケース K-7Q4-92".into(), "/cases/K-7Q4-92".into()),
                ("記録を書く".into(), String::new()),
            ],
            notice: Some("K-7Q4-92 見本 二郎さんの記録に保存しました。14:10".into()),
            faults: vec![
                Fault::new("text", message::error_required("内容")),
                Fault::new("method", message::error_choose_one("方法")),
            ],
            draft: Some(DraftPlace {
                form: "record".into(),
                subject: "K-7Q4-92".into(),
                restored_at: Some("9:41".into()),
            }),
            request: "R-83F2".into(),
            idle_seconds: 900,
        },
        banner: CaseBanner {
            code: "K-7Q4-92".into(),
            href: "/cases/K-7Q4-92".into(),
            name: "見本 二郎".into(),
            kana: "みほん じろう".into(),
            birth: "昭和45年5月6日(1970/05/06)55歳".into(),
            household: "世帯2人".into(),
            status: "支援中".into(),
            lead: "福祉課 山田".into(),
            bases: vec![Badge::new("own", "所管"), Badge::new("consent", "本人同意 2026/09/30 まで")],
            warnings: vec![Badge::new("warn", "住所保護")],
            why: "/cases/K-7Q4-92/basis".into(),
        },
        once: "01JQ".into(),
        methods: choices_of(&[
            ("visit", "訪問"),
            ("phone", "電話"),
            ("meeting", "面談"),
            ("other", "その他"),
        ]),
        counterparts: choices_of(&[("self", "本人"), ("family", "家族"), ("agency", "機関")]),
        relations: choices_of(&[("father", "父"), ("mother", "母")]),
        chosen: vec!["self".into()],
        text: "<script>\"自転車の修理なら、やってみたい\"</script>".into(),
        none: None,
        next: Some("/cases/K-7Q4-92?after=1".into()),
        every_badge: choices_of(&[
            ("own", "所管"),
            ("commission", "所管(委託)"),
            ("consent", "本人同意 2026/09/30 まで"),
            ("conference", "支援会議 2026/04/24 まで"),
            ("law", "法令(社会福祉法)"),
            ("emergency", "緊急(残り 47分)"),
            ("anonymous", "名前なし"),
            ("warn", "本人確認がまだです"),
            ("due", "根拠があと12日で終わります"),
        ])
        .into_iter()
        .map(|c| Badge::new(c.key, c.label))
        .collect(),
    }
}

#[test]
fn sample_renders() {
    let html = sample().render().unwrap();
    assert!(html.contains("ふりがな"));
}
