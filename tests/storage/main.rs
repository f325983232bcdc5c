//! What is stored stays as it was, belongs to its server alone, and is what gets quoted.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod promises;
mod store;
mod two_servers;
