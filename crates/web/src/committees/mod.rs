//! Pages of 合議体: the register with its report, packs of counts, and proposals for the municipality.

mod list;
mod packs;
mod proposals;
mod report;
mod show;

use domain::committees::{self as rules, pack};

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/committees", "合議体の一覧", list::index).staff(),
        Route::post::<rules::CommitteeForm, _>("/committees", "合議体を加える", list::add),
        Route::get("/committees/report", "合議体の構成員の数", report::show).staff(),
        Route::get("/committees/report/file", "合議体の構成員の数(CSV)", report::file).staff(),
        Route::get("/committees/{key}", "合議体の構成員と会議", show::show).staff(),
        Route::post::<rules::MemberForm, _>("/committees/{key}/members", "構成員を加える", show::add_member),
        Route::post::<rules::EndForm, _>(
            "/committees/{key}/members/{id}/end",
            "構成員を終える",
            show::end_member,
        ),
        Route::post::<rules::MeetingForm, _>(
            "/committees/{key}/meetings",
            "会議の日と議題を書く",
            show::add_meeting,
        ),
        Route::post::<rules::MinutesForm, _>(
            "/committees/{key}/meetings/{id}/minutes",
            "会議の要旨を書く",
            show::write_minutes,
        ),
        Route::get("/committee-packs", "代表者会議の資料の一覧", packs::index).staff(),
        Route::post::<pack::PackForm, _>("/committee-packs", "代表者会議の資料をつくる", packs::make),
        Route::get("/committee-packs/{id}", "代表者会議の資料(数だけ)", packs::show).staff(),
        Route::get("/system-proposals", "制度づくりの提案", proposals::index).staff(),
        Route::post::<rules::ProposalForm, _>("/system-proposals", "制度づくりを提案する", proposals::create),
        Route::post::<rules::StepForm, _>(
            "/system-proposals/{id}/steps",
            "制度づくりの提案を進める",
            proposals::step,
        ),
    ]
}
