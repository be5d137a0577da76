use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

use axum::body::Bytes;
use domain::audit::PublicKey;
use domain::installed::{self, Installed, IssueType};
use domain::municipality::Profile;
use domain::staff::Cost;
use store::Db;

use crate::kit::Choice;
use crate::papers::{Papers, Runs};

/// How the product is run.
#[derive(Debug, Clone)]
pub struct Options {
    /// Whether browsers reach it by TLS: cookies are then `Secure` and bound to the host.
    pub https: bool,
    /// How dear a guess of a password is.
    pub cost: Cost,
    /// Days without contact after which a case comes onto the watch list.
    pub quiet_days: i32,
    /// The keys by which the seals of the log are checked.
    pub audit_keys: Vec<PublicKey>,
    /// Where the municipality keeps forms and layouts of its own.
    pub layouts: Option<PathBuf>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            https: true,
            cost: Cost::default(),
            quiet_days: domain::home::QUIET_DAYS,
            audit_keys: Vec::new(),
            layouts: None,
        }
    }
}

/// What all requests share: a handle that every request clones.
#[derive(Clone)]
pub struct App(Arc<Shared>);

/// Nothing in it changes while the program runs.
pub struct Shared {
    pub(crate) db: Db,
    pub(crate) municipality: Arc<Installed>,
    pub(crate) profile: Arc<Option<Profile>>,
    /// The kinds of issues, in the order of the profile.
    pub(crate) issue_types: Arc<[IssueType]>,
    /// What the program says of itself to programs: long, and always the same.
    pub(crate) openapi: Bytes,
    /// The forms and the press.
    pub(crate) papers: Arc<Papers>,
    /// What is being printed in the background.
    pub(crate) runs: Arc<Runs>,
    pub(crate) options: Options,
}

impl Deref for App {
    type Target = Shared;

    fn deref(&self) -> &Shared {
        &self.0
    }
}

impl App {
    /// Takes the database of an installed municipality.
    ///
    /// # Errors
    /// [`kernel::Error::NotFound`] if nothing was installed; [`kernel::Error::Corrupt`] if the stored profile can
    /// no longer be read.
    pub fn new(db: Db, options: Options) -> kernel::Result<Self> {
        let municipality = db.read(installed::current)?.ok_or(kernel::Error::NotFound)?;
        let profile = if municipality.profile.is_empty() {
            None
        } else {
            let faults = |faults: Vec<_>| {
                kernel::Error::Corrupt(format!("municipality.profile: {} faults", faults.len()))
            };
            Some(Profile::parse(&municipality.profile).map_err(faults)?)
        };
        let issue_types = db.read(installed::issue_types)?.into();
        let sheets = db.read(domain::forms::assessment_here)?;
        let papers = Papers::open(options.layouts.as_deref(), &sheets).map_err(misprinted)?;
        let openapi = crate::openapi::document(&municipality.name).to_string().into();
        Ok(Self(Arc::new(Shared {
            db,
            municipality: Arc::new(municipality),
            profile: Arc::new(profile),
            issue_types,
            openapi,
            papers: Arc::new(papers),
            runs: Arc::default(),
            options,
        })))
    }
}

impl Shared {
    /// The kinds of issues, to choose from.
    pub(crate) fn issue_choices(&self) -> Vec<Choice> {
        self.issue_types.iter().map(|issue| Choice::new(issue.key.clone(), issue.name.clone())).collect()
    }
}

/// Every fault of the municipality's own forms, so that they are mended at once.
fn misprinted(faults: Vec<documents::ShelfFault>) -> kernel::Error {
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    kernel::Error::Corrupt(format!("帳票の様式を直してください。\n{}", told.join("\n")))
}
