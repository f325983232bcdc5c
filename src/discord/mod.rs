//! The Discord bot: what members, editors and admins of a server see and press.

pub mod actor;
pub mod adding;
pub mod answer_buttons;
pub mod app;
pub mod article_buttons;
pub mod article_lists;
pub mod asking;
pub mod autocomplete;
pub mod background;
pub mod bot;
pub mod button_seal;
pub mod channels;
pub mod client;
pub mod command_names;
pub mod commands;
pub mod components;
pub mod connection;
pub mod conversations;
pub mod courtesies;
pub mod dataset_views;
pub mod drafts;
pub mod earlier_answers;
pub mod editing;
pub mod fetching;
pub mod gateway;
pub mod guild_settings;
pub mod guilds;
pub mod health;
pub mod import_queue;
pub mod interaction;
pub mod keys;
pub mod limits;
pub mod markup;
mod message_wish;
pub mod message_words;
pub mod messages;
pub mod metrics;
pub mod once;
pub mod open_questions;
pub mod permissions;
pub mod personal_data;
mod posting;
pub mod presence;
pub mod refreshing;
pub mod registration;
pub mod reload_plans;
pub mod reloading;
pub mod replies;
pub mod reply;
pub mod responder;
pub mod rest;
pub mod review;
pub mod settings_panel;
pub mod side_notes;
pub mod silence;
pub mod snapshot;
pub mod snapshots;
pub mod state;
pub mod suggestions;
pub mod titles;
pub mod user_error;
pub mod version_menu;
pub mod word_likeness;

pub use app::{App, Choices};
pub use client::{ServeError, serve};
pub use connection::{Connection, StandIn};

/// Returns what the bot needs to be allowed in a server, as Discord numbers it.
pub fn needed_permissions() -> u64 {
    commands::server::needed().bits()
}
