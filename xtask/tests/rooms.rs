//! The rooms of the house and the direction between them, as ARCHITECTURE.md draws them.

#![expect(clippy::unwrap_used, reason = "a test that cannot read the tree cannot go on")]

use std::fs;
use std::path::{Path, PathBuf};

/// Who may depend on whom, for the product as it is built.
const ROOMS: [(&str, &[&str]); 8] = [
    ("kernel", &[]),
    ("store", &["kernel"]),
    ("domain", &["kernel", "store"]),
    ("documents", &["kernel"]),
    ("press", &["documents"]),
    ("town", &["kernel", "store", "domain"]),
    ("web", &["kernel", "domain", "store", "documents", "press"]),
    ("app", &["kernel", "store", "domain", "documents", "web", "town"]),
];
const DRIVERS: [&str; 3] = ["rusqlite", "postgres", "tokio-postgres"];
const MOST_FORKS: usize = 10;
const MOST_LINES: usize = 600;

#[test]
fn dependencies_point_one_way() {
    assert!(dependencies("domain").contains(&"store".to_owned()), "the manifests are read wrongly");
    for (room, allowed) in ROOMS {
        for dependency in dependencies(room) {
            let is_room = ROOMS.iter().any(|(name, _)| *name == dependency);
            let fine = !is_room || allowed.contains(&dependency.as_str());
            assert!(fine, "{room} may not depend on {dependency}: see ARCHITECTURE.md");
        }
    }
}

#[test]
fn only_store_names_a_driver() {
    for (room, _) in ROOMS {
        for dependency in dependencies(room) {
            let fine = room == "store" || !DRIVERS.contains(&dependency.as_str());
            assert!(fine, "{room} depends on {dependency}; go through `store`");
        }
    }
}

#[test]
fn the_domain_knows_nothing_of_http() {
    for dependency in dependencies("domain") {
        let web = ["axum", "http", "hyper", "tower", "askama", "tokio"].contains(&dependency.as_str());
        assert!(!web, "domain depends on {dependency}");
    }
}

#[test]
fn web_contains_no_sql() {
    for (file, text) in sources("crates/web") {
        let sql = ["\"SELECT ", "\"INSERT ", "\"UPDATE ", "\"DELETE ", "\"WITH "];
        assert!(
            !sql.iter().any(|word| text.contains(word)),
            "{} contains SQL; move it to `domain`",
            file.display()
        );
    }
}

#[test]
fn dialect_forks_are_few_and_in_one_file() {
    let forks = fs::read_to_string(root().join("crates/store/src/dialect.rs")).unwrap();
    let count = forks.lines().filter(|line| line.starts_with("pub fn")).count();
    assert!(count <= MOST_FORKS, "{count} forks between the databases; find words that both understand");
    for (file, text) in ["domain", "web", "town"].iter().flat_map(|room| sources(&format!("crates/{room}"))) {
        let asks = text.contains("Kind::Sqlite") || text.contains("Kind::Postgres");
        assert!(
            !asks,
            "{} asks which database it is; name the fork in crates/store/src/dialect.rs",
            file.display()
        );
    }
}

#[test]
fn files_stay_small() {
    assert!(!sources("xtask").is_empty(), "no source is found");
    for (file, text) in sources("crates").into_iter().chain(sources("xtask")) {
        let lines = text.lines().count();
        assert!(lines <= MOST_LINES, "{} has {lines} lines; split it along its nouns", file.display());
    }
}

/// Names under `[dependencies]`; none for a room that is not built yet.
fn dependencies(room: &str) -> Vec<String> {
    let manifest =
        fs::read_to_string(root().join("crates").join(room).join("Cargo.toml")).unwrap_or_default();
    let lines = manifest.lines().skip_while(|line| *line != "[dependencies]").skip(1);
    let own = lines.take_while(|line| !line.starts_with('['));
    own.filter_map(|line| line.split(['.', ' ', '=']).next())
        .filter(|s| !s.is_empty())
        .map(str::to_owned)
        .collect()
}

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    collect(&root().join(folder), &mut found);
    found
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            // Tests look into the database on purpose.
            if !path.ends_with("tests") {
                collect(&path, found);
            }
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
}

fn root() -> PathBuf {
    let here = std::env::var("CARGO_MANIFEST_DIR").unwrap();
    Path::new(&here).parent().unwrap().to_owned()
}
