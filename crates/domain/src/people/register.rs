use kernel::{Day, Id, Message, PartialDay, Result, Scope, fold, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{ContactKind, NameKind, NameState, Person, Sex, contact, identity, index};
use crate::access::{self, Act, Eye};
use crate::audit::{Action, Event, Kind};
use crate::{Faults, search};

/// What the counter writes about a new person. Everything may be missing but a name or a nickname.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Registration {
    /// 氏名, in any script.
    pub name: String,
    /// ふりがな, hiragana or katakana of any width.
    pub kana: String,
    /// 呼び名, when the name is not known.
    pub nickname: String,
    /// Key of [`NameState`]; derived when empty.
    pub name_state: String,
    /// Key of [`Sex`].
    pub sex: String,
    /// As spoken: 和暦, 西暦, 約50歳.
    pub birth: String,
    /// Another name by which the person is known.
    pub other_name: String,
    /// Key of [`NameKind`] for it.
    pub other_name_kind: String,
    /// Its furigana.
    pub other_name_kana: String,
    /// Address, or 「住所不定」.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// Keys of [`super::IdentityMethod`], when someone of the same reading exists.
    pub identity: Vec<String>,
}

/// A registration that passed.
struct Checked {
    name: String,
    kana: String,
    nickname: String,
    state: NameState,
    sex: Sex,
    birth: PartialDay,
    other: Option<(NameKind, String, String)>,
    address: String,
    phone: String,
}

impl Registration {
    fn check(&self, faults: &mut Faults, today: Day) -> Checked {
        let name = faults.line("name", "氏名", &self.name);
        let nickname = faults.line("nickname", "呼び名", &self.nickname);
        if name.is_empty() && nickname.is_empty() {
            faults.add("name", message::name_or_nickname());
        }
        let derived = if name.is_empty() { NameState::Nickname } else { NameState::Known };
        Checked {
            kana: kana(faults, "kana", &self.kana),
            state: faults.choice_or("name_state", "氏名", &self.name_state, derived),
            sex: faults.choice_or("sex", "性別", &self.sex, Sex::NotAsked),
            birth: faults.birth("birth", "生年月日", &self.birth, today),
            other: self.other(faults),
            address: faults.line("address", "住所", &self.address),
            phone: phone(faults, &self.phone),
            name,
            nickname,
        }
    }

    fn other(&self, faults: &mut Faults) -> Option<(NameKind, String, String)> {
        let name = faults.line("other_name", "ほかの名前", &self.other_name);
        let kana = kana(faults, "other_name_kana", &self.other_name_kana);
        let kind =
            faults.choice_or("other_name_kind", "ほかの名前の種類", &self.other_name_kind, NameKind::Alias);
        (!name.is_empty()).then_some((kind, name, kana))
    }
}

/// A number that can be called, or none.
fn phone(faults: &mut Faults, value: &str) -> String {
    let phone = faults.line("phone", "電話", value);
    contact::check_phone(faults, "phone", &phone);
    phone
}

/// Furigana as hiragana, however it was typed.
pub(super) fn kana(faults: &mut Faults, field: &str, value: &str) -> String {
    let value = faults.line(field, "ふりがな", value);
    if !value.is_empty() && !fold::is_kana(&value) {
        faults.add(field, message::error_kana());
    }
    fold::hiragana(&value)
}

/// Registers a person for one's own agency.
///
/// If somebody whom the asker may see looks the same, the form must say by what the two were told apart
/// (`UX` §5.3); nothing is ever said of people whom the asker may not see.
///
/// # Errors
/// [`kernel::Error::Invalid`] with every fault.
pub fn register(tx: &Tx<'_>, who: &Scope, form: &Registration) -> Result<Id<Person>> {
    let agency = access::casework(who)?;
    let mut faults = Faults::default();
    let new = form.check(&mut faults, who.now.day());
    let methods = identity::methods(&form.identity);
    if methods.is_empty() && homonym_in_sight(tx, who, &fold::kana(&new.kana), &fold::name(&new.name))? {
        faults.add("identity", message::error_identity_check());
    }
    faults.done()?;
    let id = insert(tx, who, &new)?;
    tx.exec(
        "INSERT INTO person_agencies (agency_id, person_id, since_at) VALUES ($1, $2, $3)",
        &[&agency, &id, &who.now],
    )?;
    contact::add(tx, id, ContactKind::Address, &new.address)?;
    contact::add(tx, id, ContactKind::Phone, &new.phone)?;
    identity::note(tx, who, id, &methods)?;
    index::refresh(tx, id)?;
    Event::new(Action::Create, Kind::Person, id).record(tx, who)?;
    Ok(id)
}

/// Whether somebody in sight has the same reading or the same name; the form must then say how the two were told
/// apart.
fn homonym_in_sight(tx: &Tx<'_>, who: &Scope, kana_key: &str, name_key: &str) -> Result<bool> {
    let sql = format!(
        "SELECT 1 FROM people p WHERE p.merged_into IS NULL AND {}
         AND ((p.kana_key = $4 AND $4 <> '') OR (p.name_key = $5 AND $5 <> '')) LIMIT 1",
        access::many(who, access::Kind::Person, Act::List)
    );
    Ok(tx.opt::<i64>(&sql, &Eye::of(who).with(&[&kana_key, &name_key]))?.is_some())
}

/// Registers a person at the desk: only after having looked for them.
///
/// # Errors
/// [`kernel::Error::Invalid`] for the field `words` without a search; those of [`register`].
pub fn register_after_search(tx: &Tx<'_>, who: &Scope, form: &Registration) -> Result<Id<Person>> {
    access::casework(who)?;
    if !search::asked_lately(tx, who)? {
        return Err(kernel::Error::invalid("words", search_first()));
    }
    register(tx, who, form)
}

fn search_first() -> Message {
    Message::new("search_first", "登録する前に、まずこの方を探してください。入力した内容は残っています。")
}

fn insert(tx: &Tx<'_>, who: &Scope, new: &Checked) -> Result<Id<Person>> {
    let id: Id<Person> = tx.new_id();
    tx.exec(
        "INSERT INTO people (id, name, kana, nickname, name_state, sex, birth_precision, birth_earliest, birth_latest,
                             name_key, kana_key, registered_by, registered_at, version)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)",
        &[
            &id, &new.name, &new.kana, &new.nickname, &new.state, &new.sex,
            &new.birth.precision().key(), &new.birth.earliest(), &new.birth.latest(),
            &fold::name(&new.name), &fold::kana(&new.kana), &who.agency, &who.now,
        ],
    )?;
    if let Some((kind, name, kana)) = &new.other {
        add_name(tx, id, *kind, name, kana)?;
    }
    Ok(id)
}

/// Writes another name of a person.
pub(super) fn add_name(
    tx: &Tx<'_>,
    person: Id<Person>,
    kind: NameKind,
    name: &str,
    kana: &str,
) -> Result<()> {
    let id: Id<NameKind> = tx.new_id();
    tx.exec(
        "INSERT INTO person_names (id, person_id, kind, name, kana) VALUES ($1, $2, $3, $4, $5)",
        &[&id, &person, &kind, &name, &kana],
    )?;
    Ok(())
}
