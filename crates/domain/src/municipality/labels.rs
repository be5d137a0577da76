//! What settings and their values are called on screen.

use super::{
    ConsentRule, DutyCycle, GeneralWindow, LeadRule, OperatingForm, ParticipationGate, PlanKind, PlanStatus,
    Profile, SecrecyBound,
};

/// Finds the label of a value's key.
type Words = fn(&str) -> Option<&'static str>;

/// Settings outside lists by path, with their labels. A test holds it complete against the profile itself.
const LABELS: &[(&str, &str)] = &[
    ("key", "プロファイルのキー"),
    ("name", "名前"),
    ("kind", "団体の種類"),
    ("source.document", "元の文書"),
    ("source.publisher", "発行"),
    ("source.date_printed", "元の文書の日付"),
    ("source.lines", "元の文書の行数"),
    ("spelling.disability", "「障がい」の表記"),
    ("spelling.child", "「こども」の表記"),
    ("spelling.older_people", "高齢者の呼び方"),
    ("plan.title", "実施計画の名前"),
    ("plan.status", "実施計画の状態"),
    ("plan.edition", "年度版"),
    ("plan.revised_printed", "改定の日"),
    ("plan.period_from", "計画期間の始まり"),
    ("plan.period_to", "計画期間の終わり"),
    ("plan.period_years", "計画期間(年)"),
    ("plan.parent", "上位の計画"),
    ("plan.parent_alias", "上位の計画の別の名前"),
    ("plan.parent_relation", "上位の計画との関係"),
    ("plan.consistent_with", "整合をとる計画など"),
    ("plan.legal_basis", "根拠の法令"),
    ("plan.next_cycle", "次の計画"),
    ("plan.revision_rule", "見直しのきまり"),
    ("plan.evaluators", "評価する会議体"),
    ("plan.evaluation_manner", "評価の方法"),
    ("plan.evaluation_cycle", "評価の時期"),
    ("plan.meetings_per_year", "1年の開催回数"),
    ("plan.secretariat", "事務局"),
    ("plan.publication", "公表の方法"),
    ("plan.contact", "問い合わせ先"),
    ("plan.indicators", "指標"),
    ("label_scheme.style", "支援の柱の呼び方"),
    ("related_programmes", "関連事業"),
    ("multi_agency.lead_rule", "ケースの主担当の決め方"),
    ("multi_agency.lead_departments", "主担当になる部署"),
    ("multi_agency.lead_organisations", "主担当になる組織"),
    ("multi_agency.every_department_leads", "全ての部署が主担当になる"),
    ("multi_agency.forms", "多機関協働の運営形態"),
    ("multi_agency.post_name", "調整する職の名前"),
    ("multi_agency.case_scope", "対象とするケースの呼び方"),
    ("multi_agency.handover_ground", "同意のないつなぎの根拠"),
    ("conference.one_sitting", "2つの会議を1つの場で開く"),
    ("conference.secrecy_acknowledgement", "守秘義務の確認"),
    ("conference.secrecy_bound", "守秘義務を負う人"),
    ("conference.advisers", "助言者"),
    ("conference.application_names_person", "申出に名前を書く"),
    ("conference.look_back_of_closed_cases", "終結したケースの振り返りに使う"),
    ("consent.for_multilayered", "重層的支援会議の同意"),
    ("consent.for_statutory", "支援会議の同意"),
    ("consent.for_outreach_visit", "訪問の同意"),
    ("consent.each_household_member", "世帯の一人ひとりの同意"),
    ("consent.manner", "同意の聞き方"),
    ("support_plan.kinds", "プランの種類"),
    ("support_plan.drafter", "プランを書く人"),
    ("support_plan.adviser", "プランに助言する人"),
    ("support_plan.occasion", "プランをつくるとき"),
    ("support_plan.retrospective", "支援の後に書くプラン"),
    ("participation.gates", "参加支援を始める条件"),
    ("participation.entry_routes", "参加支援への道すじ"),
    ("participation.departments", "参加支援の所管課"),
    ("participation.providers", "参加支援の実施機関"),
    ("participation.forms", "参加支援の運営形態"),
    ("participation.destinations", "参加支援のつなぎ先"),
    ("outreach.departments", "アウトリーチの所管課"),
    ("outreach.providers", "アウトリーチの実施機関"),
    ("outreach.forms", "アウトリーチの運営形態"),
    ("outreach.umbrella", "参加支援と合わせた名前"),
    ("outreach.target", "アウトリーチの対象者"),
    ("outreach.discovery", "対象者の見つけ方"),
    ("coordinator.names", "コーディネーターの名前"),
    ("coordinator.area", "コーディネーターの圏域"),
    ("coordinator.per_base", "拠点ごとの人数"),
    ("coordinator.bases", "拠点の数"),
    ("consultation_model.general_window", "総合相談窓口"),
    ("consultation_model.days", "総合相談窓口の曜日"),
    ("consultation_model.base_agency", "総合相談を置く機関"),
    ("consultation_model.outreach", "出向いて受ける相談"),
    ("consultation_model.first_entrance", "最初に受けとめる所"),
    ("consultation_model.mobile", "出張相談"),
    ("consultation_model.department_notices", "庁内の連絡票の届け先"),
    ("local_practice.volunteer_points", "活動のポイント"),
    ("local_practice.food_support", "食の支援"),
    ("local_practice.sharing_system", "情報共有のしくみ"),
    ("local_practice.early_report", "早く気づくしくみ"),
    ("local_practice.training", "研修"),
    ("local_practice.cooperation_fields", "4分野のほかに連携する分野"),
    ("local_practice.age_bands", "年齢の区切り"),
    ("local_practice.study_themes", "検討中のテーマ"),
    ("thresholds.no_contact_days", "連絡がないと知らせるまでの日数"),
    ("thresholds.handover_answer_days", "つなぎの返事がないと知らせるまでの日数"),
    ("thresholds.review_notice_days", "見直しと同意の期限を知らせる日数"),
    ("thresholds.application_answer_days", "会議の申出に返事をする期限(日)"),
    ("thresholds.report_due_days", "会議の報告の期限(日)"),
    ("thresholds.resource_confirmation_days", "資源の情報を確かめ直す日数"),
    ("thresholds.small_count", "資料で伏せる件数(これより少ない数)"),
];

