//! The program as people run it in a terminal: its commands, what the README says of them, what leaves and enters.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod adding;
mod asking;
mod commands;
mod first_load;
mod keeping;
mod read_only;
mod readme;
mod transfer;
mod upkeep;

#[path = "../support/terminal.rs"]
mod terminal;
