//! Every string the program says.

pub mod answer_card;
pub mod card;
pub mod citation;
pub mod markdown;
