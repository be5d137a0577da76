//! Pages of consents: what was answered, after which explanation, and its end.

mod evidence;
mod list;
mod new;
mod sheet;
mod withdraw;

use domain::consents as rules;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/cases/{code}/consents", "同意の一覧", list::show),
        Route::get("/cases/{code}/consents/new", "同意を記録する画面", new::new),
        Route::post::<rules::ConsentForm, _>("/cases/{code}/consents", "同意を記録する", new::create),
        Route::post::<rules::ConsentForm, _>(
            "/cases/{code}/explanations",
            "説明だけを記録する",
            new::explain,
        ),
        Route::get("/cases/{code}/consents/sheet", "説明の紙(やさしい日本語)", sheet::show),
        Route::get("/consents/{id}", "同意と受領書", withdraw::show),
        Route::post::<rules::WithdrawalForm, _>(
            "/consents/{id}/withdrawal",
            "同意をやめる",
            withdraw::create,
        ),
        Route::post::<evidence::Sheet, _>("/consents/{id}/evidence", "署名した紙を加える", evidence::create),
        Route::get("/consents/{id}/evidence/{file}", "署名した紙", evidence::show),
    ]
}
