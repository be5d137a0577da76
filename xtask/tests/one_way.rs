//! Within a context, a folder with a face of its own (`mod.rs`), files import one way: what something is lies below, what gathers it for a page above.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the tree cannot go on")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// By file: the files beside it from which it takes something.
type Arrows = BTreeMap<String, BTreeSet<String>>;

#[test]
fn the_files_of_a_context_import_one_way() {
    let contexts = contexts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates"));
    assert!(contexts.len() > 20, "the contexts are read wrongly");
    let circles = contexts.iter().flat_map(|context| {
        let arrows = arrows(context);
        let own = arrows.keys().filter(|file| leads_to(&arrows, file, file, &mut BTreeSet::new()));
        own.map(|file| format!("{}/{file}.rs takes from {:?}", context.display(), arrows[file]))
            .collect::<Vec<_>>()
    });
    let circles: Vec<String> = circles.collect();
    assert!(circles.is_empty(), "these files import, over others, themselves: {circles:#?}");
}

#[test]
fn imports_are_read_however_they_are_written() {
    let face = "mod item;\nmod list;\npub use item::{Item, show as item_page};\npub(crate) use list::all;\n";
    let of = |text: &str| taken(text, &modules(face), &names(face)).into_iter().collect::<Vec<_>>();
    assert_eq!(of("use super::{Item, list::{self, all}};\n"), ["item", "list"]);
    assert_eq!(of("use super::item_page;\n"), ["item"]);
    assert_eq!(of("fn f() { super::list::all() }\n"), ["list"]);
    assert!(of("// as in super::list::all\nuse super::Unknown;\nuse crate::people::Item;\n").is_empty());
}

/// Folders with a face, at any depth.
fn contexts(folder: &Path) -> Vec<PathBuf> {
    let inside = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() && !path.ends_with("tests"));
    let mut all: Vec<PathBuf> = inside.flat_map(|folder| contexts(&folder)).collect();
    all.extend(folder.join("mod.rs").exists().then(|| folder.to_owned()));
    all
}

fn arrows(context: &Path) -> Arrows {
    let face = fs::read_to_string(context.join("mod.rs")).unwrap();
    let (modules, names) = (modules(&face), names(&face));
    let read = |file: &String| {
        let text = fs::read_to_string(context.join(format!("{file}.rs"))).ok()?;
        let mut taken = taken(&text, &modules, &names);
        taken.remove(file);
        Some((file.clone(), taken))
    };
    modules.iter().filter_map(read).collect()
}

fn leads_to(arrows: &Arrows, from: &str, to: &str, seen: &mut BTreeSet<String>) -> bool {
    let next = arrows.get(from).into_iter().flatten();
    next.into_iter().any(|file| file == to || (seen.insert(file.clone()) && leads_to(arrows, file, to, seen)))
}

/// What a face declares.
fn modules(face: &str) -> BTreeSet<String> {
    let declared = face.lines().filter_map(|line| {
        let line = line.trim_start_matches("pub ").trim_start_matches("pub(crate) ");
        line.strip_prefix("mod ")?.strip_suffix(';')
    });
    declared.map(str::to_owned).collect()
}

/// What a face hands on, and from which file.
fn names(face: &str) -> BTreeMap<String, String> {
    let paths = uses(face).into_iter().filter_map(|path| {
        let (file, name) = path.split_once("::")?;
        let name = name.rsplit(" as ").next()?.rsplit("::").next()?;
        Some((name.trim().to_owned(), file.to_owned()))
    });
    paths.collect()
}

/// The files beside it from which a file takes something.
fn taken(text: &str, modules: &BTreeSet<String>, names: &BTreeMap<String, String>) -> BTreeSet<String> {
    let code: String = text.lines().map(|line| format!("{}\n", line.split("//").next().unwrap())).collect();
    let imported = uses(&code).into_iter().filter_map(|path| path.strip_prefix("super::").map(first));
    let named = code.split("super::").skip(1).map(first);
    let known = |word: String| modules.get(&word).or_else(|| names.get(&word)).cloned();
    imported.chain(named).filter_map(known).collect()
}

fn first(path: &str) -> String {
    path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

/// Paths of the imports at the margin, one for each name.
fn uses(text: &str) -> Vec<String> {
    let starts = ["use ", "pub use ", "pub(crate) use ", "pub(super) use "];
    let mut lines = text.lines();
    let mut all = Vec::new();
    while let Some(line) = lines.next() {
        let Some(start) = starts.iter().find_map(|start| line.strip_prefix(start)) else { continue };
        let mut path = start.to_owned();
        while !path.contains(';') {
            path.push_str(lines.next().unwrap().trim());
        }
        all.extend(spread(path.trim_end_matches(';')));
    }
    all
}

/// `a::{b, c::d}` is `a::b` and `a::c::d`.
fn spread(path: &str) -> Vec<String> {
    let Some((before, inside)) = path.split_once('{') else { return vec![path.trim().to_owned()] };
    let inside = inside.trim_end().strip_suffix('}').unwrap_or(inside);
    let (mut all, mut depth, mut from) = (Vec::new(), 0, 0);
    for (at, c) in inside.char_indices().chain([(inside.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                all.extend(spread(&format!("{}{}", before.trim(), inside[from..at].trim())));
                from = (at + 1).min(inside.len());
            }
            _ => {}
        }
    }
    all.retain(|path| !path.ends_with("::"));
    all
}
