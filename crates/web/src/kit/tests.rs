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
    method: String,
    name: String,
    relation: Option<String>,
    echo: String,
    must: bool,
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
            notice: Some("K-7Q4-92 見本 二郎さんの記録を保存しました。14:10".into()),
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
        method: "visit".into(),
        name: "見本 一郎".into(),
        relation: Some("father".into()),
        echo: "= 令和8年4月1日(水) 2026/04/01".into(),
        must: true,
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

/// The sample, written beside the test binaries for whoever wants to look at it.
fn rendered() -> String {
    let html = sample().render().unwrap();
    if let Some(place) = std::env::var_os("KASANE_SAMPLE") {
        std::fs::write(place, &html).unwrap();
    }
    html
}

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let lead = format!(" {attribute}=\"");
    html.split(lead.as_str())
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|(value, _)| value)
        .collect()
}

#[test]
fn nothing_is_inline() {
    let html = rendered();
    assert!(!html.contains("<style") && !html.contains(" style="));
    assert!(!html.contains(" onclick") && !html.contains("javascript:") && !html.contains("hx-on"));
    for script in html.split("<script").skip(1) {
        let (opening, rest) = script.split_once('>').unwrap();
        assert!(opening.contains("src=\"/assets/") && rest.starts_with("</script>"), "{opening}");
    }
    assert!(!html.contains("http:") && !html.contains("https:"));
}

#[test]
fn every_address_of_a_file_exists() {
    let html = rendered();
    let files = values(&html, "src").into_iter().chain(values(&html, "href"));
    for file in files.filter(|address| address.starts_with("/assets/")) {
        let (path, rest) = file.split_once("?v=").unwrap();
        let asset = assets::find(path).unwrap_or_else(|| panic!("{file}"));
        let (hash, symbol) = rest.split_once('#').unwrap_or((rest, ""));
        assert_eq!(asset.hash, hash);
        if !symbol.is_empty() {
            let sprite = std::str::from_utf8(asset.bytes).unwrap();
            assert!(sprite.contains(&format!("id=\"{symbol}\"")), "{symbol} is not drawn");
        }
    }
}

#[test]
fn ids_are_unique_and_everything_that_points_arrives() {
    let html = rendered();
    let mut ids = values(&html, "id");
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(all, ids.len(), "an id stands twice");
    let has = |id: &str| ids.binary_search(&id).is_ok();
    for label in values(&html, "for").into_iter().chain(values(&html, "aria-labelledby")) {
        assert!(has(label), "{label}");
    }
    for by in values(&html, "aria-describedby").iter().flat_map(|list| list.split(' ')) {
        assert!(has(by), "{by}");
    }
    for link in values(&html, "href").iter().filter_map(|href| href.strip_prefix('#')) {
        assert!(has(link), "{link}");
    }
    // Every field has its label: by `for`, or around it.
    for id in
        ids.iter().filter(|id| id.starts_with("f-") && !id.ends_with("-hint") && !id.ends_with("-error"))
    {
        let at = html.find(&format!(" id=\"{id}\"")).unwrap();
        let start = html[..at].rfind('<').unwrap();
        let tag = &html[start + 1..at];
        let labelled = html.contains(&format!("for=\"{id}\""))
            || html[..start].trim_end().ends_with("<label class=\"choice\">")
            || tag.starts_with("fieldset")
            || id.ends_with("-echo");
        assert!(labelled, "{id} has no label");
    }
}

#[test]
fn faults_stand_on_top_and_beside_their_fields() {
    let html = rendered();
    assert!(html.contains("<title>入力エラー: 記録を書く - K-7Q4-92 - Kasane</title>"));
    assert!(html.contains("次の2か所を直してください"));
    assert_eq!(html.matches("内容を入力してください。").count(), 2);
    let field = html.split("<textarea").nth(1).unwrap();
    assert!(field.contains("aria-invalid=\"true\"") && field.contains("aria-describedby=\"f-text-error\""));
    assert_eq!(fault(&sample().page.faults, "method"), Some("方法を1つ選んでください。"));
    assert_eq!(fault(&sample().page.faults, "minutes"), None);
}

#[test]
fn forms_go_without_script_and_only_once() {
    let html = rendered();
    let (before, form) = html.split_once("<form method=\"post\" action=\"/cases/K-7Q4-92/records\"").unwrap();
    // Above and by itself: neither the enter key nor what was typed goes there.
    assert!(
        before.contains("action=\"/drafts/record/K-7Q4-92/end\"")
            && before.contains("9:41 に書きかけた続きです。")
    );
    assert!(form.contains("name=\"_once\" value=\"01JQ\""));
    assert!(form.contains("data-draft-form=\"record\" data-draft-subject=\"K-7Q4-92\""));
    assert!(form.contains("formaction=\"/drafts\""));
    assert!(!form.contains("disabled") && !form.contains("readonly"));
}

#[test]
fn a_variable_of_the_page_is_not_mistaken_for_a_parameter() {
    let html = rendered();
    assert!(html.contains("name=\"name\" value=\"見本 一郎\""));
}

#[test]
fn text_of_people_is_escaped() {
    assert!(!rendered().contains("<script>\""));
}

#[test]
fn stripes_are_the_same_for_the_same_code_and_there_are_eight() {
    assert_eq!(stripe("K-7Q4-92"), stripe("K-7Q4-92"));
    let seen: std::collections::BTreeSet<u8> = (0..100).map(|n| stripe(format!("K-{n}"))).collect();
    assert_eq!(seen.len(), 8);
}

#[test]
fn closed_lists_become_choices() {
    let roles = choices::<kernel::Role>();
    assert_eq!(roles.len(), 8);
    assert_eq!(roles[0], Choice::new("counter_worker", "窓口担当"));
}
