//! Drawings of a household: ジェノグラム as SVG, with the same in words.

mod genogram;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::get("/cases/{code}/genogram", "ジェノグラム", genogram::show)]
}
