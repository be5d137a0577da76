//! The frame around pages: navigation by role, where one is, what just happened.

use domain::cases::{CaseHead, handover};
use domain::{Choice as _, access};
use kernel::{Result, Role};
use store::Reply;

use crate::cx::{Cx, Desk};
use crate::kit::{Badge, CaseBanner, Choice, Chrome, DraftPlace, NavItem, WhoView};

/// The frame of a page for the person at the desk. `section` is the address of its entry in the navigation.
pub(crate) fn of(desk: &Desk<'_>, title: &str, section: &str, crumbs: &[(&str, &str)]) -> Result<Chrome> {
    let mut chrome = bare(desk.cx, title);
    chrome.nav = nav(desk, section)?;
    chrome.who = Some(WhoView {
        name: desk.me.name.clone(),
        standing: format!("{} {}", desk.me.agency_name, desk.me.role.label()),
        login: desk.me.login.clone(),
    });
    let steps = [("ホーム", "/")].into_iter().chain(crumbs.iter().copied());
    chrome.breadcrumb = steps.map(|(label, href)| (label.to_owned(), href.to_owned())).collect();
    chrome.notice = desk.cx.param("done").and_then(|key| notice(&key)).map(str::to_owned);
    chrome.faults = desk.faults.clone();
    chrome.idle_seconds = domain::staff::IDLE_SECONDS as u32;
    Ok(chrome)
}

/// The frame of a page about a case, `here`.
pub(crate) fn of_case(desk: &Desk<'_>, code: &str, here: &str) -> Result<Chrome> {
    let (case, href) = (format!("ケース {code}"), format!("/cases/{code}"));
    let crumbs = [("ケースの一覧", "/cases"), (case.as_str(), href.as_str()), (here, "")];
    of(desk, &format!("{here} - {code}"), "/cases", &crumbs)
}

/// As [`of_case`], of a page one step further: under the list that `within` names, with its address below that of the case.
pub(crate) fn within_case(
    desk: &Desk<'_>,
    code: &str,
    (list, address): (&str, &str),
    here: &str,
) -> Result<Chrome> {
    let mut chrome = of_case(desk, code, here)?;
    let step = (list.to_owned(), format!("/cases/{code}/{address}"));
    chrome.breadcrumb.insert(chrome.breadcrumb.len() - 1, step);
    Ok(chrome)
}

/// The frame of a page for nobody in particular.
pub(crate) fn bare(cx: &Cx, title: &str) -> Chrome {
    Chrome {
        title: title.to_owned(),
        municipality: cx.app.municipality.name.clone(),
        fictional: cx.app.municipality.fictional,
        request: cx.request.clone(),
        ..Chrome::default()
    }
}

/// Lets what every frame asks travel with the questions of the page, which come next.
pub(crate) fn ahead(desk: &Desk<'_>) -> Result<()> {
    if access::reach(desk.who).is_some() {
        desk.waiting.set(Some(handover::count_waiting(desk.tx, desk.who)?));
    }
    Ok(())
}

/// How many handovers wait: asked ahead, or now.
fn waiting<'a>(desk: &Desk<'a>) -> Result<Reply<'a, i64>> {
    desk.waiting.take().map_or_else(|| handover::count_waiting(desk.tx, desk.who), Ok)
}

