//! Pages of consultations. Each file is one page with its writes. None of them can turn anybody away.

mod clues;
mod list;
mod new;
mod show;
mod visitor;

use domain::consultations as rules;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/consultations", "相談の一覧", list::index),
        Route::get("/consultations/new", "相談を受ける画面", new::new),
        Route::post::<rules::Intake, _>("/consultations", "相談を受ける", new::create),
        Route::get("/consultations/{id}", "相談受付・申込票", show::show),
        Route::post::<rules::TriageForm, _>(
            "/consultations/{id}/triage",
            "このあとのことを決める",
            show::triage,
        ),
        Route::post::<rules::Correction, _>(
            "/consultations/{id}/corrections",
            "相談の内容を訂正する",
            show::correct,
        ),
        Route::post::<visitor::Reason, _>(
            "/consultations/{id}/visitor-contact",
            "来た人の連絡先を見る",
            visitor::reveal,
        ),
    ]
}
