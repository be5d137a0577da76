//! A protected contact appears nowhere: by a sweep for canaries over every route, face and role, and by two
//! databases that differ in nothing else and answer byte for byte alike.
//!
//! `KASANE_CANARIES` is the number of contacts of the sweep, 200 unless it is set; `KASANE_TWINS` is the number of pairs of
//! requests, 500 unless it is set.

use domain::people::{self, ContactForm, ContactKind, MemberForm, Person, RelationForm};
use domain::{Choice, access};
use kernel::{Id, Role, Scope};
use testkit::{Dice, World, each_pair, each_world};
use web::Route;

use crate::routes::{FIELDS, Sample, listed};
use crate::site::{Answer, Client, Site, nobody};

fn number(name: &str, unless: usize) -> usize {
    std::env::var(name).ok().and_then(|n| n.parse().ok()).unwrap_or(unless)
}

/// What no answer may hold: the beginnings of all canaries, as written and as folded for searching.
const SONGS: [&str; 5] = ["金糸雀", "000-7700-", "0007700", "canary-", "CANARY-"];

/// The canary of a number, in a kind of contact.
fn canary(kind: ContactKind, n: usize) -> String {
    match kind {
        ContactKind::Phone => format!("000-7700-{n:05}"),
        ContactKind::Email => format!("canary-{n}@mihon.example"),
        ContactKind::Address | ContactKind::MapPlace => format!("金糸雀町{n}番{n}号"),
        ContactKind::Workplace | ContactKind::School | ContactKind::Facility | ContactKind::AreaStaff => {
            format!("金糸雀{n}【架空】")
        }
    }
}

fn contacts(w: &World<'_>, person: Id<Person>, values: impl IntoIterator<Item = (ContactKind, String)>) {
    for (kind, value) in values {
        let form = ContactForm { kind: kind.key().into(), value };
        w.act(&w.elder, move |tx, who| people::add_contact(tx, who, person, &form)).unwrap();
    }
}

fn household_of(w: &World<'_>, person: Id<Person>) -> Id<people::Household> {
    w.ask(&w.elder, |tx, _| people::household_of(tx, person)).unwrap().unwrap()
}

/// The first person of the sample, protected as the second one is; and a child who lives with them.
fn first(w: &World<'_>) -> (Id<Person>, Id<Person>) {
    let person: Id<Person> = w
        .ask(&w.elder, |tx, _| {
            tx.one("SELECT person_id FROM cases WHERE person_id IS NOT NULL ORDER BY id LIMIT 1", &[])
        })
        .unwrap();
    let child = w.person(&w.elder, "隠岐島 百", "おきのしま もも", "H30.1.1");
    let home = household_of(w, person);
    let form = MemberForm { person: child.to_string(), standing: "子".into(), ..MemberForm::default() };
    w.act(&w.elder, move |tx, who| people::add_member(tx, who, home, &form)).unwrap();
    (person, child)
}

/// Every role, the custodians among them, and somebody who has not signed in.
fn everybody(w: &World<'_>, site: &Site<'_>) -> Vec<Client> {
    let others = Role::ALL.into_iter().enumerate().map(|(n, role)| {
        let login = ["k0", "k1", "k2", "k3", "k4", "k5", "k6", "k7"][n];
        w.somebody(login, if n % 2 == 0 { "elder" } else { "tax" }, role)
    });
    let mut all: Vec<Scope> = vec![w.elder.clone(), w.hardship.clone(), w.tax.clone(), w.admin.clone()];
    all.extend(others);
    let clients = all.iter().map(|who| site.sign_in(who));
    clients.chain([nobody()]).collect()
}

/// Answers of a route to a client: as a page and as JSON; of a form with nothing in it and with all that passes.
fn answers(site: &Site<'_>, client: &Client, route: &Route, address: &str) -> Vec<Answer> {
    let json = Client { json: true, ..client.clone() };
    [client, &json]
        .into_iter()
        .flat_map(|client| match route.method {
            "GET" => vec![site.get(client, address)],
            _ => vec![site.post(client, address, &[]), site.post(client, address, &FIELDS)],
        })
        .collect()
}

fn silent(answer: &Answer, address: &str) {
    let headers: String = answer.headers.values().filter_map(|v| v.to_str().ok()).collect();
    for song in SONGS {
        assert!(!answer.text.contains(song) && !headers.contains(song), "{address} tells of {song}");
    }
}