/// An entry is shown by role alone, so that its presence says nothing about cases.
fn nav(desk: &Desk<'_>, section: &str) -> Result<Vec<NavItem>> {
    let mut items = vec![item("/", "ホーム", section, None)];
    if access::reach(desk.who).is_some() {
        let waiting = waiting(desk)?.all()?.into_iter().sum::<i64>();
        items.extend([
            item("/consultations", "相談", section, None),
            item("/cases", "ケース", section, None),
            item("/people/new", "人・世帯", section, None),
            item("/handovers", "つなぎ", section, usize::try_from(waiting).ok()),
        ]);
    }
    if !matches!(desk.who.role, Role::PrivacyOfficer | Role::SystemAdministrator) {
        items.push(item("/conferences", "会議", section, None));
    }
    if desk.me.had_custody && domain::protections::holds_duty(desk.tx, desk.who)? {
        let waiting = domain::protections::count_waiting(desk.tx, desk.who)?;
        items.push(item("/protected-addresses", "住所保護", section, usize::try_from(waiting).ok()));
    }
    if desk.who.role == Role::PrivacyOfficer {
        let waiting = domain::emergency::count_waiting(desk.tx)?;
        items.extend([
            item("/emergency-accesses", "緊急閲覧", section, usize::try_from(waiting).ok()),
            item("/audit/events", "操作の記録", section, None),
            item("/audit/reviews", "気になる閲覧", section, None),
            item("/access-reports", "閲覧の報告", section, None),
        ]);
    } else {
        items.push(item("/services", "窓口とサービス", section, None));
    }
    if desk.who.role == Role::SystemAdministrator {
        items.push(item("/staff", "利用者", section, None));
    }
    items.push(item("/look-backs", "事例集", section, None));
    // Whoever takes consultations comes by their list to those that departments send.
    if access::reach(desk.who).is_none() {
        items.push(item("/department-notices/sent", "連絡票", section, None));
    }
    Ok(items)
}

fn item(href: &str, label: &str, section: &str, count: Option<usize>) -> NavItem {
    NavItem { href: href.into(), label: label.into(), current: href == section, count }
}

