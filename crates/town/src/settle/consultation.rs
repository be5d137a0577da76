use domain::Choice;
use domain::audit::Kind;
use domain::consultations::{self as rules, Consultation};
use kernel::Id;

use super::{
    chunk::row,
    settler::{House, Settler},
    table::Table,
    words,
};
use crate::{AddressSketch, ConsentState, ConsultationSketch, Source, Triage, text::refer};

impl Settler<'_> {
    /// A consultation about a member of a household.
    pub(super) fn consultation(&mut self, of: &ConsultationSketch, house: &House<'_>) -> Id<Consultation> {
        let at = self.at(of.day, of.hour, of.minute);
        let id: Id<Consultation> = self.ids.next(at);
        let (agency, staff) = (self.offices.agency(of.agency), self.offices.staff(of.agency, of.staff));
        let person = self.ids.person(house.key, of.about, false, house.registered);
        let household = self.ids.household(house.key, house.registered);
        let (visitor_name, visitor_relation) = visitor(of, house);
        let [work, housing, insurance, pension] = sheet(of, house);
        let information = if of.source == Source::Itself { "" } else { words::visitor(of.source).label() };
        self.chunk.add(
            Table::Consultations,
            row![
                id,
                at,
                at.day(),
                agency,
                staff,
                words::channel(of.channel).key(),
                words::visitor(of.source).key(),
                visitor_name,
                "",
                visitor_relation,
                person,
                "",
                household,
                of.text.clone(),
                words::urgency(of.urgency).key(),
                words::consent(of.consent).key(),
                words::no_consent(of.consent).key(),
                information,
                work,
                housing,
                insurance,
                pension,
                "",
                words::triage(of.triage).key(),
                reason(of.triage),
                at,
                at,
                1,
            ],
        );
        for mark in &of.topics {
            self.chunk.add(Table::Topics, row![id, words::topic(mark.topic).key(), mark.main]);
        }
        self.chunk.add(Table::PersonAgencies, row![agency, person, at]);
        self.made(Kind::Consultation, id, (of.agency, of.staff), at);
        id
    }
}

/// Name and standing of a visitor who is not the person.
fn visitor(of: &ConsultationSketch, house: &House<'_>) -> (String, String) {
    let came = of.came.filter(|came| *came != of.about);
    match came.and_then(|came| Some((came, house.sketch.members.get(came)?))) {
        Some((came, member)) => {
            let standing = refer(house.sketch, of.about, came);
            let standing = standing.split('の').next().unwrap_or_default().to_owned();
            (house.written(&member.name.full()), standing)
        }
        None => Default::default(),
    }
}

/// B票, as far as somebody who speaks for themselves told.
fn sheet(of: &ConsultationSketch, house: &House<'_>) -> [&'static str; 4] {
    let told = of.source == Source::Itself && of.consent != ConsentState::Declined;
    match house.sketch.members.get(of.about).filter(|_| told) {
        Some(person) => {
            let (insurance, pension) = words::cover(person);
            [
                words::work(person.life).key(),
                dwelling(&house.sketch.address).key(),
                insurance.key(),
                pension.key(),
            ]
        }
        None => [""; 4],
    }
}

fn dwelling(address: &AddressSketch) -> rules::Dwelling {
    match address.building.as_deref() {
        Some(building) if building.starts_with("市営") => rules::Dwelling::Public,
        Some(_) => rules::Dwelling::Rented,
        None => rules::Dwelling::Owned,
    }
}

/// Ending a consultation or passing it on needs a reason.
fn reason(triage: Triage) -> &'static str {
    match triage {
        Triage::Continue => "",
        Triage::Watch => "本人に会えるまで、関わりを続ける",
        Triage::Refer => "くわしい機関の力を借りるため",
        Triage::Coordinate => "課題が重なり、ひとつの機関では足りないため",
        Triage::Inform => "必要な情報を伝え、また来てよいことを話した",
    }
}
