//! Every string the program says.

pub mod answer_card;
pub mod card;
pub mod citation;
pub mod difference;
pub mod markdown;
pub mod notices;
pub mod pages;
pub mod screen;
pub mod terminal;
