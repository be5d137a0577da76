//! Drawings of a household: ジェノグラム and エコマップ as SVG, with the same in words.

mod ecomap;
mod genogram;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/cases/{code}/genogram", "ジェノグラム", genogram::show),
        Route::get("/cases/{code}/ecomap", "エコマップ", ecomap::show),
    ]
}
