use kernel::{Id, Result, Scope, fold, message};
use serde::{Deserialize, Serialize};
use store::Tx;

use super::{NameKind, NameState, Person, Sex, index, register, show};
use crate::access::Act;
use crate::{Choice, Faults, access};

/// What the page of a person lets one set right.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PersonForm {
    /// 氏名.
    pub name: String,
    /// ふりがな.
    pub kana: String,
    /// 呼び名.
    pub nickname: String,
    /// Key of [`Sex`].
    pub sex: String,
    /// As spoken.
    pub birth: String,
    /// The version that the page showed.
    pub version: String,
}

impl PersonForm {
    /// The form as it stands for a person.
    pub fn of(person: &Person) -> Self {
        Self {
            name: person.name.clone(),
            kana: person.kana.clone(),
            nickname: person.nickname.clone(),
            sex: person.sex.key().to_owned(),
            birth: if person.birth.earliest().is_some() { person.birth.list_form() } else { String::new() },
            version: person.version.to_string(),
        }
    }
}

/// Sets a person's identity right. The old name is kept as another name, so that it stays findable.
///
/// # Errors
/// [`kernel::Error::Invalid`] with every fault; [`kernel::Error::Stale`] if somebody saved in between;
/// [`kernel::Error::NotFound`] out of sight.
pub fn revise(tx: &Tx<'_>, who: &Scope, id: Id<Person>, form: &PersonForm) -> Result<()> {
    access::person(tx, who, id, Act::Change)?;
    let before = show::load(tx, id)?;
    let mut faults = Faults::default();
    let name = faults.line("name", "氏名", &form.name);
    let kana = register::kana(&mut faults, "kana", &form.kana);
    let nickname = faults.line("nickname", "呼び名", &form.nickname);
    let sex = faults.choice_or("sex", "性別", &form.sex, Sex::NotAsked);
    // What the page showed is not typed anew: an approximate date survives an unrelated correction.
    let untouched = form.birth == PersonForm::of(&before).birth;
    let birth = if untouched {
        before.birth
    } else {
        faults.birth("birth", "生年月日", &form.birth, who.now.day())
    };
    if name.is_empty() && nickname.is_empty() {
        faults.add("name", message::name_or_nickname());
    }
    faults.done()?;
    if !before.name.is_empty() && before.name != name {
        register::add_name(tx, id, NameKind::Spelling, &before.name, &before.kana)?;
    }
    let state = if name.is_empty() { NameState::Nickname } else { NameState::Known };
    let version: i64 = form.version.parse().unwrap_or_default();
    tx.exec_one(
        "UPDATE people SET name = $3, kana = $4, nickname = $5, name_state = $6, sex = $7, birth_precision = $8,
             birth_earliest = $9, birth_latest = $10, name_key = $11, kana_key = $12, version = version + 1
         WHERE id = $1 AND version = $2",
        &[
            &id, &version, &name, &kana, &nickname, &state, &sex, &birth.precision().key(), &birth.earliest(),
            &birth.latest(), &fold::name(&name), &fold::kana(&kana),
        ],
    )?;
    index::refresh(tx, id)
}
