//! A seeded town, a worker who may see about 200 of its cases, and the product serving them.

use std::path::Path;
use std::process::Stdio;

use anyhow::{Context, Result};
use bench::client::Client;
use bench::clock::Real;
use bench::figures::{Times, process};
use bench::floor::Bare;
use bench::pages::{self, Page, Reader};
use domain::staff::NewToken;
use domain::{installed, search, staff};
use kernel::{Agency, Id, Role, Scope};
use store::{Config, Db};

use crate::event::{audit_lines, audit_row};
use crate::report::Report;
use crate::scale::Scale;
use crate::server::{Seals, Server, serve};
use crate::together::Household;
use crate::{paper, together, writes};

/// Documents that are printed on either side.
const DOCUMENTS: usize = 40;

/// Cases that the worker may see.
const SIGHT: i64 = 200;

/// A town with its worker.
pub(crate) struct Subject {
    config: Config,
    seals: Seals,
    pub(crate) agency: String,
    pub(crate) staff: String,
    token: String,
    /// Of its own task: the case whose page is asked for, and the one that is written to.
    own: [(String, String); 2],
    /// Seen by a consent, which is the dearest basis: every record is asked for by person and kind of information.
    by_consent: [(String, String); 2],
    search: String,
    sees: i64,
    pub(crate) who: Scope,
}

impl Subject {
    /// Seeds the town unless it is there already, and makes the worker.
    pub(crate) fn prepare(config: &Config, residents: u32, cases: u32, scale: Scale) -> Result<Self> {
        let db = Db::open(config, Real::shared())?;
        writes::fill(&db, residents, cases, scale)?;
        // The agency whose sight comes closest to what was promised, and of these the first; later runs take the same.
        let (agency, sees): (Id<Agency>, i64) = db.read(|tx| {
            let keeper = Household::keeper(tx)?;
            tx.one(
                "SELECT agency_id, count(*) FROM case_team WHERE left_at IS NULL AND (CAST($2 AS TEXT) IS NULL OR agency_id = $2)
                 GROUP BY agency_id ORDER BY abs(count(*) - $1), agency_id LIMIT 1",
                &[&SIGHT, &keeper],
            )
        })?;
        let (staff, token) = db.write(move |tx| worker(tx, agency))?;
        let (own, by_consent) = (of_fifty(&db, agency, "own")?, of_fifty(&db, agency, "consent")?);
        let who = Scope {
            staff,
            agency,
            role: Role::CounterWorker,
            accepted_rules: true,
            unbarred: false,
            now: db.ambient().now(),
            request: "bench".into(),
        };
        let asker = who.clone();
        let search = db.write(move |tx| search::ask(tx, &Scope { now: tx.now(), ..asker.clone() }, WORDS))?;
        Ok(Self {
            config: config.clone(),
            seals: Seals::new()?,
            agency: agency.to_string(),
            staff: staff.to_string(),
            token,
            own,
            by_consent,
            search: search.to_string(),
            sees,
            who,
        })
    }

    /// Every page against its floor, and the save of a record against its bare rows.
    pub(crate) fn measure(
        &self,
        program: &Path,
        database: &str,
        rounds: usize,
        report: &mut Report,
    ) -> Result<()> {
        let household = Household::of(&self.db()?, &self.who)?;
        let server = self.serve(program)?;
        let idle = process(server.child.id()).1;
        let mut bare = Bare::open(&self.config)?;
        println!("{database}: the worker may see {} cases", self.sees);
        let wanted = crate::value("--page").unwrap_or_default();
        for page in self.pages(&household).into_iter().filter(|page| page.name.contains(&wanted)) {
            let before = process(server.child.id()).0;
            let (times, floor) = self.against_floor(&server, &mut bare, &page, rounds)?;
            let spent = process(server.child.id()).0 - before;
            let figures = (&times, &floor, rounds as f64 / spent.max(0.001));
            report.page(database, page.name, figures, page.promised);
            if page.path.ends_with("/genogram") {
                report.drawing(database, &together::drawn(&self.db()?, rounds)?, &times);
            }
        }
        let printed = paper::measure(&mut self.client(&server)?, &self.db()?, &self.own[0], DOCUMENTS)?;
        report.document(database, &printed);
        // Numbers of their own, so that no row of one meets one of the other.
        let cases = [
            (0, "save a record", &self.own[1], true),
            (50_000, "save a record by consent", &self.by_consent[1], false),
        ];
        for (first, name, case, promised) in cases {
            let before = process(server.child.id()).0;
            let whose = (self.agency.as_str(), self.staff.as_str());
            let (mut client, mut memory) =
                (self.client(&server)?, Client::connect(&serve(Vec::new())?, "accept: text/html\r\n")?);
            let saved = writes::save((&mut client, &mut memory), &mut bare, case, whose, (first, rounds))?;
            let spent = process(server.child.id()).0 - before;
            let figures = (&saved.saves, &saved.rows, rounds as f64 / spent.max(0.001));
            report.page(database, name, figures, promised);
            report.exchange(database, name, &saved);
        }
        report.memory(database, "idle", idle, 60.0);
        report.memory(database, "after the bench", process(server.child.id()).1, 200.0);
        Ok(())
    }

