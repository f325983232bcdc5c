//! What the log of who did what can say was done.

use serde::{Deserialize, Serialize};

use super::Outcome;

/// What was done. Each is stored as one word or phrase, which stays as it is so that old lines can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AuditAction {
    /// An article was added.
    Added,
    /// The text of an article was changed.
    Changed,
    /// The metadata of an article was changed.
    Edited,
    /// An article was taken away.
    Removed,
    /// A removed article was brought back.
    Restored,
    /// Another version of an article was made the current one.
    #[serde(rename = "restored version")]
    WentBack,
    /// An article was wiped out.
    Purged,
    /// All changes of a plan were made.
    #[serde(rename = "applied a plan")]
    AppliedPlan,
    /// The changes of a receipt were undone.
    #[serde(rename = "rolled back")]
    RolledBack,
    /// An exported file was taken in.
    Imported,
    /// A setting was set or cleared.
    Set,
    /// Something was refused to somebody who may not do it.
    Refused,
    /// Something that another version of this program logged.
    #[serde(untagged)]
    Unknown(String),
}

impl AuditAction {
    /// Returns what a line of the log says of keeping an article, or nothing where nothing changed.
    pub fn of(outcome: Outcome) -> Option<Self> {
        match outcome {
            Outcome::Added => Some(Self::Added),
            Outcome::Changed => Some(Self::Changed),
            Outcome::Edited => Some(Self::Edited),
            Outcome::Removed => Some(Self::Removed),
            Outcome::Unchanged => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_action_is_stored_in_the_words_of_earlier_versions() {
        for (action, words) in [
            (AuditAction::Added, "added"),
            (AuditAction::Changed, "changed"),
            (AuditAction::Edited, "edited"),
            (AuditAction::Removed, "removed"),
            (AuditAction::Restored, "restored"),
            (AuditAction::WentBack, "restored version"),
            (AuditAction::Purged, "purged"),
            (AuditAction::AppliedPlan, "applied a plan"),
            (AuditAction::RolledBack, "rolled back"),
            (AuditAction::Imported, "imported"),
            (AuditAction::Set, "set"),
            (AuditAction::Refused, "refused"),
            (AuditAction::Unknown("tried".to_owned()), "tried"),
        ] {
            assert_eq!(serde_json::to_value(&action).ok(), Some(json!(words)));
            assert_eq!(serde_json::from_value(json!(words)).ok(), Some(action));
        }
    }
}
