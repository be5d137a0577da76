//! Pages of 会議: the sitting, its items on either ground, the preparation, the screen while people talk, the minutes, and the
//! papers of the members.

mod consented;
mod copies;
mod counts;
mod item;
mod list;
mod live;
mod minutes;
mod packet;
mod proposal;
mod request;
mod sitting;

use domain::conferences as rules;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    let mut all = vec![
        Route::get("/conferences", "会議の回と案件", list::show),
        Route::get("/conferences/counts", "会議の件数", counts::show).staff(),
        Route::post::<rules::ResultForm, _>(
            "/conferences/roles/{id}/result",
            "役割の結果を書く",
            list::fulfil,
        ),
        Route::get("/cases/{code}/conference-items/new", "支援会議の申出の画面", request::new),
        Route::post::<rules::RequestForm, _>(
            "/cases/{code}/conference-items",
            "支援会議を申し出る",
            request::create,
        ),
        Route::get("/cases/{code}/consented-items/new", "同意による案件の画面", consented::new),
        Route::post::<rules::ConsentedForm, _>(
            "/cases/{code}/consented-items",
            "同意により会議に出す",
            consented::create,
        ),
    ];
    all.extend(of_sittings());
    all.extend(of_proposals());
    all.extend(of_items());
    all.extend(of_members());
    all.extend(of_talk());
    all
}

fn of_sittings() -> Vec<Route> {
    vec![
        Route::get("/conferences/sittings/new", "会議の回の画面", sitting::new).staff(),
        Route::post::<rules::SittingForm, _>("/conferences/sittings", "会議の回を決める", sitting::create),
        Route::get("/conferences/sittings/{id}", "会議の回", sitting::show),
        Route::post::<rules::PlaceForm, _>(
            "/conferences/sittings/{id}/items",
            "案件を入れる",
            sitting::place,
        ),
        Route::post::<(), _>("/conferences/sittings/{id}/holding", "会議の回を終える", sitting::hold),
        Route::post::<(), _>(
            "/conferences/sittings/{id}/cancellation",
            "会議の回を取りやめる",
            sitting::cancel,
        ),
        Route::post::<rules::ReportForm, _>(
            "/conferences/sittings/{id}/report",
            "会議を報告する",
            sitting::report,
        ),
        Route::post::<(), _>("/conferences/sittings/{id}/receipt", "報告を受け取る", sitting::receive),
    ]
}

fn of_proposals() -> Vec<Route> {
    vec![
        Route::post::<rules::ProposalForm, _>(
            "/conferences/items/{id}/proposals",
            "会議に案件を提案する",
            item::propose,
        ),
        Route::post::<(), _>(
            "/conferences/items/{id}/proposals/{proposal}/withdrawal",
            "提案を取り下げる",
            proposal::withdraw,
        ),
        Route::post::<rules::TakingForm, _>(
            "/conferences/proposals/{id}/taking",
            "提案を引き受けて、会議の回に入れる",
            proposal::take_up,
        ),
        Route::post::<rules::DecisionForm, _>(
            "/conferences/proposals/{id}/return",
            "提案を戻す",
            proposal::turn_down,
        ),
    ]
}