#[test]
fn no_route_in_no_face_tells_anybody_a_protected_contact() {
    each_world(|w| {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let (person, child) = first(w);
        let kinds = ContactKind::ALL;
        let canaries: Vec<(ContactKind, String)> = (0..number("KASANE_CANARIES", 200))
            .map(|n| (kinds[n % kinds.len()], canary(kinds[n % kinds.len()], n)))
            .collect();
        let mut hidden = vec![person, child];
        for (n, lot) in canaries.chunks(kinds.len()).enumerate() {
            let whose = match n {
                0 | 1 => hidden[n],
                // Homonyms of the sample, so that every list of candidates holds them.
                _ => w.person(&w.elder, "隠岐島 波留", "おきのしま はる", "S45.5.6"),
            };
            contacts(w, whose, lot.iter().cloned());
            if n > 1 {
                hidden.push(whose);
            }
        }
        for &whose in hidden.iter().filter(|whose| **whose != child) {
            w.protect(&w.elder, whose);
        }
        let mut asked = 0;
        for client in everybody(w, &site) {
            for route in listed().iter().filter(|route| !route.path.starts_with("/session")) {
                let address = sample.address(route);
                for answer in answers(&site, &client, route, &address) {
                    silent(&answer, &address);
                    asked += 1;
                }
            }
            for whose in hidden.iter().take(30) {
                let reason = [("reason", "訪問のため")];
                let page = format!("/people/{whose}");
                silent(&site.get(&client, &page), &page);
                silent(&site.get_json(&client, &page), &page);
                silent(&site.post(&client, &format!("{page}/contacts"), &reason), &page);
                asked += 3;
            }
        }
        for (_, value) in &canaries {
            let found = w.ask(&w.elder, |tx, who| people::find(tx, who, value)).unwrap();
            assert!(found.is_empty(), "{value} is found");
        }
        assert_eq!(in_tables(w), 0, "what is written down beside the contacts");
        eprintln!("{} canaries, {asked} answers, 0 hits", canaries.len());
    });
}

/// Rows that hold a canary outside of where contacts are kept: the log, the search index, answers, drafts, packets.
fn in_tables(w: &World<'_>) -> i64 {
    let places = [
        ("audit_events", "purpose"),
        ("audit_events", "objects"),
        ("search_entries", "text"),
        ("carried_out", "location"),
        ("searches", "words"),
        ("drafts", "body"),
        ("handovers", "packet"),
        ("address_releases", "reason"),
    ];
    let mut hits = 0;
    for (table, column) in places {
        for song in SONGS {
            let sql = format!("SELECT count(*) FROM {table} WHERE {column} LIKE $1");
            let n: i64 = w.ask(&w.elder, |tx, _| tx.one(&sql, &[&format!("%{song}%")])).unwrap();
            hits += n;
        }
    }
    hits
}

/// Two values of each kind of contact: each of the twins has one of them, and both are asked for.
fn twins(kind: ContactKind) -> [&'static str; 2] {
    match kind {
        ContactKind::Address => ["金平糖町1丁目2番3号", "綿菓子町字遠回り9番地の12 見本荘208号室"],
        ContactKind::Phone => ["000-1111-2222", "0009-99-9999"],
        ContactKind::Email => ["a@mihon.example", "mukashi.no.tomodachi@reiji.example"],
        ContactKind::Workplace => ["金平糖製菓【架空】", "綿菓子運送株式会社 第二営業所【架空】"],
        ContactKind::School => ["金平糖小学校【架空】", "綿菓子町立遠回り小学校【架空】"],
        ContactKind::Facility => ["金平糖荘【架空】", "綿菓子シェルター【架空】"],
        ContactKind::MapPlace => ["金平糖町の橋のたもと", "綿菓子駅から南へ3分"],
        ContactKind::AreaStaff => ["金平糖地区担当", "綿菓子地区第三担当の班"],
    }
}

/// A world in which two people and a child have the contacts of one twin.
struct Twin<'a> {
    site: Site<'a>,
    sample: Sample,
    clients: Vec<Client>,
    people: Vec<Id<Person>>,
}

