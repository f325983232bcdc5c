//! Takes articles in: by address, file or pasted text, safely, and shows what would be kept before it is kept.

pub mod address;
mod archive;
pub mod blocks;
mod book;
mod byline;
pub mod child;
mod compression;
pub mod dataset;
mod dataset_files;
pub mod documents;
pub mod encoding;
pub mod fetch;
pub mod folder;
mod hidden;
mod host_turns;
pub mod identity;
pub mod intake;
pub mod intake_reading;
pub mod linked_data;
mod main_content;
pub mod page;
mod page_date;
mod page_furniture;
mod page_makers;
mod page_metadata;
pub mod page_walls;
mod portable_document;
pub mod preview;
pub mod refresh;
pub mod resolver;
pub mod sample_questions;
mod word_document;
mod xml_pieces;

pub use intake::{Incoming, IngestError, Intake, Offer, OnDuplicate, keep};
pub use preview::Preview;
pub use refresh::{Known, Refreshed};