/// Settings of either conference, under `conference.statutory` and `conference.multilayered`.
const CONFERENCE_LABELS: &[(&str, &str)] = &[
    ("local_name", "呼び方"),
    ("container", "開く場"),
    ("legal_basis_printed", "根拠"),
    ("convener_organisations", "開く組織"),
    ("convener_departments", "開く部署"),
    ("convener_printed", "開く者の書き方"),
    ("triggers", "開くきっかけ"),
    ("application", "開催の申出"),
    ("application_to", "申出先"),
    ("application_due_days", "申出の期限(日)"),
    ("application_answer_days", "申出に返事をする期限(日)"),
    ("report", "結果の報告"),
    ("report_to", "報告先"),
    ("report_due_days", "報告の期限(日)"),
    ("frequency", "開催の頻度"),
    ("rule_document", "設置の要綱"),
    ("rule_version", "設置の要綱の版"),
    ("decides", "決めること"),
    ("decision_manner", "決め方"),
    ("closure", "終結の扱い"),
    ("members", "構成員"),
];

/// What a setting is called on screen; `None` for members of lists, which have names of their own.
pub fn setting_label(path: &str) -> Option<String> {
    for (prefix, conference) in
        [("conference.statutory.", "支援会議"), ("conference.multilayered.", "重層的支援会議")]
    {
        if let Some(key) = path.strip_prefix(prefix) {
            return find(CONFERENCE_LABELS, key).map(|label| format!("{conference}の{label}"));
        }
    }
    find(LABELS, path).map(str::to_owned)
}

fn find(labels: &'static [(&str, &str)], path: &str) -> Option<&'static str> {
    labels.iter().find(|(known, _)| *known == path).map(|(_, label)| *label)
}

/// What a value of a setting is called on screen: the name of what it refers to, the label of a choice, or itself.
pub fn value_label<'v>(profile: &'v Profile, path: &str, value: &'v str) -> &'v str {
    let choice = || words(path).and_then(|words| words(value));
    match value {
        "true" => "はい",
        "false" => "いいえ",
        _ => referred_name(profile, path, value).or_else(choice).unwrap_or(value),
    }
}

/// The name behind a key, in settings that refer to another part of the profile.
fn referred_name<'v>(profile: &'v Profile, path: &str, key: &str) -> Option<&'v str> {
    let setting = path.rsplit_once('.')?.1;
    let found = match setting {
        "secretariat" | "application_to" | "report_to" => department(profile, key),
        "evaluators" => profile.committees.iter().find(|body| body.key == key).map(|body| &body.name),
        "container" => profile.conference.containers.iter().find(|c| c.key == key).map(|c| &c.name),
        "cooperation_fields" => profile.fields.iter().find(|field| field.key == key).map(|field| &field.name),
        "providers" => organisation(profile, key),
        _ if setting.ends_with("departments") => department(profile, key),
        _ if setting.ends_with("organisations") => organisation(profile, key),
        _ => None,
    };
    found.map(String::as_str)
}

fn department<'v>(profile: &'v Profile, key: &str) -> Option<&'v String> {
    profile.departments.iter().find(|department| department.key == key).map(|department| &department.name)
}

fn organisation<'v>(profile: &'v Profile, key: &str) -> Option<&'v String> {
    profile.organisations.iter().find(|body| body.key == key).map(|body| &body.name)
}

fn words(path: &str) -> Option<Words> {
    let (section, key) = path.rsplit_once('.')?;
    Some(match (section, key) {
        ("plan", "status") => PlanStatus::label_of,
        ("multi_agency", "lead_rule") => LeadRule::label_of,
        ("conference", "secrecy_bound") => SecrecyBound::label_of,
        ("conference.statutory" | "conference.multilayered", "application" | "report") => DutyCycle::label_of,
        ("consent", _) => ConsentRule::label_of,
        ("support_plan", "kinds") => PlanKind::label_of,
        ("participation", "gates") => ParticipationGate::label_of,
        ("consultation_model", "general_window") => GeneralWindow::label_of,
        (_, "forms" | "operating_form") => OperatingForm::label_of,
        _ => return None,
    })
}
