//! Every key that is named somewhere must be defined somewhere.

use super::Findings;
use crate::municipality::{Profile, Setting, defaults, fault};

/// The keys that one list of the profile defines.
struct Defined<'p> {
    what: &'static str,
    keys: Vec<&'p str>,
}

impl Defined<'_> {
    fn one(&self, path: String, key: &str, findings: &mut Findings) {
        // An empty key was complained of when it was read.
        if key.is_empty() || self.keys.contains(&key) {
            return;
        }
        let hint = fault::reference_hint(key, &self.keys);
        findings.add(path, fault::unknown_reference(key, self.what, hint));
    }

    fn all(&self, path: &str, keys: &[String], findings: &mut Findings) {
        for (i, key) in keys.iter().enumerate() {
            self.one(format!("{path}[{i}]"), key, findings);
        }
    }

    fn setting(&self, path: &str, setting: &Setting<String>, findings: &mut Findings) {
        if let Some(key) = setting.value() {
            self.one(path.to_owned(), key, findings);
        }
    }

    fn settings(&self, path: &str, setting: &Setting<Vec<String>>, findings: &mut Findings) {
        self.all(path, setting.items(), findings);
    }
}

macro_rules! defined {
    ($what:literal, $path:literal, $list:expr, $findings:ident) => {{
        let keys: Vec<&str> = $list.iter().map(|item| item.key.as_str()).collect();
        for (i, key) in keys.iter().enumerate() {
            if keys[..i].contains(key) && !key.is_empty() {
                $findings.add(format!("{}[{i}].key", $path), fault::duplicate_key(key, $what));
            }
        }
        Defined { what: $what, keys }
    }};
}