/// What just happened, by the key that stands in the address. Never more than a fixed sentence: no name, no number.
pub(crate) fn notice(key: &str) -> Option<&'static str> {
    Some(match key {
        "saved" => "保存しました。",
        "explained" => "説明したことを記録しました。",
        "answered-by-family" => "家族の返事として記録しました。本人の同意ではないので、だれにも見えません。",
        "undecided" => "まだ決めていないことを記録しました。だれにも見えません。",
        "consented" => "答えを記録しました。知らせてよい機関は、いまから見られます。",
        "refused" => "同意しないことを記録しました。それまでの同意も終わりました。",
        "withdrew" => "同意をやめました。この同意では、いまから見られません。",
        "rules" => "確認しました。ケースを開けます。",
        "imported" => "Excelを取り込みました。",
        "published" => "新しい版を出しました。だれもが、次に開く前に確認します。",
        "emergency" => "緊急に開きました。60分で閉じます。見たことは、すべて事後に確かめます。",
        "emergency-ended" => "緊急閲覧を終えました。",
        "requested-conference" => "申し出ました。開催は、別の人が決めます。",
        "assessed" => "アセスメントを残しました。",
        "marked-contradiction" => "食い違いの印を付けました。どちらの記述も、そのまま残っています。",
        "unmarked-contradiction" => "食い違いの印を外しました。",
        "asked-coordination" => "相談しました。返事を待っています。",
        "took-coordination" => "引き受けました。返事をするのは、あなたです。",
        "answered-coordination" => "返事をしました。次に動く人が決まりました。",
        "ended-coordination" => "結果を書いて、終わりにしました。",
        "withdrew-coordination" => "相談を取り下げました。",
        "drafted-plan" => "プランの案をつくりました。次に、本人の返事と協議を記録してください。",
        "revised-plan" => "プランを直しました。協議はやり直しになります。",
        "noted-agreement" => "本人の返事を記録しました。",
        "discussed-plan" => "協議を記録しました。市町村の支援決定を待ちます。",
        "decided-plan" => "支援を決定しました。",
        "started-plan" => "実施に進みました。見直しの日に、お知らせします。",
        "reviewed-plan" => "見直しを残しました。",
        "evaluated-plan" => "評価を残しました。",
        "renewed-plan" => "評価を残し、次のプランの案をつくりました。目標と役割を引きついでいます。",
        "withdrew-plan" => "プランを取り下げました。",
        "closed-plans" => "プランを終結しました。",
        "filed-look-back" => "ふり返りを出しました。別の人が、文だけを読んで確かめます。",
        "published-look-back" => "公開しました。事例集で、だれでも読めます。",
        "returned-look-back" => "差し戻しました。書いた機関に、直してほしいことが伝わります。",
        "withdrew-look-back" => "取り下げました。事例集には出ません。",
        "proposed-revision" => "提案しました。別の人が、取り上げるかどうかを判断します。",
        "decided-revision" => "判断を記録しました。",
        "sent-notice" => "連絡票を送りました。窓口が受け付けています。",
        "passed-notice" => "ほかの窓口に回しました。送った課には伝わりません。",
        "handled-notice" => "対応済みにしました。送った課には、次の日から「対応済」とだけ出ます。",
        "added-committee" => "合議体を加えました。",
        "kept-member" => "構成員を加えました。",
        "ended-member" => "構成員の期間を終えました。前の期間の数は変わりません。",
        "kept-meeting" => "会議を残しました。",
        "kept-minutes" => "要旨を残しました。",
        "made-pack" => "資料をつくりました。この内容は、後から変わりません。",
        "proposed-system" => "提案しました。その後のことは、ここに出ます。",
        "stepped-proposal" => "提案を進めました。",
        "convened" => "会議の回を決めました。次に、案件を入れてください。",
        "placed" => "案件を入れました。構成員には、自分の案件の時間だけが見えます。",
        "unplaced" => "案件を、この回から外しました。",
        "ended-sitting" => "会議の回を終えました。",
        "cancelled-sitting" => "会議の回を取りやめました。案件は、次の回を待っています。",
        "reported" => "報告しました。",
        "received-report" => "報告を受け取りました。",
        "brought-by-consent" => "案件をつくりました。次に、構成員を招き、資料を固めてください。",
        "inquired" => "照会しました。構成員の資料の画面に出ます。",
        "answered-inquiry" => "照会に答えました。",
        "numbered" => "番号をつけました。印刷してください。",
        "returned-copy" => "返却を記録しました。",
        "kept-point" => "残しました。",
        "noted-presence" => "出席を記録しました。",
        "kept-role" => "役割を残しました。",
        "registered-adviser" => "登録しました。次に、守秘の誓約を記録してください。",
        "revised-adviser" => "登録を直しました。",
        "noted-pledge" => "守秘の誓約を記録しました。",
        "ended-adviser" => "登録を終えました。案件に残っている助言は、そのままです。",
        "kept-advice" => "助言を残しました。",
        "finished-item" => "案件を閉じました。会議録ができ、役割は引き受けた方の一覧に出ます。",
        "fulfilled" => "役割の結果を残しました。",
        "dismissed" => "招く候補から外しました。",
        "proposed" => "提案しました。返事を待っています。",
        "withdrew-proposal" => "提案を取り下げました。",
        "took-proposal" => "引き受けて、会議の回に入れました。守秘を確認すると、資料が見られます。",
        "returned-proposal" => "提案を戻しました。",
        "consulted-conference" => "協議したことを記録しました。次に、開催の判断をしてください。",
        "requested-again" => "直した申出を出しました。返事を待っています。",
        "decided-conference" => "判断を記録しました。",
        "invited-member" => "招きました。守秘を確認した人だけが、資料を見られます。",
        "frozen" => "資料を固めました。守秘を確認した構成員が、いまから見られます。",
        "closed-conference" => "終わりにしました。資料は、どなたの画面からも開けません。",
        "acknowledged" => "守秘の確認を記録しました。",
        "declined-conference" => "今回は参加しないことを伝えました。",
        "reviewed" => "事後の確認を記録しました。",
        "record" => "記録を保存しました。",
        "received" => "相談として保存しました。",
        "received-handover" => "相談として保存しました。つなぐために、先にケースを始めます。",
        "registered" => "登録しました。",
        "opened" => "ケースを始めました。",
        "sent" => "つなぎを送りました。返事を待っています。",
        "answered" => "返事をしました。",
        "done" => "済みにしました。10分以内なら元に戻せます。",
        "undone" => "元に戻しました。",
        "closed" => "終結しました。",
        "reopened" => "再開しました。",
        "corrected" => "訂正しました。前の文は「訂正前」に残っています。",
        "withdrawn" => "取り下げました。跡は残っています。",
        "merged" => "まとめました。元に戻すこともできます。",
        "distinct" => "別人として記録しました。",
        "protected" => "連絡先を保護しました。どの画面にも出ません。",
        "protection-confirmed" => "2人目として確かめました。",
        "protection-renewed" => "保護を続けることを記録しました。",
        "end-proposed" => "解除を申し出ました。もう1人の判断を待ちます。保護は続いています。",
        "protection-ended" => "2人の判断で、保護を解除しました。",
        "protection-kept" => "保護を続けることにしました。",
        "release-requested" => "申請を書き留めました。",
        "release-decided" => "判断を記録しました。",
        "adverse" => "相手方を書きました。いまから、その人や機関には見えません。",
        "adverse-confirmed" => "相手方を2人目として確かめました。",
        "adverse-ended" => "相手方の記録を終えました。",
        "custody-granted" => "住所管理者を加えました。",
        "custody-ended" => "住所管理者の役目を終えました。",
        "tied" => "届け出ました。いまから、その方のことは見えません。",
        "tie-ended" => "届け出を終えました。",
        "contact" => "連絡先を書き足しました。理由を入れると見られます。",
        "identity" => "本人確認を記録しました。",
        "unrelated" => "続柄を取り消しました。書いた跡は残っています。",
        "household" => "世帯を作りました。いっしょに暮らす方などを加えられます。",
        "invited" => "チームに招きました。",
        "left" => "チームから外しました。",
        "decided" => "このあとのことを記録しました。",
        "disabled" => "利用を止めました。サインインも終わりました。",
        "ended" => "所属を終えました。",
        "revoked" => "鍵を止めました。",
        "triaged" => "このあとのことを保存しました。",
        "held" => "保留にしました。返事の日を送り手に伝えました。",
        "declined" => "差し戻しました。次に動く人は、送り手です。",
        "accepted" => "受けました。送り手に伝わりました。",
        "finished" => "結果を伝えました。",
        "cancelled" => "つなぎを取り消しました。",
        "looked-through" => "記録をさがしました。",
        "confirmed" => "確認済みにしました。",
        "report-asked" => "閲覧の報告を頼まれたことを記録しました。担当が30日以内に答えます。",
        "draft" => "下書きを保存しました。",
        _ => return None,
    })
}

