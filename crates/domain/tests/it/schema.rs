use std::path::Path;

use store::testing;

/// One schema for both databases, kept as a readable file.
#[test]
fn both_databases_have_the_same_golden_schema() {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations/schema.txt");
    testing::each_db(domain::MIGRATIONS, |at| {
        let schema = at.db.schema().unwrap();
        if std::env::var_os("UPDATE_GOLDEN").is_some() && at.db.kind() == store::Kind::Sqlite {
            std::fs::write(&golden, &schema).unwrap();
        }
        let golden = std::fs::read_to_string(&golden).unwrap();
        let (now, then): (Vec<_>, Vec<_>) = (schema.lines().collect(), golden.lines().collect());
        let added: Vec<_> = now.iter().filter(|line| !then.contains(line)).collect();
        let gone: Vec<_> = then.iter().filter(|line| !now.contains(line)).collect();
        assert!(now == then, "run `cargo xtask golden` and look at the diff: +{added:?} -{gone:?}");
    });
}

#[test]
fn every_migration_file_is_listed() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../migrations");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(stem) = name.strip_suffix(".sql") else { continue };
        let step = stem.trim_end_matches(".sqlite").trim_end_matches(".postgres");
        assert!(domain::MIGRATIONS.iter().any(|m| m.name == step), "{name} is not in MIGRATIONS");
    }
}

#[test]
fn migrating_twice_changes_nothing() {
    testing::each_db(domain::MIGRATIONS, |at| assert_eq!(at.db.migrate(domain::MIGRATIONS).unwrap(), 0));
}
