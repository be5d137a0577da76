use domain::staff::{self, Affiliation, Attempt, NewAccount, NewPassword, NewToken, Outcome};
use kernel::{Ambient, Error, Id};
use testkit::{PASSWORD, World, each_world};

fn secret(w: &World<'_>, login: &str) -> String {
    w.ask(&w.admin, |tx, _| tx.one("SELECT totp_secret FROM staff WHERE login = $1", &[&login])).unwrap()
}

fn attempt(w: &World<'_>, login: &str, password: &str) -> kernel::Result<String> {
    let code = staff::current_code(&secret(w, login), w.at.ambient.now()).unwrap();
    let form = Attempt { login: login.into(), password: password.into(), code, ..Default::default() };
    match staff::attempt(&w.at.db, &form, "127.0.0.1")? {
        Outcome::Granted(granted) => Ok(granted.token),
        Outcome::Choose(_) => panic!("only one standing"),
    }
}

fn signed_in(w: &World<'_>, token: &str) -> bool {
    match w.at.db.read(|tx| staff::who(tx, token)) {
        Ok(_) => true,
        Err(Error::SignIn) => false,
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn password_and_code_sign_in_and_a_code_works_once() {
    each_world(|w| {
        let token = attempt(w, "houkatsu", PASSWORD).unwrap();
        assert!(signed_in(w, &token));
        assert!(matches!(attempt(w, "houkatsu", PASSWORD), Err(Error::Conflict(_))));
        assert!(!signed_in(w, "0000"));
    });
}

#[test]
fn a_sign_in_ends_after_idleness_and_at_its_absolute_limit() {
    each_world(|w| {
        let token = attempt(w, "houkatsu", PASSWORD).unwrap();
        w.at.ambient.advance(staff::IDLE_SECONDS + 1);
        assert!(!signed_in(w, &token));
        let token = attempt(w, "houkatsu", PASSWORD).unwrap();
        for _ in 0..(staff::ABSOLUTE_SECONDS / 600) {
            assert!(signed_in(w, &token));
            w.at.ambient.advance(600);
            let id = staff::digest(&token);
            w.at.db.write(move |tx| staff::touch(tx, &id)).unwrap();
        }
        w.at.ambient.advance(60);
        assert!(!signed_in(w, &token));
    });
}

#[test]
fn disabling_an_account_ends_its_sign_ins_with_the_next_request() {
    each_world(|w| {
        let token = attempt(w, "houkatsu", PASSWORD).unwrap();
        let id = w.elder.staff;
        assert!(matches!(w.act(&w.tax, move |tx, who| staff::disable(tx, who, id)), Err(Error::NotFound)));
        w.act(&w.admin, move |tx, who| staff::disable(tx, who, id)).unwrap();
        assert!(!signed_in(w, &token));
        w.at.ambient.advance(60);
        assert!(attempt(w, "houkatsu", PASSWORD).is_err());
    });
}

#[test]
fn guessing_slows_down_for_the_account_and_for_the_address() {
    each_world(|w| {
        for _ in 0..5 {
            w.at.ambient.advance(40);
            assert!(matches!(attempt(w, "houkatsu", "ちがうことば"), Err(Error::Conflict(_))));
        }
        assert!(matches!(attempt(w, "houkatsu", PASSWORD), Err(Error::Throttled(_))));
        assert!(
            matches!(attempt(w, "jiritsu", PASSWORD), Err(Error::Throttled(_))),
            "the same address waits too"
        );
        w.at.ambient.advance(16);
        assert!(attempt(w, "houkatsu", PASSWORD).is_ok());
    });
}

#[test]
fn an_account_is_opened_by_an_administrator_with_a_name_and_a_password_of_its_own() {
    each_world(|w| {
        let form = NewAccount {
            login: "Atarashii".into(),
            name: "見本 新子【架空】".into(),
            agency: w.elder.agency.to_string(),
            role: "coordinator".into(),
            password: "雨あがりの自転車屋さん".into(),
        };
        let weak = NewAccount { password: "みじかい".into(), ..form.clone() };
        assert!(matches!(
            w.act(&w.admin, move |tx, who| staff::create(tx, who, &weak, "")),
            Err(Error::Invalid(_))
        ));
        let hash = staff::hash_password(&form.password, staff::COST_FLOOR, [5; 16]).unwrap();
        let opened = form.clone();
        w.act(&w.admin, move |tx, who| staff::create(tx, who, &opened, &hash)).unwrap();
        assert!(attempt(w, "atarashii", &form.password).is_ok());
    });
}

#[test]
fn a_token_acts_for_its_owner_until_it_is_revoked() {
    each_world(|w| {
        let secret = w
            .act(&w.elder, |tx, who| staff::issue_token(tx, who, &NewToken { name: "集計の道具".into() }))
            .unwrap();
        let who = w.at.db.read(|tx| staff::who_by_token(tx, &secret)).unwrap();
        assert_eq!((who.staff, who.agency), (w.elder.staff, w.elder.agency));
        let id = w.ask(&w.elder, staff::tokens).unwrap()[0].id;
        assert!(matches!(
            w.act(&w.tax, move |tx, who| staff::revoke_token(tx, who, id)),
            Err(Error::NotFound)
        ));
        w.act(&w.elder, move |tx, who| staff::revoke_token(tx, who, id)).unwrap();
        assert!(matches!(w.at.db.read(|tx| staff::who_by_token(tx, &secret)), Err(Error::SignIn)));
    });
}

#[test]
fn only_an_administrator_ends_a_standing_and_its_sign_ins_end_with_it() {
    each_world(|w| {
        let token = attempt(w, "houkatsu", PASSWORD).unwrap();
        let accounts = w.ask(&w.admin, staff::accounts).unwrap();
        let standing: Id<Affiliation> = accounts.iter().find(|a| a.login == "houkatsu").unwrap().affiliation;
        let refused = w.act(&w.manager, move |tx, who| staff::end_affiliation(tx, who, standing));
        assert!(matches!(refused, Err(Error::NotFound)));
        assert!(signed_in(w, &token));
        w.act(&w.admin, move |tx, who| staff::end_affiliation(tx, who, standing)).unwrap();
        assert!(!signed_in(w, &token));
        assert!(matches!(w.ask(&w.manager, staff::accounts), Err(Error::NotFound)));
    });
}

#[test]
fn a_reset_replaces_password_and_authenticator_and_ends_what_was_open() {
    each_world(|w| {
        let token = attempt(w, "houkatsu", PASSWORD).unwrap();
        let (id, before) = (w.elder.staff, secret(w, "houkatsu"));
        let weak = NewPassword { password: "houkatsu-desu".into() };
        let refused = w.act(&w.admin, move |tx, who| staff::reset(tx, who, id, &weak, "")).unwrap_err();
        assert!(matches!(refused, Error::Invalid(ref f) if f[0].message.key == "password_guessable"));
        let new = NewPassword { password: "雨あがりの自転車屋さん".into() };
        let (form, hash) =
            (new.clone(), staff::hash_password(&new.password, staff::COST_FLOOR, [6; 16]).unwrap());
        w.act(&w.admin, move |tx, who| staff::reset(tx, who, id, &form, &hash)).unwrap();
        assert!(!signed_in(w, &token));
        assert_ne!(secret(w, "houkatsu"), before);
        w.at.ambient.advance(60);
        assert!(attempt(w, "houkatsu", &new.password).is_ok());
    });
}

#[test]
fn one_hears_when_the_account_was_used_before() {
    each_world(|w| {
        let first = attempt(w, "houkatsu", PASSWORD).unwrap();
        let me = w.at.db.read(|tx| staff::who(tx, &first)).unwrap();
        assert_eq!(w.at.db.read(|tx| staff::previous(tx, &me)).unwrap(), None);
        w.at.ambient.advance(60);
        let second = attempt(w, "houkatsu", PASSWORD).unwrap();
        let again = w.at.db.read(|tx| staff::who(tx, &second)).unwrap();
        assert_eq!(w.at.db.read(|tx| staff::previous(tx, &again)).unwrap(), Some(me.began_at));
    });
}
