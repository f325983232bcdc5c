//! The one door to the network: fetches a page under limits that no server can talk it out of.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderMap, HeaderName,
    IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION,
};
use reqwest::{Client, Response, StatusCode};
use serde::{Deserialize, Serialize};
use tokio::time::timeout;
use url::Url;

use super::address::{AddressPolicy, Refusal};
pub use super::certificate_fault::CertificateFault;
use super::certificate_fault::fault_in;
use super::compression::{Unpacking, unpack};
use super::host_throttle::{HostThrottle, HostTurn};
use super::resolver::{GuardedNames, LookUp, SystemNames};
use crate::errors::{ErrorCode, Trouble};

/// What a fetch may cost.
#[derive(Debug, Clone, Copy)]
pub struct FetchLimits {
    /// From the first look-up to the last byte, all redirects included.
    pub total: Duration,
    /// To open one connection.
    pub connect: Duration,
    /// Without a single byte coming in.
    pub idle: Duration,
    /// Bytes as they come over the wire.
    pub wire_bytes: usize,
    /// Bytes once unpacked.
    pub unpacked_bytes: usize,
    /// Redirects followed.
    pub redirects: usize,
    /// Between two fetches from one host.
    pub pause: Duration,
    /// How long one waits for a host's turn.
    pub patience: Duration,
}

impl Default for FetchLimits {
    fn default() -> Self {
        FetchLimits {
            total: Duration::from_secs(15),
            connect: Duration::from_secs(5),
            idle: Duration::from_secs(5),
            wire_bytes: 5 << 20,
            unpacked_bytes: 10 << 20,
            redirects: 3,
            pause: Duration::from_secs(1),
            patience: Duration::from_secs(20),
        }
    }
}

/// Why a page was not fetched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.trouble())]
pub enum FetchError {
    /// The address, or one it leads to, may not be reached.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It took too long.
    Slow(u64),
    /// It is too much.
    TooLarge(usize),
    /// The server answered something else than a page.
    Status(u16),
    /// Too many redirects, or one without an aim.
    Redirects(usize),
    /// The certificate does not prove the host's name, and why not.
    Certificate(CertificateFault),
    /// The body is compressed in a way that is not read.
    Packing,
    /// Others are fetching from this host.
    HostBusy(u64),
    /// The connection broke.
    Broken,
}

/// Says what a status means for the person who wants the page, and what to do about it.
fn status_trouble(status: u16) -> Trouble {
    let (what, next) = match status {
        401 | 402 | 403 | 407 | 451 => (
            "the site does not show this page to programs",
            "open it in a browser and paste the text if you may share it",
        ),
        404 | 410 => ("the site has no such page", "check the address"),
        408 | 425 | 429 => ("the site was asked too often", "try again later"),
        500..=599 => ("the site is in trouble", "try again later"),
        _ => (
            "the site answered with something else than a page",
            "check the address, or paste the text",
        ),
    };
    Trouble::new(format!("{what} (status {status})"), next)
}

impl FetchError {
    /// Returns the error code that a user sees.
    pub fn code(&self) -> ErrorCode {
        match self {
            FetchError::Refused(refusal) => refusal.code(),
            FetchError::Slow(_) => ErrorCode::UrlSlow,
            FetchError::TooLarge(_) => ErrorCode::UrlTooLarge,
            FetchError::HostBusy(_) => ErrorCode::HostBusy,
            FetchError::Packing => ErrorCode::TextEncoding,
            FetchError::Status(_)
            | FetchError::Redirects(_)
            | FetchError::Certificate(_)
            | FetchError::Broken => ErrorCode::UrlStatus,
        }
    }

    /// Says what is wrong and what to do.
    pub fn trouble(&self) -> Trouble {
        match self {
            FetchError::Refused(refusal) => refusal.trouble(),
            FetchError::Slow(seconds) => Trouble::new(
                format!("the page did not arrive within {seconds} seconds"),
                "try later, or paste the text",
            ),
            FetchError::TooLarge(mebibytes) => Trouble::new(
                format!("the page is larger than {mebibytes} MiB"),
                "paste the part that matters",
            ),
            FetchError::Status(status) => status_trouble(*status),
            FetchError::Redirects(most) => Trouble::new(
                format!("the address redirects more than {most} times"),
                "use the address it ends at",
            ),
            FetchError::Certificate(fault) => Trouble::new(
                format!("the certificate of this site {fault}, so its text cannot be trusted"),
                "open it in a browser and paste the text if you trust it",
            ),
            FetchError::Packing => Trouble::new(
                "the page is packed in a way that cannot be read",
                "save it as a file and attach that",
            ),
            FetchError::HostBusy(seconds) => Trouble::new(
                "this site is being fetched from already",
                format!("try again in {seconds} seconds"),
            ),
            FetchError::Broken => Trouble::new(
                "the connection to this site broke off",
                "try again in a minute",
            ),
        }
    }
}

