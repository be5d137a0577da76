//! 帳票: what the pages hold, as the official forms: on paper, as Excel to fill and send back, and read from there again. To
//! print is an act with a number and a row in the log; what stands on a paper was let through by the same rules as the page.

mod conference;
mod consultation;
mod course;
mod filled;
mod import;
mod item_report;
mod kept;
mod list;
mod passed;
mod plan;
pub(crate) mod reported;
mod returned;
mod run;
mod sheet;
mod take;

use serde::{Deserialize, Serialize};

pub(crate) use kept::Papers;
pub use kept::check;
pub(crate) use run::Runs;

use crate::routes::Route;

/// What somebody asks to have printed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct PaperForm {
    /// Key of the form; the usual one when empty.
    form: String,
    /// `pdf` or `xlsx`; paper when empty.
    format: String,
    /// About whom, where a form is about one person of a case.
    person: String,
    /// Which inquiry, of several.
    inquiry: String,
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/papers", "帳票の一覧", list::show).staff(),
        Route::get("/papers/{form}/blank", "何も書いていない帳票", list::blank).staff(),
        Route::post::<PaperForm, _>("/consultations/{id}/paper", "相談を帳票にする", consultation::take),
        Route::post::<PaperForm, _>("/cases/{code}/paper", "経過・アセスメントを帳票にする", course::take),
        Route::post::<PaperForm, _>("/plans/{id}/paper", "プランを帳票にする", plan::take),
        Route::post::<PaperForm, _>("/consents/{id}/paper", "同意を帳票にする", passed::take_consent),
        Route::post::<PaperForm, _>("/handovers/{id}/paper", "つなぎを帳票にする", passed::take_handover),
        Route::post::<PaperForm, _>(
            "/conferences/items/{id}/paper",
            "案件を帳票にする",
            conference::take_item,
        ),
        Route::post::<PaperForm, _>(
            "/conferences/items/{id}/report/paper",
            "案件ごとの報告を帳票にする",
            item_report::take,
        ),
        Route::post::<PaperForm, _>(
            "/conferences/sittings/{id}/paper",
            "会議の報告を帳票にする",
            conference::take_sitting,
        ),
        Route::post::<(), _>("/conferences/sittings/{id}/packets", "全員分の資料を印刷する", run::begin),
        Route::get("/papers/runs/{id}", "印刷の進みぐあい", run::show).staff(),
        Route::get("/papers/runs/{id}/{part}", "印刷した資料", run::part),
        Route::post::<(), _>("/papers/runs/{id}/stop", "印刷を止める", run::stop).staff(),
        Route::get("/papers/imports/new", "Excelを取り込む画面", import::new).staff(),
        Route::post::<import::Workbook, _>("/papers/imports", "Excelを取り込む", import::create),
    ]
}
