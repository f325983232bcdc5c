//! Articles on their way in, from a server on this machine to the store.
//!
//! 1. The same article is the same article, and nobody's article is touched before somebody has chosen.
//! 2. What is shown before saving is what is saved.
//! 3. A refresh that fails or comes back short changes nothing.
//! 4. Every refusal says what happened and what to do.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::hostile_server::HostileServer;
use footnote::article::{ArticleId, Metadata};
use footnote::errors::{ErrorCode, Trouble};
use footnote::ingest::address::{AddressPolicy, Refusal};
use footnote::ingest::documents::DocumentError;
use footnote::ingest::extractor_process::Extractor;
use footnote::ingest::fetch::{CertificateFault, FetchError, FetchLimits, Fetcher};
use footnote::ingest::page::PageError;
use footnote::ingest::paywalls::Wall;
use footnote::ingest::resolver::SystemNames;
use footnote::ingest::{
    self, Incoming, IngestError, Intake, Known, Offer, OnDuplicate, Preview, Refreshed,
};
use footnote::knowledge::Knowledge;
use footnote::question::Ask;
use footnote::store::{Access, ArticleStore, Draft, Outcome, Saved, Scope, SqliteStore, Stamp};
use tempfile::TempDir;

const HERE: Scope = Scope::Everyone;

struct Place {
    _folder: TempDir,
    store: SqliteStore,
    server: HostileServer,
    intake: Intake,
}

impl Place {
    fn new() -> Self {
        let folder = TempDir::new().expect("a folder");
        let store =
            SqliteStore::open(&folder.path().join("a.db"), Access::Command).expect("a store");
        let server = HostileServer::start();
        let policy = AddressPolicy::with_loopback([format!("127.0.0.1:{}", server.port)]);
        let limits = FetchLimits {
            pause: Duration::ZERO,
            total: Duration::from_secs(5),
            ..FetchLimits::default()
        };
        let fetcher = Fetcher::with(policy.expect("a host"), limits, Arc::new(SystemNames));
        let extractor = Extractor::running(PathBuf::from(env!("CARGO_BIN_EXE_footnote")));
        Place {
            _folder: folder,
            store,
            server,
            intake: Intake::with(fetcher.expect("a fetcher"), extractor),
        }
    }

    async fn take(&self, path: &str) -> Result<Incoming, IngestError> {
        let offer = Offer::Address(self.server.url(path));
        self.intake.take(offer, &Metadata::default()).await
    }

    async fn add(&self, path: &str, choice: OnDuplicate) -> Result<Saved, IngestError> {
        let incoming = self.take(path).await?;
        ingest::keep(&self.store, HERE, &incoming, &choice, Stamp::at(7))
    }

    async fn replace(&self, path: &str) -> Result<Saved, IngestError> {
        let incoming = self.take(path).await?;
        let choice = self.replacing(&incoming);
        ingest::keep(&self.store, HERE, &incoming, &choice, Stamp::at(7))
    }

    /// Chooses to replace what would be replaced now.
    fn replacing(&self, incoming: &Incoming) -> OnDuplicate {
        let twins = incoming.twins(&self.store, HERE).expect("the store works");
        OnDuplicate::Replace(incoming.to_replace(HERE, &twins).expect("a twin"))
    }

    async fn refresh(&self, id: &str) -> Refreshed {
        let known = Known::of(&self.store, HERE, &ArticleId::from(id)).expect("an article");
        let came = known.fetch(&self.intake).await.expect("an address");
        known
            .settle(&self.store, HERE, came, Stamp::at(9))
            .expect("the store works")
    }

    fn text(&self, id: &str) -> String {
        self.store
            .get(HERE, &ArticleId::from(id))
            .expect("an article")
            .text
    }

    fn count(&self) -> usize {
        self.store.list(HERE).expect("the store works").len()
    }
}

