//! Cleaning up, whatever becomes of this program.

use std::io;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

/// Stops a server and removes its folder as soon as this program lets go: at the end of the scope, after a panic,
/// after Ctrl+C, and after `kill -9`, which no signal handler would see.
///
/// It is a small shell that waits for the end of its standard input. Only this program holds the other end, and
/// the operating system closes it however this program ends.
pub(crate) struct Guard {
    shell: Child,
}

/// Asks the server to stop, insists after ten seconds, and removes the folder, if need be several times: a
/// program that lost its master may still be writing.
const SCRIPT: &str = r#"
trap '' HUP INT TERM
cat > /dev/null
if pid=$(head -n 1 "$1/$2"); then
  kill -s "$3" "$pid"
  for _ in $(seq 100); do kill -0 "$pid" || break; sleep 0.1; done
  kill -s KILL "$pid"
fi
for _ in $(seq 20); do rm -rf -- "$1"; sleep 0.1; [ -e "$1" ] || break; done
"#;

impl Guard {
    /// Watches over `folder`, and over the server whose process id is the first line of the file `pid` in it:
    /// `signal` is what it stops by.
    pub(crate) fn over(folder: &Path, pid: &str, signal: &str) -> Result<Self> {
        let mut shell = Command::new("sh");
        shell.args(["-c", SCRIPT, "guard"]).arg(folder).args([pid, signal]);
        // A group of its own: Ctrl+C reaches the whole group of the terminal, and must not reach the guard.
        shell.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(Self { shell: shell.spawn().context("cannot start sh")? })
    }

    /// Lets go, and waits until all is gone.
    pub(crate) fn release(&mut self, server: Option<&mut Child>) -> io::Result<()> {
        drop(self.shell.stdin.take());
        if let Some(server) = server {
            // The guard asks it to stop; only its parent can take note that it did.
            server.wait()?;
        }
        self.shell.wait().map(|_| ())
    }
}
