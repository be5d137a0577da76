//! Pages of 連絡票: sent by any department, with a receipt that tells nothing; taken up or dealt with by the counter that was told.

mod list;
mod new;
mod show;

use domain::department_notices as rules;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/department-notices", "届いた連絡票の一覧", list::index),
        Route::get("/department-notices/new", "連絡票を書く画面", new::new).staff(),
        Route::get("/department-notices/sent", "送った連絡票の受付", list::sent).staff(),
        Route::post::<rules::NoticeForm, _>("/department-notices", "連絡票を送る", new::create),
        Route::get("/department-notices/{id}", "届いた連絡票", show::show),
        Route::post::<rules::TakeUpForm, _>(
            "/department-notices/{id}/consultation",
            "連絡票を相談として受ける",
            show::take_up,
        ),
        Route::post::<rules::HandlingForm, _>(
            "/department-notices/{id}/handling",
            "連絡票を対応済みにする",
            show::handle,
        ),
        Route::post::<rules::PassingForm, _>(
            "/department-notices/{id}/passing",
            "連絡票をほかの窓口に回す",
            show::pass_on,
        ),
    ]
}
