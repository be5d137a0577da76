//! Pages of people and households. Each file is one page with its writes.

mod candidate;
mod contact;
mod duplicate;
mod edit;
mod find;
mod household;
mod merges;
mod new;
mod relation;
mod show;
mod target;

use domain::people as rules;
use kernel::{Error, Id, Result};

use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    let mut all = vec![
        Route::get("/people/new", "人を探す・登録する画面", new::new),
        Route::post::<find::Ask, _>("/people/searches", "登録の前に人を探す", find::ask).staff(),
        Route::post::<find::Choice, _>("/people/chosen", "この方で続ける", find::choose),
        Route::post::<rules::Registration, _>("/people", "人を登録する", new::create),
        Route::get("/people/{id}", "人", show::show),
        Route::get("/people/{id}/edit", "人を直す画面", edit::show),
        Route::post::<rules::PersonForm, _>("/people/{id}/edit", "人を直す", edit::save),
        Route::post::<show::Identity, _>("/people/{id}/identity", "本人確認を記録する", show::identity),
        Route::post::<contact::Reason, _>("/people/{id}/contacts", "連絡先を見る", contact::reveal),
        Route::post::<rules::ContactForm, _>("/people/{id}/contacts/new", "連絡先を書き足す", contact::add),
        Route::post::<contact::Protect, _>("/people/{id}/protection", "連絡先を保護する", contact::protect),
        Route::get("/people/{id}/relations/new", "続柄を書く画面", relation::new),
        Route::post::<rules::RelationForm, _>("/people/{id}/relations", "続柄を書く", relation::create),
        Route::post::<relation::Ending, _>(
            "/people/{id}/relations/{relation}/end",
            "続柄を取り消す",
            relation::end,
        ),
        Route::post::<(), _>("/people/{id}/households", "世帯を作る", household::found),
    ];
    all.extend(households());
    all.extend(duplicates());
    all
}

fn households() -> Vec<Route> {
    vec![
        Route::get("/households/{id}", "世帯", household::show),
        Route::post::<rules::MemberForm, _>("/households/{id}/members", "世帯に加える", household::add),
        Route::post::<household::Until, _>(
            "/households/{id}/members/{member}/end",
            "世帯から出たことを記録する",
            household::end,
        ),
    ]
}

fn duplicates() -> Vec<Route> {
    vec![
        Route::get("/duplicates", "重なりの確認", duplicate::index),
        Route::get("/duplicates/{one}/{other}", "2人を見比べる画面", duplicate::compare),
        Route::post::<duplicate::Decision, _>(
            "/duplicates/{one}/{other}/merge",
            "1人にまとめる",
            duplicate::merge,
        ),
        Route::post::<duplicate::Decision, _>(
            "/duplicates/{one}/{other}/distinct",
            "別人とする",
            duplicate::distinct,
        ),
        Route::get("/merges", "まとめた記録", merges::index),
        Route::post::<(), _>("/merges/{id}/undo", "まとめたものを元に戻す", merges::undo),
    ]
}

/// The id in an address; what is none leads nowhere.
fn id<T>(text: &str) -> Result<Id<T>> {
    text.parse().map_err(|_| Error::NotFound)
}
