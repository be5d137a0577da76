//! Pages of 緊急閲覧: opening one case for an hour, ending it, and the review afterwards.

mod begin;
mod review;

use domain::emergency as rules;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/emergency-accesses/new", "緊急閲覧の画面", begin::new).staff(),
        Route::post::<rules::EmergencyForm, _>("/emergency-accesses", "緊急閲覧を始める", begin::create),
        Route::post::<(), _>("/cases/{code}/emergency/end", "緊急閲覧を終える", begin::end),
        Route::get("/emergency-accesses", "緊急閲覧の事後確認", review::list).staff(),
        Route::post::<rules::ReviewForm, _>(
            "/emergency-accesses/{id}/review",
            "緊急閲覧を事後に確かめる",
            review::create,
        ),
    ]
}