impl<'a> Twin<'a> {
    fn new(w: &'a World<'a>, which: usize) -> Self {
        let (site, sample) = (Site::new(w), Sample::new(w));
        let (person, child) = first(w);
        let other = w.person(&w.elder, "隠岐島 波留", "おきのしま はる", "S45.5.6");
        for whose in [person, child, other] {
            let values = ContactKind::ALL.iter().map(|&kind| (kind, twins(kind)[which].to_owned()));
            contacts(w, whose, values);
        }
        w.protect(&w.elder, person);
        w.protect(&w.elder, other);
        let clients = everybody(w, &site);
        Self { site, sample, clients, people: vec![person, child, other] }
    }

    fn ask(&self, who: usize, route: &Route, json: bool, whose: usize, fields: &[(&str, &str)]) -> Answer {
        let client = Client { json, ..self.clients[who].clone() };
        let mut address = self.sample.address(route);
        if whose > 0 && route.path.starts_with("/people/{id}") {
            let of = self.people[whose - 1].to_string();
            let id = address.split('/').nth(2).unwrap().split('?').next().unwrap().to_owned();
            address = address.replacen(&id, &of, 1);
        }
        match route.method {
            "GET" => self.site.get(&client, &address),
            _ => self.site.post(&client, &address, fields),
        }
    }
}

#[test]
fn two_databases_that_differ_in_a_protected_contact_answer_byte_for_byte_alike() {
    each_pair(|one, other| {
        let twins_of = [Twin::new(one, 0), Twin::new(other, 1)];
        let routes: Vec<Route> =
            listed().into_iter().filter(|route| !route.path.starts_with("/session")).collect();
        let asked: Vec<&str> = ContactKind::ALL.iter().flat_map(|kind| twins(*kind)).collect();
        let mut dice = Dice(0x2545_f491_4f6c_dd1d);
        let pairs = number("KASANE_TWINS", 500);
        for n in 0..pairs {
            // A third of the requests look for what may be the contact of one of the two.
            let seeking = dice.below(3) == 0;
            let route = if seeking {
                let ways = ["/people/searches", "/searches", "/people/candidates", "/people"];
                let way = ways[dice.below(ways.len())];
                routes.iter().find(|r| r.path == way && r.method == "POST").unwrap_or(&routes[0])
            } else {
                &routes[dice.below(routes.len())]
            };
            let (who, json, whose) =
                (dice.below(twins_of[0].clients.len()), dice.below(2) == 0, dice.below(4));
            let word = asked[dice.below(asked.len())];
            let typed =
                [("q", word), ("words", word), ("address", word), ("phone", word), ("reason", "訪問")];
            let typed: &[(&str, &str)] = if seeking || dice.below(2) == 0 { &typed } else { &FIELDS };
            let [a, b] = twins_of.each_ref().map(|twin| twin.ask(who, route, json, whose, typed));
            let at = format!("pair {n}: {} {} by {who}", route.method, route.path);
            assert_eq!((a.status, &a.text), (b.status, &b.text), "{at}");
            assert_eq!(a.headers, b.headers, "{at}");
            // Where a search leads, what it found is compared as well.
            if a.location().contains('/') && seeking {
                let [a, b] = twins_of.each_ref().map(|twin| twin.site.get(&twin.clients[who], a.location()));
                assert_eq!((a.status, &a.text), (b.status, &b.text), "{at}, where it leads");
            }
        }
        eprintln!("{pairs} pairs of requests, all alike");
    });
}

/// A relation and a household tell who belongs together, and no contact by that.
#[test]
fn a_relation_opens_no_contact() {
    each_world(|w| {
        let site = Site::new(w);
        let child = w.person(&w.elder, "匿名 百【架空】", "とくめい もも", "H30");
        let mother = w.person(&w.elder, "匿名 千代【架空】", "とくめい ちよ", "S60");
        contacts(w, child, [(ContactKind::Address, canary(ContactKind::Address, 1))]);
        let (case, _) = w.case(&w.elder, mother);
        w.invite(&w.elder, case, w.hardship.agency);
        let form = RelationForm { other: child.to_string(), kind: "child".into() };
        w.act(&w.elder, move |tx, who| people::relate(tx, who, mother, &form)).unwrap();
        let client = site.sign_in(&w.hardship);
        for path in [format!("/people/{mother}"), format!("/people/{child}")] {
            silent(&site.get(&client, &path), &path);
            silent(&site.post(&client, &format!("{path}/contacts"), &[("reason", "連絡のため")]), &path);
        }
        assert!(w.ask(&w.hardship, |tx, who| access::person(tx, who, child, access::Act::Exist)).is_err());
    });
}
