//! Pages of 住所保護: the list of the custodians, one protection, a release by two people, adverse parties, custodians and
//! the ties of workers. None holds a contact but the one answer that shows a release.

mod adverse;
mod custody;
mod list;
mod release;
mod second;
mod show;
mod tie;

use domain::protections as rules;
use kernel::{Error, Id, Result};

use crate::cx::Desk;
use crate::routes::Route;

pub(crate) fn routes() -> Vec<Route> {
    let mut all = protections();
    all.extend(releases());
    all.extend(adverse());
    all.extend(duties());
    all
}

fn protections() -> Vec<Route> {
    vec![
        Route::get("/protected-addresses", "住所保護の一覧(住所管理者)", list::list),
        Route::get("/protected-addresses/{id}", "住所保護(住所管理者)", show::show),
        Route::post::<(), _>(
            "/protected-addresses/{id}/confirmation",
            "住所保護を2人目が確かめる",
            show::confirm,
        ),
        Route::post::<rules::RenewForm, _>(
            "/protected-addresses/{id}/renewals",
            "住所保護を続ける",
            show::renew,
        ),
        Route::post::<rules::EndForm, _>("/protected-addresses/{id}/ends", "解除を申し出る", show::propose),
        Route::post::<rules::EndVerdict, _>(
            "/protected-addresses/{id}/ends/{end}/decision",
            "解除の申し出を2人目が判断する",
            show::decide,
        ),
    ]
}

fn releases() -> Vec<Route> {
    vec![
        Route::get("/protected-addresses/{id}/releases/new", "住所の開示を申請する画面", release::new),
        Route::post::<rules::ReleaseForm, _>(
            "/protected-addresses/{id}/releases",
            "住所の開示を申請する",
            release::create,
        ),
        Route::get("/protected-addresses/{id}/releases/{release}", "住所の開示の申請", release::show),
        Route::post::<rules::Verdict, _>(
            "/protected-addresses/{id}/releases/{release}/decision",
            "住所の開示を2人目が判断する",
            release::decide,
        ),
        Route::post::<(), _>(
            "/protected-addresses/{id}/releases/{release}/showing",
            "住所を申請した人に1回だけ表示する",
            release::showing,
        ),
    ]
}

fn adverse() -> Vec<Route> {
    vec![
        Route::get("/people/{id}/adverse-parties", "相手方", adverse::show),
        Route::post::<rules::AdverseForm, _>("/people/{id}/adverse-parties", "相手方を書く", adverse::create),
        Route::post::<(), _>(
            "/people/{id}/adverse-parties/{party}/confirmation",
            "相手方を2人目が確かめる",
            adverse::confirm,
        ),
        Route::post::<(), _>(
            "/people/{id}/adverse-parties/{party}/end",
            "相手方の記録を2人目が終える",
            adverse::end,
        ),
    ]
}

fn duties() -> Vec<Route> {
    vec![
        Route::get("/me/ties/new", "家族や知り合いを届け出る画面", tie::new),
        Route::post::<rules::TieForm, _>("/me/ties", "家族や知り合いを届け出る", tie::create),
        Route::get("/staff/ties", "利害関係の届け出(管理者)", tie::index).staff(),
        Route::post::<(), _>("/staff/ties/{id}/end", "まちがった届け出を終える", tie::end).staff(),
        Route::get("/staff/custodians", "住所管理者の一覧(管理者)", custody::index).staff(),
        Route::post::<rules::GrantForm, _>("/staff/custodians", "住所管理者を加える", custody::create)
            .staff(),
        Route::post::<(), _>("/staff/custodians/{id}/end", "住所管理者の役目を終える", custody::end).staff(),
    ]
}

/// The id in an address; what is none leads nowhere.
fn id<T>(text: &str) -> Result<Id<T>> {
    text.parse().map_err(|_| Error::NotFound)
}

/// Passes people only: what two custodians decide is decided by neither of them's programs.
fn in_person(desk: &Desk<'_>) -> Result<()> {
    rules::custodian(desk.tx, desk.who)?;
    if desk.cx.is_program() { Err(Error::NotFound) } else { Ok(()) }
}
