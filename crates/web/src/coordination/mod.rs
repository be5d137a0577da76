//! Pages of 多機関協働への相談: asked with or without a case, taken on, answered, ended.

mod list;
mod new;
mod show;

use domain::coordination as rules;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/coordination-requests", "多機関協働への相談の一覧", list::index),
        Route::get("/coordination-requests/new", "多機関協働へ、ケースを決めずに相談する画面", new::new)
            .staff(),
        Route::post::<rules::RequestForm, _>(
            "/coordination-requests",
            "多機関協働へ、ケースを決めずに相談する",
            new::create,
        ),
        Route::get(
            "/cases/{code}/coordination-requests/new",
            "ケースについて多機関協働に相談する画面",
            new::new_of_case,
        ),
        Route::post::<rules::RequestForm, _>(
            "/cases/{code}/coordination-requests",
            "ケースについて多機関協働に相談する",
            new::create_of_case,
        ),
        Route::get("/coordination-requests/{id}", "多機関協働への相談(双方)", show::show),
        Route::post::<(), _>("/coordination-requests/{id}/take", "相談を引き受ける", show::take),
        Route::post::<rules::AnswerForm, _>(
            "/coordination-requests/{id}/answer",
            "相談に返事をする",
            show::answer,
        ),
        Route::post::<show::Ending, _>(
            "/coordination-requests/{id}/result",
            "次にしたことの結果を書く",
            show::finish,
        ),
        Route::post::<show::Withdrawing, _>(
            "/coordination-requests/{id}/withdraw",
            "相談を取り下げる",
            show::withdraw,
        ),
    ]
}