/// Where a form's text is kept, and since when, if the page shows a kept draft.
pub(crate) fn draft(form: &str, subject: &str, restored: Option<kernel::Instant>) -> Option<DraftPlace> {
    Some(DraftPlace {
        form: form.into(),
        subject: subject.into(),
        restored_at: restored.map(kernel::Instant::hm),
    })
}

/// The two rows on top of every page of a case.
pub(crate) fn banner(desk: &Desk<'_>, head: &CaseHead) -> CaseBanner {
    let today = desk.who.now.day();
    let case = &head.case;
    CaseBanner {
        code: case.code.clone(),
        href: format!("/cases/{}", case.code),
        name: head.about.clone(),
        kana: head.kana.clone(),
        birth: head.birth.map_or_else(|| "生年月日 不明".to_owned(), |birth| birth.birth_form(today)),
        household: format!("世帯{}人", head.people.len().max(1)),
        status: case.status.label().to_owned(),
        lead: format!("{} {}", head.lead, head.lead_staff.as_deref().unwrap_or("")),
        bases: head.bases.iter().map(|basis| Badge::new(basis.key(), basis.label())).collect(),
        warnings: Vec::new(),
        why: format!("/cases/{}/basis", case.code),
    }
}

/// Every member of a closed list as choices of a form.
pub(crate) fn options<C: domain::Choice>() -> Vec<Choice> {
    C::ALL.iter().map(|choice| Choice::new(choice.key(), choice.label())).collect()
}
