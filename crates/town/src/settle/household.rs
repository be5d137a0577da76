use domain::Choice;
use domain::audit::Kind;
use domain::people::{ContactKind, NameKind, NameState, Person};
use kernel::{Id, Instant, fold, grams};

use super::{
    chunk::{Entry, birth_columns, row},
    settler::{House, Settler},
    table::Table,
    words,
};
use crate::{KinSketch, PersonSketch, Relation, SecondForm};

/// A person as one agency writes them down.
struct Written<'a> {
    id: Id<Person>,
    name: String,
    kana: String,
    sketch: &'a PersonSketch,
    agency: usize,
    at: Instant,
    /// Other names: kind, name, furigana.
    others: Vec<(NameKind, String, String)>,
    /// Ways to reach them.
    contacts: Vec<(ContactKind, String)>,
    protected: bool,
}

impl Settler<'_> {
    /// The household with its people, and those of them whom another agency knows under another name.
    pub(super) fn household(&mut self, house: &House<'_>) {
        let (agency, staff) = (self.offices.agency(house.agency), self.offices.staff(house.agency, 0));
        let (id, at) = (self.ids.household(house.key, house.registered), house.registered);
        self.chunk.add(Table::Households, row![id, "", agency, at, 1]);
        self.made(Kind::Household, id, (house.agency, 0), at);
        for (member, sketch) in house.sketch.members.iter().enumerate() {
            let person = self.ids.person(house.key, member, false, at);
            self.person(&first(house, person, member, sketch));
            let reference = member == 0;
            let row_id = self.ids.next::<Person>(at);
            let standing = sketch.relation.label();
            self.chunk.add(Table::Members, row![row_id, id, person, standing, true, reference, staff, at]);
            if member > 0 {
                self.relation(house, person, sketch.relation);
            }
            if let Some(form) = &sketch.second_form {
                let id = self.ids.person(house.key, member, true, at);
                self.person(&second(house, id, sketch, form));
            }
        }
        for kin in &house.sketch.kin {
            self.kin(house, kin);
        }
    }

    /// Somebody of an earlier household who belongs to this one too.
    fn kin(&mut self, house: &House<'_>, kin: &KinSketch) {
        let key = super::ids::HouseKey::of_town(kin.household);
        let person = self.ids.person(key, kin.member, false, self.registered(kin.household));
        let (id, at) = (self.ids.household(house.key, house.registered), house.registered);
        let (row_id, staff) = (self.ids.next::<Person>(at), self.offices.staff(house.agency, 0));
        let standing = kin.relation.label();
        self.chunk.add(Table::Members, row![row_id, id, person, standing, false, false, staff, at]);
        self.relation(house, person, kin.relation);
    }

    /// What a member is to the head.
    fn relation(&mut self, house: &House<'_>, person: Id<Person>, relation: Relation) {
        let at = house.registered;
        let head = self.ids.person(house.key, 0, false, at);
        let (id, staff) = (self.ids.next::<Person>(at), self.offices.staff(house.agency, 0));
        self.chunk.add(Table::Relations, row![id, head, person, words::relation(relation).key(), staff, at]);
    }

    fn person(&mut self, new: &Written<'_>) {
        let agency = self.offices.agency(new.agency);
        let [precision, earliest, latest] = birth_columns(words::birth(new.sketch.birth));
        let (name_key, kana_key) = (fold::name(&new.name), fold::kana(&new.kana));
        let mut found = vec![name_key.clone(), kana_key.clone()];
        let (state, sex) = (NameState::Known.key(), words::sex(new.sketch.sex).key());
        let (name, kana) = (new.name.clone(), new.kana.clone());
        self.chunk.add(
            Table::People,
            row![
                new.id, name, kana, "", state, sex, precision, earliest, latest, name_key, kana_key, agency,
                new.at, 1
            ],
        );
        self.chunk.add(Table::PersonAgencies, row![agency, new.id, new.at]);
        for (kind, name, kana) in &new.others {
            let id = self.ids.next::<Person>(new.at);
            found.extend([fold::name(name), fold::kana(kana)]);
            self.chunk.add(Table::PersonNames, row![id, new.id, kind.key(), name.clone(), kana.clone()]);
        }
        for (kind, value) in &new.contacts {
            let key = if *kind == ContactKind::Phone { fold::phone(value) } else { fold::address(value) };
            if !new.protected {
                found.push(key.clone());
            }
            let id = self.ids.next::<Person>(new.at);
            self.chunk.add(Table::Contacts, row![id, new.id, kind.key(), value.clone(), key, "", new.at]);
        }
        if new.protected {
            let (id, staff) = (self.ids.next::<Person>(new.at), self.offices.staff(new.agency, 0));
            self.chunk.add(Table::Protections, row![id, new.id, new.at, staff]);
        }
        found.retain(|part| !part.is_empty());
        let text = found.join("\n");
        let grams = grams::of_name(&text);
        self.chunk.find(Entry { kind: "person", object: new.id.cast(), parent: new.id.cast(), text, grams });
        self.made(Kind::Person, new.id, (new.agency, 0), new.at);
    }
}

/// A member as first written down.
fn first<'a>(house: &House<'_>, id: Id<Person>, member: usize, sketch: &'a PersonSketch) -> Written<'a> {
    let of_house = house.sketch;
    let phone = sketch.phone.clone().or_else(|| of_house.phone.clone().filter(|_| member == 0));
    let mut contacts = vec![(ContactKind::Address, of_house.address.text())];
    contacts.extend(phone.map(|phone| (ContactKind::Phone, phone)));
    let mut others = Vec::new();
    if let Some(foreign) = &sketch.name.foreign {
        others.push((NameKind::ResidenceCard, foreign.romanised.clone(), String::new()));
        // Another record knows that name, if there is one.
        if let Some((name, kana)) = foreign.tsusho.filter(|_| sketch.second_form.is_none()) {
            others.push((NameKind::Alias, name.to_owned(), kana.to_owned()));
        }
    }
    Written {
        id,
        name: house.written(&sketch.name.full()),
        kana: sketch.name.kana(),
        sketch,
        agency: house.agency,
        at: house.registered,
        others,
        contacts,
        protected: of_house.protected_address,
    }
}

/// The same person in the record of another agency, which knows the telephone and not the household.
fn second<'a>(house: &House<'_>, id: Id<Person>, sketch: &'a PersonSketch, form: &SecondForm) -> Written<'a> {
    let name = match (form.family.as_str(), form.given.as_str()) {
        ("", one) | (one, "") => one.to_owned(),
        (family, given) => format!("{family} {given}"),
    };
    Written {
        id,
        name: house.written(&name),
        kana: form.kana.clone(),
        sketch,
        agency: house.second,
        at: house.registered,
        others: Vec::new(),
        contacts: sketch.phone.iter().map(|phone| (ContactKind::Phone, phone.clone())).collect(),
        protected: house.sketch.protected_address,
    }
}
