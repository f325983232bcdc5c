//! What a message says: the words of its author, and those of the cards in which feeds and other bots write.

use serenity::all::{Attachment, Embed, Message};
use url::Url;

use crate::ingest::documents::may_be_read;

/// Returns the words of a message, as they were written. What Discord shows beside a link is none of them: nobody here wrote
/// it.
pub fn said(message: &Message) -> String {
    let own = [message.content.trim().to_owned()].into_iter();
    let writes_cards = message.author.bot || message.webhook_id.is_some();
    let cards = message.embeds.iter().filter(|_| writes_cards);
    let cards = cards.filter(|card| card.kind.as_deref().is_none_or(|kind| kind == "rich"));
    let parts: Vec<String> = own.chain(cards.map(card_words)).collect();
    let parts: Vec<&str> = (parts.iter().map(|part| part.trim()))
        .filter(|part| !part.is_empty())
        .collect();
    parts.join("\n\n")
}

/// Returns the words of a card: its title, its text, and its fields line by line.
fn card_words(card: &Embed) -> String {
    let mut parts: Vec<String> = [&card.title, &card.description]
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let fields = card.fields.iter();
    parts.extend(fields.map(|field| format!("{}: {}", field.name.trim(), field.value.trim())));
    parts.join("\n\n")
}

/// Returns the address that is all a message says, if it is one.
pub fn only_address(message: &Message) -> Option<String> {
    let words = message.content.trim();
    let words = words
        .strip_prefix('<')
        .and_then(|words| words.strip_suffix('>'));
    let words = words.unwrap_or(message.content.trim());
    let is_address = words.starts_with("https://") || words.starts_with("http://");
    let is_one = is_address && !words.contains(char::is_whitespace);
    (is_one && Url::parse(words).is_ok()).then(|| words.to_owned())
}

/// Returns the file of a message that holds more than its words: whoever keeps the message means it.
pub fn main_file<'a>(message: &'a Message, words: &str) -> Option<&'a Attachment> {
    let mut files = message.attachments.iter();
    files.find(|file| may_be_read(&file.filename) && file.size as usize > words.len())
}