pub(super) fn check(profile: &Profile, findings: &mut Findings) {
    let p = profile;
    let fields = defined!("分野", "fields", p.fields, findings);
    let areas = defined!("区域", "service_areas", p.service_areas, findings);
    let bodies = defined!("組織", "organisations", p.organisations, findings);
    let departments = defined!("部署", "departments", p.departments, findings);
    let programmes = defined!("事業", "local_programmes", p.local_programmes, findings);
    let sites = defined!("拠点", "sites", p.sites, findings);
    let entries = defined!("登録行", "entries", p.entries, findings);
    let committees = defined!("会議体", "committees", p.committees, findings);
    let containers = defined!("会議", "conference.containers", p.conference.containers, findings);
    let windows = defined!("窓口", "windows", p.windows, findings);
    defined!("役割", "roles", p.roles, findings);
    defined!("委託", "commissions", p.commissions, findings);
    defined!("連携先", "linked_systems", p.linked_systems, findings);
    defined!("取組み", "local_services", p.local_services, findings);
    defined!("列", "register.columns", p.register.columns, findings);
    let worries =
        Defined { what: "困りごと", keys: defaults().worries.iter().map(|w| w.key.as_str()).collect() };
    let issues = issues(profile);

    for (i, department) in p.departments.iter().enumerate() {
        let at = format!("departments[{i}]");
        department.parent.iter().for_each(|key| departments.one(format!("{at}.parent"), key, findings));
        department
            .organisation
            .iter()
            .for_each(|key| bodies.one(format!("{at}.organisation"), key, findings));
    }
    for (i, commission) in p.commissions.iter().enumerate() {
        bodies.one(format!("commissions[{i}].organisation"), &commission.organisation, findings);
        entries.all(&format!("commissions[{i}].entries"), &commission.entries, findings);
    }
    for (i, role) in p.roles.iter().enumerate() {
        bodies.settings(&format!("roles[{i}].organisations"), &role.organisations, findings);
        departments.settings(&format!("roles[{i}].departments"), &role.departments, findings);
    }
    for (i, site) in p.sites.iter().enumerate() {
        bodies.setting(&format!("sites[{i}].organisation"), &site.organisation, findings);
    }
    for (i, entry) in p.entries.iter().enumerate() {
        let at = format!("entries[{i}]");
        programmes.all(&format!("{at}.programmes"), &entry.programmes, findings);
        fields.all(&format!("{at}.fields"), &entry.fields, findings);
        departments.all(&format!("{at}.departments"), &entry.departments, findings);
        sites.all(&format!("{at}.sites"), &entry.sites, findings);
        entry.service_area.iter().for_each(|key| areas.one(format!("{at}.service_area"), key, findings));
        for (j, body) in entry.implementers.iter().enumerate() {
            bodies.one(format!("{at}.implementers[{j}].organisation"), &body.organisation, findings);
        }
    }
    for (i, window) in p.windows.iter().enumerate() {
        let at = format!("windows[{i}]");
        worries.all(&format!("{at}.worries"), &window.worries, findings);
        fields.all(&format!("{at}.fields"), &window.fields, findings);
        departments.settings(&format!("{at}.departments"), &window.departments, findings);
        entries.all(&format!("{at}.entries"), &window.entries, findings);
        sites.all(&format!("{at}.sites"), &window.sites, findings);
    }
    for (i, system) in p.linked_systems.iter().enumerate() {
        departments.setting(&format!("linked_systems[{i}].department"), &system.department, findings);
        entries.all(&format!("linked_systems[{i}].entries"), &system.entries, findings);
    }
    for (i, related) in p.related_programmes.items().iter().enumerate() {
        departments.setting(&format!("related_programmes[{i}].department"), &related.department, findings);
        entries.all(&format!("related_programmes[{i}].entries"), &related.entries, findings);
    }
    for (i, service) in p.local_services.iter().enumerate() {
        entries.all(&format!("local_services[{i}].entries"), &service.entries, findings);
    }
    for (i, named) in p.issues.named.iter().enumerate() {
        issues.one(format!("issues.named[{i}].code"), &named.code, findings);
    }
    for (i, rule) in p.responsibility_rules.iter().enumerate() {
        let at = format!("responsibility_rules[{i}]");
        issues.one(format!("{at}.issue_type"), &rule.issue_type, findings);
        departments.one(format!("{at}.department"), &rule.department, findings);
        rule.area.iter().for_each(|key| areas.one(format!("{at}.area"), key, findings));
    }
    for (i, item) in p.guide_items.iter().enumerate() {
        issues.one(format!("guide_items[{i}].issue_type"), &item.issue_type, findings);
        worries.all(&format!("guide_items[{i}].worries"), &item.worries, findings);
    }
    for (i, assignment) in p.task_assignments.iter().enumerate() {
        bodies.settings(&format!("task_assignments[{i}].organisations"), &assignment.organisations, findings);
        departments.settings(
            &format!("task_assignments[{i}].departments"),
            &assignment.departments,
            findings,
        );
    }

    if let Some(to) = &p.consultation_model.department_notices {
        let mut keys = departments.keys.clone();
        keys.extend(&windows.keys);
        let offices = Defined { what: "部署か窓口", keys };
        offices.setting("consultation_model.department_notices", to, findings);
    }
    departments.settings("multi_agency.lead_departments", &p.multi_agency.lead_departments, findings);
    bodies.settings("multi_agency.lead_organisations", &p.multi_agency.lead_organisations, findings);
    let functions = [("statutory", &p.conference.statutory), ("multilayered", &p.conference.multilayered)];
    for (name, function) in functions {
        let at = format!("conference.{name}");
        containers.setting(&format!("{at}.container"), &function.container, findings);
        bodies.settings(&format!("{at}.convener_organisations"), &function.convener_organisations, findings);
        departments.settings(&format!("{at}.convener_departments"), &function.convener_departments, findings);
        departments.setting(&format!("{at}.application_to"), &function.application_to, findings);
        departments.setting(&format!("{at}.report_to"), &function.report_to, findings);
    }
    departments.settings("participation.departments", &p.participation.departments, findings);
    bodies.settings("participation.providers", &p.participation.providers, findings);
    departments.settings("outreach.departments", &p.outreach.departments, findings);
    bodies.settings("outreach.providers", &p.outreach.providers, findings);
    fields.settings("local_practice.cooperation_fields", &p.local_practice.cooperation_fields, findings);
    committees.settings("plan.evaluators", &p.plan.evaluators, findings);
    departments.setting("plan.secretariat", &p.plan.secretariat, findings);
    for (i, indicator) in p.plan.indicators.items().iter().enumerate() {
        entries.all(&format!("plan.indicators[{i}].entries"), &indicator.entries, findings);
    }
}

fn issues(profile: &Profile) -> Defined<'_> {
    let all = defaults().issue_types.iter().chain(&profile.issues.added);
    Defined { what: "課題の種類", keys: all.map(|issue| issue.code.as_str()).collect() }
}
