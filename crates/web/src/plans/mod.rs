//! Pages of 支援プラン: the three kinds beside each other, the plan as it is written, each step of it, and the decisions that wait.

mod edit;
mod list;
mod office;
mod show;

use domain::plans as rules;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/plans", "支援決定を待つプラン", office::show),
        Route::get("/cases/{code}/plans", "ケースの支援プラン", list::show),
        Route::get("/cases/{code}/plans/new", "支援プランの画面", edit::new),
        Route::post::<rules::PlanForm, _>("/cases/{code}/plans", "支援プランをつくる", edit::create),
        Route::post::<(), _>("/cases/{code}/plans/closing", "支援プランを終結する", list::close),
        Route::get("/plans/{id}", "支援プラン", show::show),
        Route::get("/plans/{id}/edit", "支援プランを直す画面", edit::open),
        Route::post::<rules::PlanForm, _>("/plans/{id}", "支援プランを直す", edit::revise),
        Route::post::<rules::AgreementForm, _>(
            "/plans/{id}/agreement",
            "本人の返事を記録する",
            show::agreement,
        ),
        Route::post::<rules::MeetingForm, _>("/plans/{id}/meeting", "協議を記録する", show::meeting),
        Route::post::<rules::DecisionForm, _>("/plans/{id}/decision", "支援決定をする", office::decide),
        Route::post::<rules::StartForm, _>("/plans/{id}/start", "実施に進む", show::start),
        Route::post::<rules::ReviewForm, _>("/plans/{id}/reviews", "見直しを書く", show::review),
        Route::post::<rules::EvaluationForm, _>("/plans/{id}/evaluation", "評価を書く", show::evaluate),
        Route::post::<rules::WithdrawForm, _>("/plans/{id}/withdrawal", "プランを取り下げる", show::withdraw),
    ]
}
