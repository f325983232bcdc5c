//! Articles come in: as files, as pages of the web, as a whole dataset, and stay what they were.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod adding;
mod dataset;
mod documents;
mod extract;
mod fetch;
mod intake;
mod schema;

#[path = "../support/hostile_server.rs"]
mod hostile_server;
#[path = "../support/terminal.rs"]
mod terminal;
