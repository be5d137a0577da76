//! What the demo and the tests need on the machine. Looks first, so that it costs nothing when all is there.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::shell::{find, program, root, run};

/// `cargo xtask setup [--tests]`.
pub(crate) fn chore(args: &[String]) -> Result<()> {
    match args {
        [] => demo()?,
        [flag] if flag == "--tests" => tests()?,
        other => bail!("setup takes only --tests, not {other:?}"),
    }
    println!("Everything is in place.");
    Ok(())
}

/// For building and running the product.
pub(crate) fn demo() -> Result<()> {
    install(&DEMO)?;
    node_modules()
}

/// For the tests as well.
pub(crate) fn tests() -> Result<()> {
    demo()?;
    install(&TESTS)
}

/// For pictures of everything, paper included.
pub(crate) fn gallery() -> Result<()> {
    tests()?;
    install(&GALLERY)
}

struct Need {
    what: &'static str,
    package: &'static str,
    present: fn() -> bool,
}

const DEMO: [Need; 2] = [
    Need { what: "node", package: "nodejs", present: || find("node").is_some() },
    Need { what: "npm", package: "npm", present: || find("npm").is_some() },
];

const GALLERY: [Need; 1] =
    [Need { what: "pdftoppm", package: "poppler-utils", present: || find("pdftoppm").is_some() }];

const TESTS: [Need; 5] = [
    // The package of Debian 12 brings PostgreSQL 15; a later release brings a later one.
    Need {
        what: "a PostgreSQL server (15 or later)",
        package: "postgresql",
        present: || postgres_bin().is_some(),
    },
    // The second verifier of the log, which needs nothing but its standard library.
    Need { what: "python3", package: "python3", present: || find("python3").is_some() },
    Need { what: "Chromium", package: "chromium", present: || find("chromium").is_some() },
    Need {
        what: "BIZ UD Gothic",
        package: "fonts-morisawa-bizud-gothic",
        present: || Path::new("/usr/share/fonts/truetype/bizud-gothic").is_dir(),
    },
    Need {
        what: "Noto CJK, for kanji that BIZ UD lacks",
        package: "fonts-noto-cjk",
        present: || Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").is_file(),
    },
];

/// Where the newest PostgreSQL server lies, if one is new enough.
pub(crate) fn postgres_bin() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let numbered =
        versions.filter_map(|v| Some((v.file_name().to_str()?.parse::<u32>().ok()?, v.path().join("bin"))));
    numbered.filter(|(n, bin)| *n >= 15 && bin.join("initdb").is_file()).max().map(|(_, bin)| bin)
}

/// Whether this program runs as root: a process owns its own entry under /proc.
pub(crate) fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|entry| entry.uid() == 0)
}

fn install(needs: &[Need]) -> Result<()> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !(need.present)()).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let list: Vec<String> = missing.iter().map(|need| format!("{} ({})", need.what, need.package)).collect();
    println!("Missing: {}", list.join(", "));
    if find("apt-get").is_none() {
        bail!(
            "this machine has no apt-get; install the above with its own package manager, then run this again"
        );
    }
    run(apt(&["update"]).arg("--quiet"))?;
    run(apt(&["install", "--yes", "--quiet", "--no-install-recommends"])
        .args(missing.iter().map(|need| need.package)))?;
    match missing.iter().find(|need| !(need.present)()) {
        Some(need) => bail!("{} was installed, but {} is still not found", need.package, need.what),
        None => Ok(()),
    }
}

fn apt(args: &[&str]) -> Command {
    let mut command = if is_root() { program("env") } else { program("sudo") };
    command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(args);
    command
}

/// Packages of the browser side, exactly as locked. A copy of the lock file inside tells what was installed.
fn node_modules() -> Result<()> {
    let Ok(wanted) = fs::read(root().join("package-lock.json")) else {
        return Ok(());
    };
    let stamp = root().join("node_modules/.installed-lock.json");
    if fs::read(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    // No package here needs to run a script of its own while it is installed.
    run(program("npm").args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]))?;
    fs::create_dir_all(root().join("node_modules"))?;
    fs::write(stamp, wanted)?;
    Ok(())
}
