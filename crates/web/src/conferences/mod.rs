//! Pages of 支援会議: the request, the decision, the preparation, and the papers of its members.

mod item;
mod list;
mod packet;
mod request;

use domain::conferences as rules;

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/conferences", "支援会議の案件", list::show),
        Route::get("/cases/{code}/conference-items/new", "支援会議の申出の画面", request::new),
        Route::post::<rules::RequestForm, _>(
            "/cases/{code}/conference-items",
            "支援会議を申し出る",
            request::create,
        ),
        Route::get("/conferences/items/{id}", "案件の準備", item::show),
        Route::post::<rules::DecisionForm, _>(
            "/conferences/items/{id}/approval",
            "開催を決める",
            list::approve,
        ),
        Route::post::<rules::DecisionForm, _>(
            "/conferences/items/{id}/return",
            "申出を差し戻す",
            list::send_back,
        ),
        Route::post::<rules::InviteForm, _>("/conferences/items/{id}/members", "構成員を招く", item::invite),
        Route::post::<(), _>("/conferences/items/{id}/members/{member}/end", "構成員から外す", item::remove),
        Route::post::<rules::FreezeForm, _>("/conferences/items/{id}/packet", "資料を固める", item::freeze),
        Route::post::<(), _>("/conferences/items/{id}/close", "資料の期間を終える", item::close),
        Route::get("/conferences/items/{id}/packet", "守秘の確認と資料", packet::show),
        Route::post::<rules::AcknowledgeForm, _>(
            "/conferences/items/{id}/acknowledgement",
            "守秘を確認する",
            packet::acknowledge,
        ),
        Route::post::<(), _>("/conferences/items/{id}/declination", "今回は参加しない", packet::decline),
    ]
}

/// The id in an address; what is none leads nowhere.
fn parse(id: &str) -> kernel::Result<kernel::Id<rules::ConferenceItem>> {
    id.parse().map_err(|_| kernel::Error::NotFound)
}
