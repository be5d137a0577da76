//! Pages of cases. Each file is one page with its writes.

mod basis;
mod closure;
mod list;
mod open;
mod record;
mod show;
mod task;
mod team;

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
        Route::post::<(), _>("/cases/{code}/lead", "主担当を引き受ける", team::take_lead),
        Route::post::<rules::IssueForm, _>("/cases/{code}/issues", "課題を足す", task::add_issue),
        Route::post::<(), _>("/cases/{code}/issues/{id}/resolution", "課題が落ち着いた", task::resolve_issue),
        Route::post::<rules::PhaseForm, _>("/cases/{code}/phases", "段階を進める", task::enter_phase),
        Route::get("/cases/{code}/closure", "終結の画面", closure::show),
        Route::post::<rules::ClosureForm, _>("/cases/{code}/closure", "終結する", closure::close),
        Route::post::<team::Reason, _>("/cases/{code}/reopening", "再開する", closure::reopen),
    ]
}