    /// The work list of this town against that of a town with a tenth of the cases.
    pub(crate) fn growth(
        &self,
        program: &Path,
        tenth: &Self,
        database: &str,
        rounds: usize,
        report: &mut Report,
    ) -> Result<()> {
        let (one, other) = (self.serve(program)?, tenth.serve(program)?);
        let (mut large, mut small) = (self.client(&one)?, tenth.client(&other)?);
        let (mut of_large, mut of_small) = (Times::default(), Times::default());
        for _ in 0..rounds {
            of_large.measure(|| large.get("/cases"))?;
            of_small.measure(|| small.get("/cases"))?;
        }
        report.growth(database, &of_large, &of_small);
        Ok(())
    }

    /// The server, once the log of the seed is sealed: a town that works has no such backlog.
    fn serve(&self, program: &Path) -> Result<Server> {
        let mut seal = self.seals.command(program, &["audit", "seal"], &self.config);
        anyhow::ensure!(seal.stdout(Stdio::null()).status()?.success(), "the log cannot be sealed");
        let server =
            Server::start(self.seals.command(program, &["serve", "--listen", "127.0.0.1:0"], &self.config))?;
        server.settle();
        Ok(server)
    }

    fn db(&self) -> Result<Db> {
        Ok(Db::open(&self.config, Real::shared())?)
    }

    fn pages(&self, household: &Household) -> Vec<Page> {
        let (own, consent) = (&self.own[0], &self.by_consent[0]);
        let reader = Reader { agency: &self.agency, staff: &self.staff };
        let mut all = household.pages(reader);
        all.extend([
            pages::work_list(reader),
            pages::case("case page (50 records)", reader, &own.0, &own.1),
            Page {
                promised: false,
                ..pages::case("case page by consent (50 records)", reader, &consent.0, &consent.1)
            },
            pages::search(reader, WORDS, format!("/searches/{}", self.search)),
        ]);
        all
    }

    fn client(&self, server: &Server) -> Result<Client> {
        Client::connect(
            &server.address,
            &format!("authorization: Bearer {}\r\naccept: text/html\r\n", self.token),
        )
    }

    /// In turn, so that a machine which slows down slows down both. On SQLite each of the two then throws away what the other
    /// has read: both begin each request with cold pages.
    fn against_floor(
        &self,
        server: &Server,
        bare: &mut Bare,
        page: &Page,
        rounds: usize,
    ) -> Result<(Times, Times)> {
        let mut client = self.client(server)?;
        let status = client.get(&page.path)?;
        anyhow::ensure!(status == 200, "{} answers {status}", page.path);
        let mut memory = Client::connect(&serve(client.body().to_vec())?, "accept: text/html\r\n")?;
        let (insert, lines) = audit_lines(page.lines, &audit_row(&self.agency, &self.staff, &self.own[0].0));
        let (mut times, mut floor) = (Times::default(), Times::default());
        for round in 0..rounds + 10 {
            let (mut page_time, mut floor_time) = (Times::default(), Times::default());
            page_time.measure(|| client.get(&page.path))?;
            floor_time.measure(|| {
                for (sql, values) in &page.statements {
                    bare.query(sql, values)?;
                }
                bare.change(&insert, &lines)?;
                memory.get("/")
            })?;
            // The first ten warm caches and prepare statements.
            if round >= 10 {
                times.absorb(page_time);
                floor.absorb(floor_time);
            }
        }
        Ok((times, floor))
    }
}

