//! Pages of cases. Each file is one page with its writes.

mod act;
mod around;
mod basis;
mod chronology;
mod closure;
mod counts;
mod list;
mod merge;
mod open;
mod record;
mod show;
mod task;
mod team;
mod urgent;

pub(crate) use show::view as case_view;

use domain::cases as rules;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/cases", "ケースの一覧", list::index),
        Route::get("/cases/new", "ケースを始める画面", open::new),
        Route::post::<rules::Opening, _>("/cases", "ケースを始める", open::create),
        Route::get("/cases/{code}", "ケース", show::show),
        Route::get("/cases/{code}/basis", "なぜ見えるのか", basis::show),
        Route::get("/cases/{code}/chronology", "家族年表", chronology::show),
        Route::get("/cases/{code}/records/new", "記録を書く画面", record::new),
        Route::post::<rules::NewRecord, _>("/cases/{code}/records", "記録を書く", record::create),
        Route::get("/cases/{code}/records/{id}", "記録と訂正前の文", record::show),
        Route::post::<rules::RecordCorrection, _>(
            "/cases/{code}/records/{id}/corrections",
            "記録を訂正する",
            record::correct,
        ),
        Route::post::<rules::RecordCorrection, _>(
            "/cases/{code}/records/{id}/withdrawal",
            "記録を取り下げる",
            record::withdraw,
        ),
        Route::post::<rules::TaskForm, _>("/cases/{code}/tasks", "予定を足す", task::create),
        Route::post::<(), _>("/cases/{code}/tasks/{id}/done", "予定を済みにする", task::done),
        Route::post::<(), _>("/cases/{code}/tasks/{id}/undone", "済みを元に戻す", task::undone),
        Route::get("/cases/{code}/team", "チーム", team::show),
        Route::post::<rules::Invitation, _>("/cases/{code}/team", "チームに招く", team::invite),
        Route::post::<team::Reason, _>("/cases/{code}/team/{id}/end", "チームから外す", team::leave),
        Route::post::<rules::MessageForm, _>("/cases/{code}/messages", "チームに伝える", around::say),
        Route::post::<rules::InvolvementForm, _>(
            "/cases/{code}/involvements",
            "関わっている所を足す",
            around::involve,
        ),
        Route::post::<(), _>("/cases/{code}/involvements/{id}/end", "関わりが終わった", around::end),
        Route::get("/cases/{code}/urgent-flags", "命の危険・虐待・DVの疑い", urgent::show),
        Route::post::<rules::UrgentForm, _>(
            "/cases/{code}/urgent-flags",
            "通告・通報を記録する",
            urgent::raise,
        ),
        Route::post::<urgent::Notice, _>(
            "/cases/{code}/urgent-flags/{id}/notice",
            "連絡したことを記録する",
            urgent::notified,
        ),
        Route::post::<team::Reason, _>(
            "/cases/{code}/urgent-flags/{id}/end",
            "疑いを終わりにする",
            urgent::end,
        ),
        Route::get("/cases/{code}/merges", "ケースをまとめる画面", merge::show),
        Route::post::<rules::CaseMergeForm, _>("/cases/{code}/merges", "ケースをまとめる", merge::create),
        Route::post::<(), _>("/cases/{code}/merges/{id}/undo", "まとめたケースを元に戻す", merge::undo),
        Route::get("/cases/issues", "課題別件数", counts::show).staff(),
        Route::post::<(), _>("/cases/{code}/lead", "主担当を引き受ける", team::take_lead),
        Route::post::<rules::IssueForm, _>("/cases/{code}/issues", "課題を足す", task::add_issue),
        Route::post::<(), _>("/cases/{code}/issues/{id}/resolution", "課題が落ち着いた", task::resolve_issue),
        Route::post::<rules::PhaseForm, _>("/cases/{code}/phases", "段階を進める", task::enter_phase),
        Route::get("/cases/{code}/closure", "終結の画面", closure::show),
        Route::post::<rules::ClosureForm, _>("/cases/{code}/closure", "終結する", closure::close),
        Route::post::<team::Reason, _>("/cases/{code}/reopening", "再開する", closure::reopen),
    ]
}
