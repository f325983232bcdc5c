//! The truth: articles with their versions, sentences and facts, and what each server's bot remembers.
//!
//! `Store` says what can be asked, in four traits; `sqlite` keeps it in one file. Every call that touches articles or
//! records takes a [`Scope`], and nothing of one guild is ever returned for another. Reading with a guild's scope reaches
//! the operator's shelf too; where both hold an article of one name, the guild's own one counts. Changing reaches only the
//! scope itself. The time is an argument: nothing here looks at a clock.

pub mod article_store;
pub mod audit_action;
pub mod digest;
pub mod draft;
pub mod entry;
pub mod export;
pub mod guild_store;
pub mod load_store;
pub mod plan;
pub mod quota;
pub mod records;
pub mod scope;
pub mod sqlite;
pub mod store_error;
pub mod upkeep_store;

pub use article_store::ArticleStore;
pub use audit_action::AuditAction;
pub use digest::Digest;
pub use draft::{Draft, Outcome, Precondition, Saved, Source, SourceKind};
pub use entry::{
    ChangeKind, Edit, Entry, Refresh, Revision, Standing, StoredFact, Usage, displayable_facts,
};
pub use export::{EXPORT_FORMAT, Export, ExportedArticle, ExportedVersion};
pub use guild_store::GuildStore;
pub use load_store::LoadStore;
pub use plan::{Plan, Receipt, ReceiptId, ReceiptItem, Watch};
pub use records::{
    AuditLine, Component, Consent, GAP_LIST, Gap, Job, JobId, JobStatus, Kept, LEFT_AT, NewJob,
    OF_ONE_DATABASE, OWN_ARTICLES_ONLY, OpenQuestion, Patience, SWEPT_AT, SWEPT_UNTIL, SideNote,
    Tally, Verdict, Vote,
};
pub use scope::{GuildId, Scope, Stamp, UserId};
pub use sqlite::{Access, SqliteStore, restore_backup};
pub use store_error::{StoreError, StoreResult};
pub use upkeep_store::{Clock, UpkeepStore};

/// For how long a removed article can be restored, and a receipt, a gap or an old change is kept: 30 days.
pub const KEPT_SECONDS: i64 = 30 * 24 * 60 * 60;

/// What can be asked of the place where everything is kept. Each part is a trait of its own, for code that needs no more.
pub trait Store: ArticleStore + LoadStore + GuildStore + UpkeepStore {}

impl<T: ArticleStore + LoadStore + GuildStore + UpkeepStore> Store for T {}
