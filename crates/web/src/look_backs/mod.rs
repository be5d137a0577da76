//! Pages of ふり返り: written from a closed case, read by a second person, then by everybody who works here (事例集).

mod desk;
mod library;
mod new;
mod show;

use domain::look_backs as rules;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/look-backs", "事例集", library::show).staff(),
        Route::get("/look-backs/desk", "書いたふり返りと、承認を待つふり返り", desk::show),
        Route::post::<rules::WithdrawalForm, _>(
            "/look-backs/withdrawals",
            "ふり返りを取り下げる",
            desk::withdraw,
        ),
        Route::get("/cases/{code}/look-backs/new", "ふり返りの画面", new::new),
        Route::post::<rules::LookBackForm, _>("/cases/{code}/look-backs", "ふり返りを出す", new::create),
        Route::get("/look-backs/{id}", "書いたふり返り", show::show),
        Route::get("/look-backs/{id}/edit", "ふり返りを直す画面", new::open),
        Route::post::<rules::LookBackForm, _>("/look-backs/{id}", "ふり返りを直して出す", new::revise),
        Route::post::<rules::DecisionForm, _>(
            "/look-backs/{id}/approval",
            "ふり返りを公開する",
            desk::approve,
        ),
        Route::post::<rules::DecisionForm, _>(
            "/look-backs/{id}/return",
            "ふり返りを差し戻す",
            desk::send_back,
        ),
    ]
}
