//! The `kasane` program: reads the command line, opens the database, wires the rooms together. No rule lives here.

mod ambient;
mod args;
mod commands;
mod help;
mod lanes;
mod place;
mod say;
mod seals;
mod server;
mod upkeep;
mod words;

use std::process::ExitCode;

use args::Args;
use say::complain;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_else(|| "help".to_owned());
    match commands::run(&command, Args::new(&command, words.collect())) {
        Ok(code) => code,
        Err(error) => {
            complain(words::of(&error));
            ExitCode::FAILURE
        }
    }
}
