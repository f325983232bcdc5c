//! The Discord bot: what members, editors and admins of a server see and press.

pub mod client;
pub mod connection;

pub use client::{ServeError, serve};
pub use connection::{Connection, StandIn, Token};