/// What a server said of the state of a page, to ask later whether it has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageState {
    /// Its entity tag.
    pub etag: Option<String>,
    /// Its date of change, as the server wrote it.
    pub last_modified: Option<String>,
}

/// A page as it was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedPage {
    /// Where it was found, after all redirects.
    pub url: Url,
    /// Its bytes, unpacked.
    pub body: Vec<u8>,
    /// The header `Content-Type`.
    pub content_type: Option<String>,
    /// To ask later whether it has changed.
    pub state: PageState,
}

/// What came of a fetch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// A page.
    Page(FetchedPage),
    /// The page has not changed since the state that was given.
    Unchanged,
}

/// Fetches pages; cheap to clone, all clones share the turns of the hosts.
#[derive(Debug, Clone)]
pub struct Fetcher {
    client: Client,
    policy: Arc<AddressPolicy>,
    limits: FetchLimits,
    throttle: HostThrottle,
}

impl Fetcher {
    /// Makes a fetcher that looks names up as the operating system does.
    pub fn new(policy: AddressPolicy) -> Result<Self, reqwest::Error> {
        Fetcher::with(policy, FetchLimits::default(), Arc::new(SystemNames))
    }

    /// Makes a fetcher with limits and a look-up of one's own.
    pub fn with(
        policy: AddressPolicy,
        limits: FetchLimits,
        names: Arc<dyn LookUp>,
    ) -> Result<Self, reqwest::Error> {
        let policy = Arc::new(policy);
        let resolver = GuardedNames {
            policy: Arc::clone(&policy),
            names,
        };
        Ok(Fetcher {
            client: client(&limits, resolver)?,
            policy,
            limits,
            throttle: HostThrottle::new(limits.pause, limits.patience),
        })
    }

    /// Fetches the page at an address as somebody wrote it; with `known`, only if it has changed since.
    pub async fn fetch(
        &self,
        address: &str,
        known: Option<&PageState>,
    ) -> Result<Fetched, FetchError> {
        let url = self.policy.parse(address)?;
        let turn = self.turn(&url).await?;
        let hops = self.follow(url, known, turn);
        let slow = FetchError::Slow(self.limits.total.as_secs());
        timeout(self.limits.total, hops).await.unwrap_or(Err(slow))
    }

    /// Refuses what would be refused of an address without looking anything up.
    pub fn check(&self, address: &str) -> Result<(), FetchError> {
        Ok(self.policy.parse(address).map(drop)?)
    }

    async fn follow(
        &self,
        mut url: Url,
        known: Option<&PageState>,
        mut turn: HostTurn,
    ) -> Result<Fetched, FetchError> {
        for _ in 0..=self.limits.redirects {
            let response = self.ask(&url, known).await?;
            let Some(next) = self.redirect(&url, &response)? else {
                return self.take(url, response, known.is_some()).await;
            };
            drop(response);
            if next.host_str() != url.host_str() {
                drop(turn);
                turn = self.turn(&next).await?;
            }
            url = next;
        }
        Err(FetchError::Redirects(self.limits.redirects))
    }

    async fn turn(&self, url: &Url) -> Result<HostTurn, FetchError> {
        let host = url.host_str().unwrap_or_default();
        let busy = FetchError::HostBusy(self.limits.patience.as_secs());
        self.throttle.take(host).await.ok_or(busy)
    }

    async fn ask(&self, url: &Url, known: Option<&PageState>) -> Result<Response, FetchError> {
        self.policy.check(url)?;
        let request = self.client.get(url.clone()).headers(conditions(known));
        request.send().await.map_err(|error| self.explain(&error))
    }

    fn redirect(&self, from: &Url, response: &Response) -> Result<Option<Url>, FetchError> {
        let status = response.status();
        if !status.is_redirection() || status == StatusCode::NOT_MODIFIED {
            return Ok(None);
        }
        let location = response.headers().get(&LOCATION);
        let location = location.ok_or(FetchError::Status(status.as_u16()))?;
        // Many servers write letters that are not ASCII as they are, and browsers follow them.
        let location = String::from_utf8_lossy(location.as_bytes());
        Ok(Some(self.policy.follow(from, &location)?))
    }

