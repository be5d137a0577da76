//! Items that a municipality adds to a form must fit into it.

use super::Findings;
use crate::consents::categories;
use crate::forms;
use crate::municipality::{FormItem, FormItemKind, Profile, fault};

pub(super) fn check(profile: &Profile, findings: &mut Findings) {
    for (i, item) in profile.form_items.iter().enumerate() {
        let at = |field: &str| format!("form_items[{i}].{field}");
        let form = forms::assessment();
        if item.form != form.form {
            findings.add(at("form"), fault::unknown_choice(&item.form, &[&form.form]));
            continue;
        }
        let sheets: Vec<&str> = form.sheets.iter().map(|sheet| sheet.key.as_str()).collect();
        if !sheets.contains(&item.sheet.as_str()) {
            findings.add(at("sheet"), fault::unknown_choice(&item.sheet, &sheets));
        }
        let before = profile.form_items[..i].iter().any(|other| other.key == item.key);
        if form.item(&item.key).is_some() || before {
            findings.add(at("key"), fault::duplicate_key(&item.key, "様式の項目"));
        }
        let kinds: Vec<&str> = categories::DEFAULTS.iter().map(|(key, _)| *key).collect();
        if !kinds.contains(&item.kinds.as_str()) {
            findings.add(at("kinds"), fault::unknown_choice(&item.kinds, &kinds));
        }
        options(item, &at("options"), findings);
    }
}

fn options(item: &FormItem, at: &str, findings: &mut Findings) {
    let closed = matches!(item.kind, FormItemKind::Choice | FormItemKind::Choices);
    if closed == item.options.is_empty() {
        findings.add(at.to_owned(), fault::options_do_not_fit(item.kind.label()));
    }
    for (n, option) in item.options.iter().enumerate() {
        if option.key.contains(' ') || item.options[..n].iter().any(|other| other.key == option.key) {
            findings.add(format!("{at}[{n}].key"), fault::option_key(&option.key));
        }
    }
}
