//! Reading a page in a process of its own: whatever the page does to the reader, only that process dies of it.
//!
//! No time-out and no `catch_unwind` contains a parser that runs away or overflows its stack, so the program runs itself
//! as `footnote extract`. The child takes limits upon itself before it reads a byte; the parent watches the clock.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use rlimit::Resource;
use serde::{Deserialize, Serialize};
use tokio::sync::Semaphore;
use url::Url;

use super::intake_reading::read_article;
use super::page::{PageArticle, PageError};
use crate::errors::{ErrorCode, Trouble};

/// Seconds of computing after which the child is ended.
const CPU_SECONDS: u64 = 4;

/// Memory that the child may ask for.
const MEMORY_BYTES: u64 = 512 << 20;

/// How long the parent waits for the child; a build without optimisation, which only tests run, is many times slower.
const PATIENCE: Duration = Duration::from_secs(if cfg!(debug_assertions) { 60 } else { 10 });

/// The most that a child may answer.
const MAX_REPLY_BYTES: u64 = 8 << 20;

/// The most that a child reads.
const MAX_PAGE_BYTES: u64 = 10 << 20;

/// At most this many child processes run at a time; others wait.
const CHILDREN: usize = 2;

/// Why no article came out of a page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.trouble())]
pub enum ExtractError {
    /// The page gives no article; the words are for the person who asked.
    Page {
        /// The error code that a user sees.
        code: ErrorCode,
        /// What happened and what to do.
        trouble: Trouble,
    },
    /// The child could not be run.
    Unable(String),
}

impl ExtractError {
    /// Returns the error code that a user sees.
    pub fn code(&self) -> ErrorCode {
        match self {
            ExtractError::Page { code, .. } => *code,
            ExtractError::Unable(_) => ErrorCode::Internal,
        }
    }

    /// Says what is wrong and what to do.
    pub fn trouble(&self) -> Trouble {
        match self {
            ExtractError::Page { trouble, .. } => trouble.clone(),
            ExtractError::Unable(cause) => Trouble::new(
                format!("unable to read the page in a process of its own: {cause}"),
                "try again, or paste its text",
            ),
        }
    }
}

impl From<PageError> for ExtractError {
    fn from(error: PageError) -> Self {
        ExtractError::Page {
            code: error.code(),
            trouble: error.trouble(),
        }
    }
}

impl From<io::Error> for ExtractError {
    fn from(error: io::Error) -> Self {
        ExtractError::Unable(error.to_string())
    }
}

/// What the child writes: an article, or why there is none.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
enum ChildAnswer {
    Error {
        code: String,
        /// Both parts of the trouble in one line, for other programs.
        message: String,
        #[serde(flatten)]
        trouble: Trouble,
    },
    Article(PageArticle),
}

/// A page to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RawPage {
    /// Its bytes, unpacked.
    pub bytes: Vec<u8>,
    /// The header `Content-Type`, if there was one.
    pub content_type: Option<String>,
    /// Where it was found.
    pub url: Option<Url>,
}

/// Reads pages in child processes, a few at a time.
#[derive(Debug, Clone)]
pub struct Extractor {
    program: PathBuf,
    places: Arc<Semaphore>,
}

impl Extractor {
    /// Makes an extractor that runs this very program.
    pub fn of_this_program() -> io::Result<Self> {
        Ok(Extractor::running(std::env::current_exe()?))
    }

    /// Makes an extractor that runs the program at a place.
    pub fn running(program: PathBuf) -> Self {
        Extractor {
            program,
            places: Arc::new(Semaphore::new(CHILDREN)),
        }
    }

    /// Reads the article of a page, once a place is free.
    pub async fn extract(&self, page: RawPage) -> Result<PageArticle, ExtractError> {
        let failed = |error: &dyn std::fmt::Display| ExtractError::Unable(error.to_string());
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.map_err(|error| failed(&error))?;
        let own = self.clone();
        let work = tokio::task::spawn_blocking(move || {
            let article = own.extract_blocking(page);
            drop(place);
            article
        });
        work.await.map_err(|error| failed(&error))?
    }

