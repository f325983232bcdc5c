//! Every string the program says.

pub mod answer_card;
pub mod card;
pub mod citation;
pub mod context_card;
pub mod difference;
pub mod markdown;
pub mod notices;
pub mod pages;
mod quote_room;
pub mod screen;
pub mod source_line;
pub mod terminal;
pub mod why_card;

#[cfg(test)]
mod card_samples;