    async fn take(
        &self,
        url: Url,
        response: Response,
        conditional: bool,
    ) -> Result<Fetched, FetchError> {
        let status = response.status();
        if status == StatusCode::NOT_MODIFIED && conditional {
            return Ok(Fetched::Unchanged);
        }
        if status != StatusCode::OK {
            return Err(FetchError::Status(status.as_u16()));
        }
        let headers = response.headers().clone();
        let packed = self.read(response).await?;
        let body = self
            .unpacked(packed, header(&headers, &CONTENT_ENCODING))
            .await?;
        Ok(Fetched::Page(FetchedPage {
            url,
            body,
            content_type: header(&headers, &CONTENT_TYPE),
            state: PageState {
                etag: header(&headers, &ETAG),
                last_modified: header(&headers, &LAST_MODIFIED),
            },
        }))
    }

    async fn read(&self, mut response: Response) -> Result<Vec<u8>, FetchError> {
        let limit = self.limits.wire_bytes;
        let too_large = FetchError::TooLarge(limit >> 20);
        if response
            .content_length()
            .is_some_and(|announced| announced > limit as u64)
        {
            return Err(too_large);
        }
        let mut body = Vec::new();
        while let Some(piece) = response.chunk().await.map_err(|e| self.explain(&e))? {
            if body.len() + piece.len() > limit {
                return Err(too_large);
            }
            body.extend_from_slice(&piece);
        }
        Ok(body)
    }

    /// Unpacks a body on a thread of its own: that is pure computing, and would keep an async worker from all else.
    async fn unpacked(
        &self,
        packed: Vec<u8>,
        encoding: Option<String>,
    ) -> Result<Vec<u8>, FetchError> {
        let limit = self.limits.unpacked_bytes;
        let work = move || unpack(packed, encoding.as_deref(), limit);
        // Only a fault while unpacking ends the thread, so the body is to blame.
        let unpacked = tokio::task::spawn_blocking(work).await;
        match unpacked.unwrap_or(Err(Unpacking::Broken)) {
            Ok(body) => Ok(body),
            Err(Unpacking::TooLarge) => Err(FetchError::TooLarge(limit >> 20)),
            Err(Unpacking::Broken) => Err(FetchError::Packing),
        }
    }

    /// Says what went wrong without repeating the library's words, which name addresses.
    fn explain(&self, error: &reqwest::Error) -> FetchError {
        let causes = causes(error);
        if let Some(refusal) = causes
            .iter()
            .find_map(|cause| cause.downcast_ref::<Refusal>())
        {
            return FetchError::Refused(refusal.clone());
        }
        if error.is_timeout() {
            return FetchError::Slow(self.limits.idle.as_secs());
        }
        let certificate =
            |cause: &&(dyn Error + 'static)| cause.to_string().contains("certificate");
        match error.is_connect() {
            true if causes.iter().any(certificate) => FetchError::Certificate(fault_in(&causes)),
            true => FetchError::Refused(Refusal::Unreachable),
            false => FetchError::Broken,
        }
    }
}

/// Builds a client that follows nothing, unpacks nothing, keeps nothing and knows no proxy: all that is done here.
fn client(limits: &FetchLimits, resolver: GuardedNames) -> Result<Client, reqwest::Error> {
    let accepted =
        "text/html,application/xhtml+xml,text/markdown,text/plain,application/json;q=0.9,*/*;q=0.1";
    let accepted = reqwest::header::HeaderValue::from_static(accepted);
    let packing = reqwest::header::HeaderValue::from_static("gzip, br");
    let headers = HeaderMap::from_iter([(ACCEPT, accepted), (ACCEPT_ENCODING, packing)]);
    Client::builder()
        .no_proxy()
        .no_gzip()
        .no_brotli()
        .http1_only()
        .referer(false)
        .redirect(reqwest::redirect::Policy::none())
        .pool_max_idle_per_host(0)
        .connect_timeout(limits.connect)
        .read_timeout(limits.idle)
        .user_agent(concat!("Footnote/", env!("CARGO_PKG_VERSION")))
        .default_headers(headers)
        .dns_resolver(Arc::new(resolver))
        .build()
}

fn causes<'e>(error: &'e (dyn Error + 'static)) -> Vec<&'e (dyn Error + 'static)> {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause);
        next = cause.source();
    }
    causes
}

fn conditions(known: Option<&PageState>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let Some(known) = known else {
        return headers;
    };
    for (name, value) in [
        (IF_NONE_MATCH, &known.etag),
        (IF_MODIFIED_SINCE, &known.last_modified),
    ] {
        if let Some(value) = value.as_ref().and_then(|value| value.parse().ok()) {
            headers.insert(name, value);
        }
    }
    headers
}

fn header(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    headers.get(name)?.to_str().ok().map(str::to_owned)
}