    /// Reads the article of a page on this thread.
    pub fn extract_blocking(&self, page: RawPage) -> Result<PageArticle, ExtractError> {
        let mut child = self.spawn(&page)?;
        let input = child.stdin.take();
        let output = child.stdout.take();
        // Both ends run beside the clock: a child that stops reading or never stops writing delays nobody.
        let writer = thread::spawn(move || feed(input, &page.bytes));
        let reader = thread::spawn(move || drain(output));
        let status = wait(&mut child, Instant::now() + PATIENCE)?;
        let _ = writer.join();
        let answer = reader.join().unwrap_or_default();
        understand(status, &answer)
    }

    fn spawn(&self, page: &RawPage) -> io::Result<Child> {
        let mut command = Command::new(&self.program);
        command.arg("extract");
        if let Some(url) = &page.url {
            command.args(["--url", url.as_str()]);
        }
        if let Some(content_type) = &page.content_type {
            command.args(["--content-type", content_type]);
        }
        // The child gets none of our settings, so that a page that took it over would find no token.
        command.env_clear();
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        command.spawn()
    }
}

fn feed(input: Option<impl Write>, bytes: &[u8]) {
    if let Some(mut input) = input {
        // A child that died has said enough by dying.
        let _ = input.write_all(bytes);
    }
}

fn drain(output: Option<impl Read>) -> Vec<u8> {
    let mut answer = Vec::new();
    if let Some(output) = output {
        let _ = output.take(MAX_REPLY_BYTES).read_to_end(&mut answer);
    }
    answer
}

/// Waits until the child ends, or ends it.
fn wait(child: &mut Child, until: Instant) -> io::Result<Option<ExitStatus>> {
    let mut pause = Duration::from_millis(1);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= until {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// Reads what the child wrote; a child that its limits ended had too much to do, one that we ended was given too little
/// of the machine.
fn understand(status: Option<ExitStatus>, answer: &[u8]) -> Result<PageArticle, ExtractError> {
    let Some(status) = status else {
        return Err(PageError::Slow(PATIENCE.as_secs()).into());
    };
    if status.code().is_none() {
        return Err(PageError::TooComplex.into());
    }
    match serde_json::from_slice(answer) {
        Ok(ChildAnswer::Article(article)) => Ok(article),
        Ok(ChildAnswer::Error { code, trouble, .. }) => Err(ExtractError::Page {
            code: known_code(&code),
            trouble,
        }),
        // A panic ends with a status of its own and without an answer.
        Err(_) => Err(PageError::TooComplex.into()),
    }
}

/// Believes only the codes that a child can have.
fn known_code(code: &str) -> ErrorCode {
    const CODES: [ErrorCode; 6] = [
        ErrorCode::PageNoText,
        ErrorCode::PageTooComplex,
        ErrorCode::TextEncoding,
        ErrorCode::FileType,
        ErrorCode::FileInvalid,
        ErrorCode::FileTooLarge,
    ];
    let known = code.parse().ok().filter(|code| CODES.contains(code));
    known.unwrap_or(ErrorCode::PageTooComplex)
}

/// Does the child's work: takes limits upon itself, reads a page, writes its article as JSON; false if there is none.
pub fn run_child(
    input: impl Read,
    mut output: impl Write,
    url: Option<&Url>,
    content_type: Option<&str>,
) -> io::Result<bool> {
    limit_this_process()?;
    // Threads would each take a share of the memory; a pool that is there already is as good.
    let _ = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build_global();
    let mut bytes = Vec::new();
    input.take(MAX_PAGE_BYTES + 1).read_to_end(&mut bytes)?;
    let article = match bytes.len() as u64 > MAX_PAGE_BYTES {
        true => Err(PageError::TooComplex),
        false => read_article(&bytes, content_type, url),
    };
    let found = article.is_ok();
    let answer = article.map_or_else(
        |error| ChildAnswer::Error {
            code: error.code().to_string(),
            message: error.to_string(),
            trouble: error.trouble(),
        },
        ChildAnswer::Article,
    );
    serde_json::to_writer(&mut output, &answer)?;
    output.write_all(b"\n")?;
    output.flush()?;
    Ok(found)
}

/// Bounds what this process may use from now on: computing, memory, open files; it leaves no core behind.
fn limit_this_process() -> io::Result<()> {
    Resource::CPU.set(CPU_SECONDS, CPU_SECONDS + 1)?;
    Resource::AS.set(MEMORY_BYTES, MEMORY_BYTES)?;
    Resource::FSIZE.set(MAX_REPLY_BYTES, MAX_REPLY_BYTES)?;
    Resource::NOFILE.set(32, 32)?;
    Resource::CORE.set(0, 0)
}