fn of_items() -> Vec<Route> {
    vec![
        Route::get("/conferences/items/{id}", "案件の準備", item::show),
        Route::post::<rules::DecisionForm, _>(
            "/conferences/items/{id}/approval",
            "開催を決める",
            list::approve,
        ),
        Route::post::<rules::DecisionForm, _>(
            "/conferences/items/{id}/consultation",
            "事前協議を記録する",
            list::consult,
        ),
        Route::post::<rules::RequestForm, _>(
            "/conferences/items/{id}/application",
            "差し戻された申出を直して出す",
            item::request_again,
        ),
        Route::post::<rules::DecisionForm, _>(
            "/conferences/items/{id}/return",
            "申出を差し戻す",
            list::send_back,
        ),
        Route::post::<rules::InviteForm, _>("/conferences/items/{id}/members", "構成員を招く", item::invite),
        Route::post::<rules::DismissalForm, _>(
            "/conferences/items/{id}/dismissals",
            "招く候補から外す",
            item::dismiss,
        ),
        Route::post::<(), _>("/conferences/items/{id}/members/{member}/end", "構成員から外す", item::remove),
        Route::post::<rules::FreezeForm, _>("/conferences/items/{id}/packet", "資料を固める", item::freeze),
        Route::post::<(), _>("/conferences/items/{id}/close", "資料の期間を終える", item::close),
        Route::post::<(), _>("/conferences/items/{id}/unplacing", "案件を回から外す", item::unplace),
        Route::post::<rules::InquiryForm, _>("/conferences/items/{id}/inquiries", "照会する", item::inquire),
        Route::post::<rules::ItemReportForm, _>(
            "/conferences/items/{id}/report",
            "案件を報告する",
            item::report,
        ),
        Route::post::<(), _>(
            "/conferences/items/{id}/report/receipt",
            "案件の報告を受け取る",
            list::receive_item_report,
        ),
        Route::get("/conferences/items/{id}/copies", "番号つきの資料", copies::show),
        Route::post::<(), _>("/conferences/items/{id}/copies", "資料に番号をつける", copies::number),
        Route::post::<(), _>("/conferences/items/{id}/copies/{copy}/return", "資料の返却", copies::take_back),
    ]
}

fn of_members() -> Vec<Route> {
    vec![
        Route::get("/conferences/items/{id}/packet", "守秘の確認と資料", packet::show),
        Route::post::<rules::AcknowledgeForm, _>(
            "/conferences/items/{id}/acknowledgement",
            "守秘を確認する",
            packet::acknowledge,
        ),
        Route::post::<(), _>("/conferences/items/{id}/declination", "今回は参加しない", packet::decline),
        Route::post::<rules::ReplyForm, _>(
            "/conferences/items/{id}/inquiries/{inquiry}/answer",
            "照会に答える",
            packet::answer,
        ),
        Route::get("/conferences/items/{id}/minutes", "会議録", minutes::show),
    ]
}

fn of_talk() -> Vec<Route> {
    vec![
        Route::get("/conferences/items/{id}/live", "会議の進行", live::show),
        Route::post::<rules::PointForm, _>("/conferences/items/{id}/points", "論点を足す", live::add),
        Route::post::<rules::PointForm, _>(
            "/conferences/items/{id}/points/{point}",
            "論点を直す",
            live::change,
        ),
        Route::post::<rules::PresenceForm, _>(
            "/conferences/items/{id}/presence",
            "出席を記録する",
            live::presence,
        ),
        Route::post::<rules::AssignmentForm, _>("/conferences/items/{id}/roles", "役割を足す", live::assign),
        Route::post::<rules::OwnerForm, _>(
            "/conferences/items/{id}/roles/{role}/owner",
            "役割の人を決める",
            live::entrust,
        ),
        Route::post::<rules::AdviceForm, _>(
            "/conferences/items/{id}/members/{member}/advice",
            "助言を残す",
            live::advise,
        ),
        Route::post::<rules::AdvisedForm, _>(
            "/conferences/items/{id}/advice",
            "構成員でない方の助言を残す",
            live::note_advice,
        ),
        Route::post::<rules::ClosingForm, _>("/conferences/items/{id}/ending", "案件を閉じる", live::finish),
    ]
}

/// Where the form about a proposal leads at first.
pub(crate) fn answering(one: &rules::Brought) -> String {
    format!("/conferences/proposals/{}/{}", one.id, if one.waits() { "taking" } else { "return" })
}

/// The id in an address; what is none leads nowhere.
fn parse(id: &str) -> kernel::Result<kernel::Id<rules::ConferenceItem>> {
    id.parse().map_err(|_| kernel::Error::NotFound)
}
