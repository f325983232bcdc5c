//! How values of the program stand in columns.

use rusqlite::Row;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::store::{Digest, GuildId, Scope, StoreError, StoreResult, UserId};
use crate::text::Span;

/// Returns the number of a scope: 0 is the operator's shelf.
pub(super) fn scope_key(scope: Scope) -> i64 {
    match scope {
        Scope::Everyone => 0,
        Scope::Guild(guild) => guild.get().cast_signed(),
    }
}

/// Returns the scope of a number.
pub(super) fn scope_of(key: i64) -> Scope {
    GuildId::new(key.cast_unsigned()).map_or(Scope::Everyone, Scope::Guild)
}

/// Returns the number of a user.
pub(super) fn user_key(user: UserId) -> i64 {
    user.0.cast_signed()
}

/// Returns the user of a number.
pub(super) fn user_of(key: i64) -> UserId {
    UserId(key.cast_unsigned())
}

/// Returns a count or an offset as SQLite keeps it.
pub(super) fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Returns a kept count or offset.
pub(super) fn count(number: i64) -> usize {
    usize::try_from(number).unwrap_or(0)
}

/// Returns a kept count that is never negative, such as a change number.
pub(super) fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

/// Returns the word that stands for a plain enum value.
pub(super) fn word<T: Serialize>(value: T) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}

/// Returns the plain enum value that a word stands for.
pub(super) fn from_word<T: DeserializeOwned>(word: String) -> StoreResult<T> {
    serde_json::from_value(Value::String(word)).map_err(unreadable)
}

/// Returns a value as JSON text.
pub(super) fn json<T: Serialize>(value: &T) -> StoreResult<String> {
    serde_json::to_string(value).map_err(unreadable)
}

/// Returns the value of a JSON text.
pub(super) fn from_json<T: DeserializeOwned>(text: &str) -> StoreResult<T> {
    serde_json::from_str(text).map_err(unreadable)
}

/// Returns the checksum in a column of 32 bytes.
pub(super) fn digest(row: &Row<'_>, column: &str) -> StoreResult<Digest> {
    Ok(Digest(row.get(column)?))
}

/// Returns the span in two columns, if both are set.
pub(super) fn span(row: &Row<'_>, start: &str, end: &str) -> StoreResult<Option<Span>> {
    let start: Option<i64> = row.get(start)?;
    let end: Option<i64> = row.get(end)?;
    Ok(start
        .zip(end)
        .map(|(start, end)| Span::new(count(start), count(end))))
}

/// Tells that a stored value does not have the form that this program writes.
fn unreadable(error: serde_json::Error) -> StoreError {
    StoreError::Storage {
        doing: "read a stored value".to_owned(),
        cause: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::SourceKind;

    #[test]
    fn every_scope_has_a_number_of_its_own() {
        for scope in [
            Scope::Everyone,
            Scope::Guild(GuildId::new(1).expect("an id")),
            Scope::Guild(GuildId::new(u64::MAX).expect("an id")),
        ] {
            assert_eq!(scope_of(scope_key(scope)), scope);
        }
    }

    #[test]
    fn an_enum_value_is_a_word() {
        assert_eq!(word(SourceKind::Dataset), "dataset");
        assert_eq!(
            from_word::<SourceKind>("feed".to_owned()).ok(),
            Some(SourceKind::Feed)
        );
        assert!(from_word::<SourceKind>("tin".to_owned()).is_err());
    }
}
