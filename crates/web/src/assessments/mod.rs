//! Pages of assessments: one's own sheet, and all of them side by side with the joint policy.

mod compare;
mod history;
mod new;

use domain::assessments as rules;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/cases/{code}/assessments/new", "アセスメントを書く画面", new::new),
        Route::post::<rules::AssessmentForm, _>(
            "/cases/{code}/assessments",
            "アセスメントを残す",
            new::create,
        ),
        Route::get("/cases/{code}/assessments/compare", "アセスメントを見比べる", compare::show),
        Route::get("/cases/{code}/assessments/history", "機関のこれまでのアセスメント", history::show),
        Route::post::<rules::ContradictionForm, _>(
            "/cases/{code}/contradictions",
            "食い違いの印を付ける",
            compare::mark,
        ),
        Route::post::<(), _>("/cases/{code}/contradictions/{id}/end", "食い違いの印を外す", compare::unmark),
        Route::post::<rules::PolicyForm, _>(
            "/cases/{code}/joint-policies",
            "共通の方針を残す",
            compare::set_policy,
        ),
    ]
}

/// The label of whose word an item is.
pub(crate) fn whose(label: &str) -> String {
    format!("{label} はだれの話")
}
