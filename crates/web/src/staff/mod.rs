//! Accounts, for administrators of the system only; for everybody else these pages do not exist.

mod list;
mod open;

use domain::staff as rules;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/staff", "利用者の一覧", list::index).staff(),
        Route::post::<rules::NewAccount, _>("/staff", "利用者を登録する", open::create).staff(),
        Route::post::<(), _>("/staff/{id}/disable", "利用を止める", list::disable).staff(),
        Route::post::<rules::NewPassword, _>("/staff/{id}/reset", "パスワードと認証を作り直す", open::reset)
            .staff(),
        Route::post::<(), _>("/staff/affiliations/{id}/end", "所属を終える", list::end).staff(),
    ]
}
