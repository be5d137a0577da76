/// The tables that are settled, in an order in which rows that are referred to come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Households,
    People,
    PersonNames,
    Contacts,
    Protections,
    PersonAgencies,
    Members,
    Relations,
    Consultations,
    Topics,
    Cases,
    CasePeople,
    Consents,
    Explanations,
    Team,
    Issues,
    Phases,
    Records,
    Tasks,
    Closures,
    Handovers,
    Notices,
    Passings,
    Audit,
}

impl Table {
    pub(super) const ALL: [Table; 24] = [
        Table::Households,
        Table::People,
        Table::PersonNames,
        Table::Contacts,
        Table::Protections,
        Table::PersonAgencies,
        Table::Members,
        Table::Relations,
        Table::Consultations,
        Table::Topics,
        Table::Cases,
        Table::CasePeople,
        Table::Consents,
        Table::Explanations,
        Table::Team,
        Table::Issues,
        Table::Phases,
        Table::Records,
        Table::Tasks,
        Table::Closures,
        Table::Handovers,
        Table::Notices,
        Table::Passings,
        Table::Audit,
    ];

    /// Table and columns.
    fn into(self) -> &'static str {
        match self {
            Table::Households => "households (id, label, registered_by, registered_at, version)",
            Table::People => {
                "people (id, name, kana, nickname, name_state, sex, birth_precision, birth_earliest, birth_latest,
                 name_key, kana_key, registered_by, registered_at, version)"
            }
            Table::PersonNames => "person_names (id, person_id, kind, name, kana)",
            Table::Contacts => "person_contacts (id, person_id, kind, value, key, note, recorded_at)",
            Table::Protections => "address_protections (id, person_id, since_at, recorded_by)",
            Table::PersonAgencies => "person_agencies (agency_id, person_id, since_at)",
            Table::Members => {
                "household_members (id, household_id, person_id, standing, living_together, is_reference,
                 recorded_by, recorded_at)"
            }
            Table::Relations => "relations (id, person_id, other_id, kind, recorded_by, recorded_at)",
            Table::Consultations => {
                "consultations (id, received_at, received_on, agency_id, staff_id, channel, visitor_kind,
                 visitor_name, visitor_contact, visitor_relation, person_id, nickname, household_id, content, urgency,
                 consent_state, no_consent_reason, information_from, work, housing, insurance, pension, noticed,
                 triage, triage_reason, triaged_at, recorded_at, version)"
            }
            Table::Topics => "consultation_topics (consultation_id, topic, most_serious)",
            Table::Cases => {
                "cases (id, code, household_id, person_id, nickname, status, lead_agency_id, lead_staff_id,
                 consultation_id, wish, opened_on, last_contact_on, next_due_on, closed_on, updated_at, version)"
            }
            Table::CasePeople => "case_people (case_id, person_id, added_at)",
            Table::Consents => {
                "consents (id, case_id, person_id, given_by, given_by_name, answer, purpose, categories, method, outside,
                 refusal_reason, from_at, until_at, agency_id, staff_id, recorded_at)"
            }
            Table::Explanations => {
                "consent_explanations (id, case_id, person_id, explained_on, method, accompanied_by, materials, words,
                 agency_id, staff_id, recorded_at)"
            }
            Table::Team => {
                "case_team (id, case_id, agency_id, staff_id, role_text, is_lead, ground, ground_note, joined_at,
                 joined_by, left_at, left_reason, due_on, basis, channel, until_at, consent_id, person_id)"
            }
            Table::Issues => {
                "case_issues (id, case_id, person_id, issue_type, found_by, found_on, resolved_on)"
            }
            Table::Phases => "case_phases (id, case_id, phase, entered_on, note, recorded_by, recorded_at)",
            Table::Records => {
                "case_records (id, case_id, happened_at, happened_on, method, counterpart, counterpart_name, text,
                 next_step, minutes, agency_id, staff_id, corrections, recorded_at, person_id)"
            }
            Table::Tasks => {
                "tasks (id, case_id, title, due_on, agency_id, staff_id, record_id, created_by, created_at, done_at,
                 done_by)"
            }
            Table::Closures => {
                "closures (id, case_id, reason, note, closed_on, closed_by, recorded_at, reopened_on, reopened_by,
                 reopen_reason)"
            }
            Table::Handovers => {
                "handovers (id, code, case_id, from_agency_id, from_staff_id, to_agency_id, to_outside, outside_by,
                 issue_type, request, urgency, method, ground, ground_note, packet, reply_due_on, status, sent_at,
                 received_at, answered_at, answer_reason, next_owner, first_step, first_step_on, result, result_at,
                 version)"
            }
            Table::Notices => {
                "department_notices (id, code, from_agency_id, from_staff_id, to_agency_id, content, person_name, reached_by,
                 consent_state, ground, ground_note, urgency, sent_at, status, answer_note)"
            }
            Table::Passings => {
                "department_notice_passings (id, notice_id, from_agency_id, to_agency_id, reason, passed_by, passed_at)"
            }
            Table::Audit => {
                "audit_events (at, request, staff_id, agency_id, role, action, kind, objects, case_id, basis, purpose,
                 outcome)"
            }
        }
    }

    /// Number of columns.
    pub(super) fn width(self) -> usize {
        self.into().matches(',').count() + 1
    }

    /// The statement of one row.
    pub(super) fn insert(self) -> String {
        let places: Vec<String> = (1..=self.width()).map(|n| format!("${n}")).collect();
        format!("INSERT INTO {} VALUES ({}){}", self.into(), places.join(", "), self.end())
    }

    /// What to do about a row that is there already.
    fn end(self) -> &'static str {
        // An agency may come to know the same person twice: by the register, then by a consultation.
        if self == Table::PersonAgencies { " ON CONFLICT (agency_id, person_id) DO NOTHING" } else { "" }
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn each_table_stands_at_its_place() {
        for (at, table) in Table::ALL.into_iter().enumerate() {
            assert_eq!(table as usize, at, "{table:?}");
        }
    }
}