fn page(title: &str, head: &str, body: &str) -> String {
    format!(
        "<html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    )
}

fn ferry(passengers: u32) -> String {
    format!(
        "<p>The night ferry to Lunde sails again from the first of May, after four years without a ship, the harbour \
        office announced on Monday.</p><p>It carries {passengers} passengers and 40 cars, and the crossing takes six \
        hours in calm weather, two hours less than the old ship needed.</p><p>Olav Brandt, the harbour master, said \
        that the first three sailings are sold out, and that a second ship may follow in autumn.</p><p>The Northern \
        Shipping Board (NSB) pays half of the cost. The ship was built in Gdansk in 2019.</p>"
    )
}

fn whistle() -> String {
    "<p>A tin whistle has six holes and a plastic mouthpiece, and most beginners can play a tune on it within an \
    hour.</p><p>The first of them were made in Manchester around 1840 by a farm worker who could not afford a flute.</p>"
        .to_owned()
}

#[tokio::test]
async fn what_is_shown_is_what_is_saved() {
    let place = Place::new();
    let more =
        "<p>This sentence is long enough to be quoted, and it says that the harbour is deep.</p>";
    place.server.show(
        "/ferry",
        &page("Night ferry returns", "", &(ferry(210) + more)),
    );
    let incoming = place
        .take("/ferry?utm_source=mail#top")
        .await
        .expect("an article");
    let preview = Preview::of(&place.store, HERE, &incoming).expect("the store works");
    assert_eq!(preview.metadata.title, "Night ferry returns");
    assert_eq!(preview.host.as_deref(), Some("127.0.0.1"));
    assert!(preview.sentences >= 6 && preview.facts > 0, "{preview:?}");
    assert!(preview.duplicates.is_empty());
    let kinds: Vec<&str> = preview
        .warnings
        .iter()
        .map(|warning| warning.kind)
        .collect();
    assert_eq!(kinds, ["no_date"]);
    assert_eq!(place.count(), 0, "looking keeps nothing");

    place
        .server
        .show("/ferry", &page("Something else entirely", "", &whistle()));
    let saved = ingest::keep(
        &place.store,
        HERE,
        &incoming,
        &OnDuplicate::Ask,
        Stamp::at(7),
    )
    .expect("kept");
    assert_eq!(
        (saved.id.as_str(), saved.outcome),
        ("night-ferry-returns", Outcome::Added)
    );
    assert_eq!(
        place.text("night-ferry-returns"),
        incoming.text,
        "not what the page says by now"
    );
    let url = place
        .store
        .entry(HERE, &saved.id)
        .expect("kept")
        .metadata
        .url;
    assert_eq!(
        url,
        Some(place.server.url("/ferry")),
        "without what tracks readers"
    );
}

#[tokio::test]
async fn the_questions_shown_are_answered() {
    let place = Place::new();
    place
        .server
        .show("/ferry", &page("Night ferry returns", "", &ferry(210)));
    let incoming = place.take("/ferry").await.expect("an article");
    let preview = Preview::of(&place.store, HERE, &incoming).expect("the store works");
    assert!(!preview.questions.is_empty() && preview.questions.len() <= 3);
    place.add("/ferry", OnDuplicate::Ask).await.expect("kept");
    let knowledge = Knowledge::in_memory(place.store.readable(HERE).expect("the store works"));
    for question in &preview.questions {
        let answer = knowledge
            .ask(&Ask::new(question.as_str()))
            .expect("a question");
        assert!(answer.answered, "{question}");
    }
}

#[tokio::test]
async fn the_same_page_is_asked_about_whatever_its_spelling() {
    let place = Place::new();
    place
        .server
        .show("/ferry", &page("Night ferry returns", "", &ferry(210)));
    place.add("/ferry", OnDuplicate::Ask).await.expect("kept");
    place
        .server
        .show("/ferry", &page("Night ferry returns", "", &ferry(240)));
    for path in [
        "/ferry",
        "/ferry?utm_campaign=x&fbclid=1",
        "/ferry#cars",
        "/to?302=/ferry",
    ] {
        let error = place.add(path, OnDuplicate::Ask).await.expect_err("a twin");
        assert_eq!(error.code(), ErrorCode::Duplicate, "{path}");
        assert!(
            error.to_string().contains("Night ferry returns"),
            "both are named"
        );
    }
    assert!(
        place.text("night-ferry-returns").contains("210 passengers"),
        "nothing is touched"
    );
    let saved = place.replace("/ferry").await.expect("kept");
    assert_eq!(
        (saved.id.as_str(), saved.version),
        ("night-ferry-returns", 2)
    );
    place
        .server
        .show("/ferry", &page("Night ferry returns", "", &ferry(260)));
    let beside = place.add("/ferry", OnDuplicate::Both).await.expect("kept");
    assert_ne!(beside.id, saved.id);
    assert_eq!(place.count(), 2);
    let found = place.store.find_address(
        HERE,
        &ingest::duplicates::address_key(&place.server.url("/ferry").parse().expect("an address")),
    );
    assert_eq!(
        found.expect("the store works").map(|entry| entry.id),
        Some(saved.id),
        "the first keeps the address"
    );
}

#[tokio::test]
async fn only_what_was_shown_is_replaced_and_only_as_it_was_shown() {
    let place = Place::new();
    let titled = async |title: &str, passengers| {
        let shown = page(title, "", &ferry(passengers));
        place.server.show("/ferry", &shown);
        place.take("/ferry").await.expect("an article")
    };
    let keep = |incoming: &Incoming, choice: &OnDuplicate| {
        ingest::keep(&place.store, HERE, incoming, choice, Stamp::at(7))
    };
    let first = titled("Night ferry returns", 210).await;
    let shown = keep(&first, &OnDuplicate::Ask).expect("kept").id;
    let beside = titled("Night ferry returns", 220).await;
    keep(&beside, &OnDuplicate::Both).expect("kept");

    let next = titled("Night ferry returns", 230).await;
    let choice = place.replacing(&next);
    let other = titled("Night ferry returns", 240).await;
    keep(&other, &place.replacing(&other)).expect("kept");
    let overtaken = keep(&next, &choice).expect_err("somebody was faster");
    assert_eq!(overtaken.code(), ErrorCode::ChangedSince);
    assert!(place.text(shown.as_str()).contains("240 passengers"));

    let choice = place.replacing(&next);
    place
        .store
        .remove(HERE, &shown, Stamp::at(8))
        .expect("removed");
    assert_eq!(
        keep(&next, &choice).expect_err("it is gone").code(),
        ErrorCode::ChangedSince
    );
    assert!(
        place
            .text("night-ferry-returns-2")
            .contains("220 passengers")
    );
    assert_eq!(place.count(), 1);
}

#[tokio::test]
async fn nearly_the_same_words_are_named() {
    let place = Place::new();
    place
        .server
        .show("/ferry", &page("Night ferry returns", "", &ferry(210)));
    place
        .server
        .show("/copy", &page("Ferry sails again", "", &ferry(250)));
    place
        .server
        .show("/whistle", &page("Tin whistles", "", &whistle()));
    place.add("/ferry", OnDuplicate::Ask).await.expect("kept");
    let incoming = place.take("/copy").await.expect("an article");
    let preview = Preview::of(&place.store, HERE, &incoming).expect("the store works");
    assert_eq!(preview.duplicates.len(), 1);
    assert!(
        preview.duplicates[0].how.contains("% of its words"),
        "{:?}",
        preview.duplicates
    );
    assert_eq!(
        place
            .add("/copy", OnDuplicate::Ask)
            .await
            .expect_err("a twin")
            .code(),
        ErrorCode::Duplicate
    );
    place
        .add("/whistle", OnDuplicate::Ask)
        .await
        .expect("another article is no twin");
}

#[tokio::test]
async fn a_page_cannot_take_over_the_article_of_another_host() {
    let place = Place::new();
    let victim = r#"<link rel="canonical" href="https://news.example.org/ferry">"#;
    place
        .server
        .show("/ferry", &page("Night ferry returns", victim, &ferry(210)));
    let incoming = place.take("/ferry").await.expect("an article");
    assert_eq!(incoming.metadata.url, Some(place.server.url("/ferry")));
    let own = r#"<link rel="canonical" href="/2024/ferry">"#;
    place
        .server
        .show("/ferry", &page("Night ferry returns", own, &ferry(210)));
    let incoming = place.take("/ferry").await.expect("an article");
    assert_eq!(incoming.metadata.url, Some(place.server.url("/2024/ferry")));
}

#[tokio::test]
async fn a_refresh_makes_a_version_or_leaves_everything_as_it_was() {
    let place = Place::new();
    place
        .server
        .show("/ferry", &page("Night ferry returns", "", &ferry(210)));
    let id = place
        .add("/ferry", OnDuplicate::Ask)
        .await
        .expect("kept")
        .id;
    assert!(matches!(
        place.refresh(id.as_str()).await,
        Refreshed::Unchanged
    ));
    place
        .server
        .show("/ferry", &page("Night ferry returns", "", &ferry(240)));
    assert!(matches!(
        place.refresh(id.as_str()).await,
        Refreshed::Changed { version: 2 }
    ));

    let short = "<p>The night ferry to Lunde sails again from the first of May, it says here, and nothing more.</p>";
    place
        .server
        .show("/ferry", &page("Night ferry returns", "", short));
    assert!(matches!(
        place.refresh(id.as_str()).await,
        Refreshed::TooShort { .. }
    ));
    place.server.show(
        "/ferry",
        "<html><body><div id=app></div><script>x</script></body></html>",
    );
    assert!(matches!(
        place.refresh(id.as_str()).await,
        Refreshed::Failed(_)
    ));
    let state = place
        .store
        .refresh_state(HERE, &id)
        .expect("the store works");
    assert_eq!(state.failure.as_deref(), Some("PAGE_NO_TEXT"));
    assert!(place.text(id.as_str()).contains("240 passengers"));
    assert_eq!(
        place
            .store
            .history(HERE, &id)
            .expect("the store works")
            .len(),
        2
    );
}

#[tokio::test]
async fn an_unchanged_page_is_not_read_again() {
    let place = Place::new();
    let id = place.add("/page", OnDuplicate::Ask).await.expect("kept").id;
    let state = place
        .store
        .refresh_state(HERE, &id)
        .expect("the store works");
    assert_eq!(state.etag.as_deref(), Some("\"v1\""));
    assert!(matches!(
        place.refresh(id.as_str()).await,
        Refreshed::Unchanged
    ));
}

#[tokio::test]
async fn a_page_is_read_again_where_its_text_is_not_the_one_that_is_quoted() {
    let place = Place::new();
    let id = place.add("/page", OnDuplicate::Ask).await.expect("kept").id;
    let etag = || {
        let state = place.store.refresh_state(HERE, &id);
        state.expect("the store works").etag
    };
    let refreshed = async || place.refresh(id.as_str()).await;
    let whole = place.text(id.as_str());
    let entry = place.store.entry(HERE, &id).expect("kept");
    let by_hand = Draft {
        id: id.clone(),
        metadata: entry.metadata.clone(),
        text: whole.clone() + "\n\nSomebody added this sentence by hand.",
        source: entry.source.clone(),
    };
    place.store.put(HERE, &by_hand, Stamp::at(8)).expect("kept");
    assert_eq!(etag(), None);
    assert!(matches!(
        refreshed().await,
        Refreshed::Changed { version: 3 }
    ));
    assert_eq!(place.text(id.as_str()), whole);
    assert!(etag().is_some());

    let back = place.store.restore_version(HERE, &id, 2, Stamp::at(9));
    back.expect("it is there");
    assert_eq!(etag(), None);
    assert!(matches!(
        refreshed().await,
        Refreshed::Changed { version: 4 }
    ));

    let elsewhere = Metadata {
        url: Some(place.server.url("/page?page=2")),
        ..entry.metadata
    };
    let edited = place.store.edit(HERE, &id, &elsewhere, Stamp::at(10));
    edited.expect("kept");
    assert_eq!(etag(), None);
}

#[tokio::test]
async fn what_a_server_said_of_an_earlier_text_is_not_kept_with_a_later_one() {
    let place = Place::new();
    let id = place.add("/page", OnDuplicate::Ask).await.expect("kept").id;
    let known = Known::of(&place.store, HERE, &id).expect("an article");
    let came = known.fetch(&place.intake).await.expect("an address");
    let by_hand = Draft {
        id: id.clone(),
        metadata: known.entry.metadata.clone(),
        text: place.text(id.as_str()) + "\n\nSomebody added this sentence meanwhile.",
        source: known.entry.source.clone(),
    };
    place.store.put(HERE, &by_hand, Stamp::at(8)).expect("kept");
    known
        .settle(&place.store, HERE, came, Stamp::at(9))
        .expect("settled");
    let refreshed = place.refresh(id.as_str()).await;
    assert!(matches!(refreshed, Refreshed::Changed { version: 3 }));
}

#[tokio::test]
async fn nothing_is_kept_of_what_cannot_be_taken_in() {
    let place = Place::new();
    place.server.show("/pdf", "%PDF-1.7 and more");
    place
        .server
        .show("/json", r#"{"title": "Ferry", "text": 7x}"#);
    for (path, code) in [
        ("/404", "URL_STATUS"),
        ("/gzip-bomb", "URL_TOO_LARGE"),
        ("/to?302=http://10.0.0.1/", "URL_PRIVATE"),
        ("/pdf", "FILE_INVALID"),
        ("/json", "FILE_INVALID"),
    ] {
        let error = place
            .add(path, OnDuplicate::Ask)
            .await
            .expect_err("a refusal");
        assert_eq!(error.code().as_str(), code, "{path}");
    }
    for (name, bytes, code) in [
        ("a.txt", &b""[..], "PAGE_NO_TEXT"),
        ("b.txt", b"MZ\x90\0\x03", "FILE_TYPE"),
        ("../../c.md", b"---\ntitle: [x\n---\n", "FILE_INVALID"),
        (
            "d.txt",
            b"Title\n\nbroken \xff\xfe\x00 words",
            "TEXT_ENCODING",
        ),
        ("e.html", b"<html><body></body></html>", "PAGE_NO_TEXT"),
    ] {
        let offer = Offer::File {
            name: name.to_owned(),
            bytes: bytes.to_vec(),
        };
        let error = place
            .intake
            .take(offer, &Metadata::default())
            .await
            .expect_err("a refusal");
        assert_eq!(error.code().as_str(), code, "{name}");
    }
    assert_eq!(place.count(), 0);
}

#[tokio::test]
async fn pasted_text_and_messages_are_taken_like_files() {
    let place = Place::new();
    let known = Metadata {
        title: "Harbour notes".to_owned(),
        ..Metadata::default()
    };
    let text = "The harbour is nine metres deep. It freezes once in ten years.".to_owned();
    let pasted = place
        .intake
        .take(Offer::Paste(text.clone()), &known)
        .await
        .expect("an article");
    assert_eq!(pasted.text, text);
    let message = Offer::Message {
        text,
        link: "https://discord.com/channels/1/2/3".to_owned(),
    };
    let message = place
        .intake
        .take(message, &known)
        .await
        .expect("an article");
    assert_eq!(
        message.source.name.as_deref(),
        Some("https://discord.com/channels/1/2/3")
    );
    ingest::keep(&place.store, HERE, &pasted, &OnDuplicate::Ask, Stamp::at(7)).expect("kept");
    let again = ingest::keep(
        &place.store,
        HERE,
        &message,
        &OnDuplicate::Ask,
        Stamp::at(8),
    );
    let again = again.expect("it is there");
    assert_eq!(
        again.outcome,
        Outcome::Unchanged,
        "the same words come once"
    );
}

#[test]
fn every_refusal_says_what_to_do_next() {
    let refused = |refusal| FetchError::Refused(refusal);
    let fetching = [
        refused(Refusal::Invalid("it names no host")),
        refused(Refusal::Unreachable),
        FetchError::Slow(15),
        FetchError::TooLarge(5),
        FetchError::Redirects(3),
        FetchError::Certificate(CertificateFault::Expired),
        FetchError::Certificate(CertificateFault::UnknownIssuer),
        FetchError::Packing,
        FetchError::HostBusy(20),
        FetchError::Broken,
    ];
    let statuses = [204, 302, 401, 403, 404, 410, 429, 500, 503].map(FetchError::Status);
    let walls = [
        Wall::Paid,
        Wall::Login,
        Wall::RobotCheck,
        Wall::Scripts,
        Wall::Missing,
        Wall::Pictures,
        Wall::Letters,
        Wall::Empty,
    ];
    let pages = [
        PageError::TooComplex,
        PageError::TooLong,
        PageError::Damaged("the PDF"),
        PageError::Locked("the PDF"),
        PageError::Packed,
        PageError::Unread("an Excel workbook"),
    ];
    let documents = [
        DocumentError::Kind("a picture"),
        DocumentError::Damaged("a PDF"),
        DocumentError::TooLarge,
        DocumentError::Empty,
        DocumentError::NoTitle,
    ];
    let page = |error: PageError| DocumentError::Page(error.into());
    let all = fetching
        .into_iter()
        .chain(statuses)
        .map(IngestError::from)
        .chain(documents.map(IngestError::from))
        .chain(pages.map(page).map(IngestError::from))
        .chain(walls.map(|wall| page(PageError::NoText(wall)).into()))
        .chain([IngestError::NoSentence]);
    for error in all {
        let Trouble { what, next } = error.trouble();
        let next = next.unwrap_or_default();
        assert!(!what.is_empty() && next.len() > 10, "{error}");
        assert_eq!(error.to_string(), format!("{what}; {next}"));
    }
    assert_eq!(
        refused(Refusal::Unreachable).code(),
        ErrorCode::UrlPrivate,
        "private, closed and missing read alike"
    );
}
