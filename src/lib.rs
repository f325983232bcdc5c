//! Footnote answers questions about articles with the exact sentences that say so.
//!
//! The modules stand in the order in which an article becomes an answer. A module uses only those
//! above it (`tests/layering.rs` holds this); the blank lines keep rustfmt from sorting them.

/// Exponentials and logarithms that come out the same on every machine.
pub mod math;

/// What goes wrong, in codes and words that every part shares.
pub mod errors;

/// Plain text: spans, sentences, words, and how alike words are. Knows nothing of articles.
pub mod text;

/// What an article is, how files of several formats become one, and which parts of it are quotable.
pub mod article;

/// What sentences state, in fields that point into the sentence.
pub mod facts;

/// From a member's message to a question the search understands.
pub mod question;

/// From a question to ranked candidate sentences.
pub mod search;

/// From ranked candidates to cited sentences, or none.
pub mod answer;

/// Every string the program says.
pub mod render;

/// One immutable snapshot of it all; `ask` is the pipeline on one screen.
pub mod knowledge;

// The shell: the parts below meet the outer world.

/// What time it is.
pub mod clock;

/// The truth: articles with versions and facts, and what each server's bot remembers, in one database.
pub mod store;

/// Takes articles in by address, file or pasted text, and keeps them well.
pub mod ingest;

/// Each setting: its type, its default, its meaning.
pub mod config;

/// Shows what the text pipeline makes of plain input, for measuring.
pub mod inspect;

/// The articles one may ask about, every quotation proved before it is shown.
pub mod library;

/// How good the answers are: questions with known answers in, figures and trained models out.
pub mod evaluation;

/// The Discord bot: what members, editors and admins of a server see and press.
pub mod discord;

/// The program in the terminal: one file a command.
pub mod cli;
