//! Pages of handovers: written, looked at before sending, answered on either side.

mod list;
mod send;
mod show;

use domain::cases::handover as rules;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/handovers", "つなぎの一覧", list::index),
        Route::get("/cases/{code}/handovers/new", "つなぐ画面", send::new),
        Route::post::<rules::HandoverForm, _>(
            "/cases/{code}/handovers/preview",
            "送る前に確かめる",
            send::preview,
        ),
        Route::post::<rules::HandoverForm, _>("/cases/{code}/handovers", "つなぎを送る", send::create),
        Route::get("/handovers/{id}", "つなぎ(送り手と受け手)", show::show),
        Route::post::<rules::Acceptance, _>("/handovers/{id}/accept", "受ける", show::accept),
        Route::post::<show::Hold, _>("/handovers/{id}/hold", "保留にする", show::hold),
        Route::post::<show::Refusal, _>("/handovers/{id}/decline", "差し戻す", show::decline),
        Route::post::<show::Ending, _>("/handovers/{id}/result", "結果を伝える", show::result),
        Route::post::<show::Cancelling, _>("/handovers/{id}/cancel", "つなぎを取り消す", show::cancel),
        Route::post::<show::OutsideReply, _>(
            "/handovers/{id}/outside",
            "外の相手の返事を書きとめる",
            show::outside,
        ),
    ]
}
