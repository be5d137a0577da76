//! 持ち出し: the file, the register, and who may.

mod rights;
mod take;

use domain::exports as rules;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/exports", "持ち出し簿", take::register),
        Route::get("/exports/new", "担当のケースを持ち出す画面", take::new).staff(),
        Route::post::<rules::ExportForm, _>("/exports", "担当のケースを CSV で持ち出す", take::create),
        Route::get("/staff/export-rights", "持ち出しの権利", rights::index).staff(),
        Route::post::<rules::NewRight, _>("/staff/export-rights", "持ち出しの権利を与える", rights::grant)
            .staff(),
        Route::post::<(), _>("/staff/export-rights/{id}/end", "持ち出しの権利を終える", rights::end).staff(),
    ]
}
