//! Whole conversations with the bot: a stand-in for Discord's gateway and REST drives the code that serves.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod admins;
mod big_shelf;
mod busy_database;
mod conversations;
mod courtesies;
mod everyday;
mod follow_ons;
mod gateway;
mod hostile;
mod permissions;
mod rest;
mod second_tries;
mod shelf;
mod stand_in;
mod two_servers;