/// Two characters, as a surname often has.
pub(crate) const WORDS: &str = "高橋";

/// Two cases seen on one basis, of as nearly fifty records as there are: one for its page, one to be written to, so that
/// the page is the same however often this ran before. In a small town it may be one case.
fn of_fifty(db: &Db, agency: Id<Agency>, basis: &str) -> Result<[(String, String); 2]> {
    let cases: Vec<(String, String)> = db.read(|tx| {
        tx.all(
            "SELECT c.id, c.code FROM cases c JOIN case_team t ON t.case_id = c.id AND t.left_at IS NULL
             WHERE t.agency_id = $1 AND t.basis = $2 AND NOT t.beside AND c.status <> 'closed'
               AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = c.person_id AND p.name = $3)
             ORDER BY (SELECT abs(count(*) - 50) FROM case_records r WHERE r.case_id = c.id), c.id LIMIT 2",
            &[&agency, &basis, &together::NAME],
        )
    })?;
    cases.iter().try_for_each(|case| forget(db, &case.0).and_then(|()| top_up(db, &case.0)))?;
    let (page, written) =
        cases.first().zip(cases.last()).with_context(|| format!("no case on the basis {basis}"))?;
    Ok([page.clone(), written.clone()])
}

fn worker(tx: &store::Tx<'_>, agency: Id<Agency>) -> kernel::Result<(Id<kernel::Staff>, String)> {
    let login = format!("bench-{}", staff::hex(&tx.random::<6>()));
    let opened = installed::account(tx, &login, "見本 測子【架空】", "-", agency, Role::CounterWorker)?;
    let who = Scope {
        staff: opened.id,
        agency,
        role: Role::CounterWorker,
        accepted_rules: true,
        unbarred: false,
        now: tx.now(),
        request: "bench".into(),
    };
    Ok((opened.id, staff::issue_token(tx, &who, &NewToken { name: "bench".into() })?))
}

/// Moves what earlier runs wrote into a case out of sight, with its words: its page would be that of thousands of records, and
/// a search would go through them.
fn forget(db: &Db, case: &str) -> Result<()> {
    let case = case.to_owned();
    db.write(move |tx| {
        tx.exec(
            "UPDATE search_entries SET parent_id = (SELECT min(id) FROM cases WHERE status = 'closed')
             WHERE parent_id = $1 AND object_id IN (SELECT r.id FROM case_records r JOIN staff s ON s.id = r.staff_id
                 WHERE r.case_id = $1 AND s.login LIKE 'bench-%')",
            &[&case],
        )?;
        tx.exec(
            "UPDATE case_records SET case_id = (SELECT min(id) FROM cases WHERE status = 'closed')
             WHERE case_id = $1 AND staff_id IN (SELECT id FROM staff WHERE login LIKE 'bench-%')",
            &[&case],
        )
    })?;
    Ok(())
}

/// Fifty records at least, as the promise says.
fn top_up(db: &Db, case: &str) -> Result<()> {
    let case = case.to_owned();
    db.write(move |tx| {
        let have: i64 = tx.one("SELECT count(*) FROM case_records WHERE case_id = $1", &[&case])?;
        for n in have..50 {
            let id: Id<Scale> = tx.new_id();
            tx.exec(
                "INSERT INTO case_records (id, case_id, happened_at, happened_on, method, counterpart, counterpart_name, text,
                     next_step, agency_id, staff_id, corrections, recorded_at)
                 SELECT $1, case_id, happened_at + $3, happened_on, method, counterpart, counterpart_name, text, next_step,
                        agency_id, staff_id, 0, recorded_at
                 FROM case_records WHERE case_id = $2 ORDER BY id LIMIT 1",
                &[&id, &case, &n],
            )?;
        }
        Ok(())
    })?;
    Ok(())
}
