//! Connections share threads when there are many of them, and none is forgotten.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use bench::client::Client;

/// More than there are lanes.
const CONNECTIONS: usize = 150;
/// Far below the patience with requests that never end.
const PROMPT: Duration = Duration::from_secs(5);

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn start() -> anyhow::Result<(Server, String)> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kasane"));
    command.args(["demo", "--port", "0", "--json"]).stdin(Stdio::null());
    let mut server = Server(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?);
    let mut line = String::new();
    BufReader::new(server.0.stdout.take().context("no output")?).read_line(&mut line)?;
    let town: serde_json::Value = serde_json::from_str(&line)?;
    let url = town["url"].as_str().context("no address")?;
    Ok((server, url.trim_start_matches("http://").to_owned()))
}

#[test]
#[expect(clippy::disallowed_methods, reason = "how long the program takes to end is what is tested")]
fn more_connections_than_lanes_are_served_and_let_go() {
    let (mut server, address) = start().unwrap();
    let connect = || Client::connect(&address, "accept: text/html\r\n").unwrap();
    let mut clients: Vec<Client> = (0..CONNECTIONS).map(|_| connect()).collect();
    std::thread::scope(|all| {
        for client in &mut clients {
            all.spawn(|| {
                for path in ["/services", "/session/new"] {
                    assert_eq!(client.get(path).unwrap(), 200);
                }
            });
        }
    });
    // The connections stay open: the program does not wait for those who ask nothing.
    let told = Command::new("kill").args(["-TERM", &server.0.id().to_string()]).status().unwrap();
    assert!(told.success());
    let from = Instant::now();
    assert!(server.0.wait().unwrap().success());
    assert!(from.elapsed() < PROMPT, "{:?}", from.elapsed());
    drop(clients);
}
