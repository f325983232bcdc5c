//! Takes articles in: by address, file or pasted text, safely, and shows what would be kept before it is kept.

pub mod address;
mod compression;
pub mod encoding;
pub mod fetch;
mod host_turns;
pub mod resolver;
