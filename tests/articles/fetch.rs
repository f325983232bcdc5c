//! The one door to the network, tried against a server that does everything wrong.
//!
//! 1. Nothing private is reached: not by a spelling, not by a redirect, not by a name that changes its mind.
//! 2. No server can make a fetch longer or larger than its limits.
//! 3. What the server learns of us is the address and nothing else.

use std::net::{IpAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::hostile_server::{HostileServer, PAGE};
use footnote::errors::ErrorCode;
use footnote::ingest::address::AddressPolicy;
use footnote::ingest::fetch::{
    CertificateFault, FetchError, FetchLimits, Fetched, FetchedPage, Fetcher,
};
use footnote::ingest::resolver::{LookUp, SystemNames};
use futures::future::BoxFuture;

const PRIVATE: &str = include_str!("../support/private_hosts.txt");

fn quick() -> FetchLimits {
    FetchLimits {
        total: Duration::from_secs(2),
        connect: Duration::from_millis(800),
        idle: Duration::from_millis(900),
        pause: Duration::ZERO,
        patience: Duration::from_secs(3),
        ..FetchLimits::default()
    }
}

fn fetcher_for(server: &HostileServer) -> Fetcher {
    let hosts = [
        format!("127.0.0.1:{}", server.port),
        format!("site.test:{}", server.port),
    ];
    let policy = AddressPolicy::with_loopback(hosts).expect("loopback hosts");
    Fetcher::with(policy, quick(), Arc::new(SystemNames)).expect("a fetcher")
}

async fn error_of(fetcher: &Fetcher, address: &str) -> FetchError {
    match fetcher.fetch(address, None).await {
        Err(error) => error,
        Ok(_) => panic!("{address} was fetched"),
    }
}

async fn page_of(fetcher: &Fetcher, address: &str) -> FetchedPage {
    match fetcher.fetch(address, None).await {
        Ok(Fetched::Page(page)) => page,
        other => panic!("{address}: {other:?}"),
    }
}

#[tokio::test]
async fn a_page_is_fetched_with_its_type_and_state() {
    let server = HostileServer::start();
    let fetcher = fetcher_for(&server);
    let page = page_of(&fetcher, &server.url("/page")).await;
    assert_eq!(page.body, PAGE.as_bytes());
    assert_eq!(
        page.content_type.as_deref(),
        Some("text/html; charset=utf-8")
    );
    let again = fetcher.fetch(&server.url("/page"), Some(&page.state)).await;
    assert_eq!(again, Ok(Fetched::Unchanged));
    assert_eq!(
        page_of(&fetcher, &server.url("/gzip")).await.body,
        PAGE.as_bytes()
    );
}

#[tokio::test]
async fn redirects_are_followed_three_times_and_no_further() {
    let server = HostileServer::start();
    let fetcher = fetcher_for(&server);
    let hop = |to: String| format!("/to?302={to}");
    let three = server.url(&hop(hop(hop("/page".to_owned()))));
    assert_eq!(
        page_of(&fetcher, &three).await.url.as_str(),
        server.url("/page")
    );
    let four = server.url(&hop(hop(hop(hop("/page".to_owned())))));
    assert_eq!(error_of(&fetcher, &four).await, FetchError::Redirects(3));
    assert_eq!(
        error_of(&fetcher, &server.url("/to?302=")).await.code(),
        ErrorCode::UrlStatus
    );
}

#[tokio::test]
async fn no_redirect_reaches_a_private_address() {
    let server = HostileServer::start();
    let canary = HostileServer::start();
    let fetcher = fetcher_for(&server);
    let mut words = Vec::new();
    for status in ["301", "302", "303", "307", "308"] {
        for host in PRIVATE.lines() {
            let address = server.url(&format!("/to?{status}=http://{host}/"));
            let error = error_of(&fetcher, &address).await;
            assert_eq!(error.code(), ErrorCode::UrlPrivate, "{status} {host}");
            words.push(error.to_string());
        }
        for host in [
            "127.0.0.1",
            "0x7f.1",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "localhost",
            "0",
        ] {
            let port = canary.port;
            for address in [
                format!("http://{host}:{port}/"),
                format!("//{host}:{port}/"),
            ] {
                let error =
                    error_of(&fetcher, &server.url(&format!("/to?{status}={address}"))).await;
                assert!(
                    [ErrorCode::UrlPrivate, ErrorCode::UrlInvalid].contains(&error.code()),
                    "{address}"
                );
            }
        }
    }
    words.dedup();
    assert_eq!(words.len(), 1, "all private addresses read alike");
    assert_eq!(canary.knocks(), 0);
}

/// Answers with a public address first and a private one ever after, or with what it is told.
#[derive(Default)]
struct FickleNames {
    asked: AtomicUsize,
    always: Option<Vec<IpAddr>>,
}

impl LookUp for FickleNames {
    fn look_up(&self, _name: String) -> BoxFuture<'static, Vec<IpAddr>> {
        let first = self.asked.fetch_add(1, Ordering::SeqCst) == 0;
        // The first address is public but answers nobody.
        let address = if first {
            [203, 0, 114, 1]
        } else {
            [127, 0, 0, 1]
        };
        let answer = self.always.clone().unwrap_or(vec![IpAddr::from(address)]);
        Box::pin(async move { answer })
    }
}

#[tokio::test]
async fn a_name_that_changes_its_mind_gains_nothing() {
    let names = Arc::new(FickleNames::default());
    let fetcher = Fetcher::with(
        AddressPolicy::default(),
        quick(),
        Arc::clone(&names) as Arc<dyn LookUp>,
    );
    let fetcher = fetcher.expect("a fetcher");
    let first = error_of(&fetcher, "http://news.example.org/").await;
    assert_ne!(
        first.code(),
        ErrorCode::UrlInvalid,
        "looked up and found public"
    );
    let second = error_of(&fetcher, "http://news.example.org/").await;
    assert_eq!(second.code(), ErrorCode::UrlPrivate);
    assert_eq!(
        names.asked.load(Ordering::SeqCst),
        2,
        "each connection asks once, and uses what was checked"
    );
}

#[tokio::test]
async fn private_mixed_and_missing_names_read_alike() {
    let public: IpAddr = "93.184.216.34".parse().expect("address");
    let mut words = Vec::new();
    for found in [
        "127.0.0.1",
        "10.0.0.1",
        "::1",
        "::ffff:10.0.0.1",
        "fd00:ec2::254",
        "169.254.169.254",
    ] {
        let private: IpAddr = found.parse().expect("address");
        words.push(refusal_when_resolved_to(vec![private]).await);
        words.push(refusal_when_resolved_to(vec![public, private]).await);
    }
    words.push(refusal_when_resolved_to(Vec::new()).await);
    words.dedup();
    assert_eq!(words.len(), 1, "{words:?}");
}

async fn refusal_when_resolved_to(answer: Vec<IpAddr>) -> String {
    let names = FickleNames {
        always: Some(answer),
        ..FickleNames::default()
    };
    let fetcher =
        Fetcher::with(AddressPolicy::default(), quick(), Arc::new(names)).expect("a fetcher");
    let error = error_of(&fetcher, "http://news.example.org/").await;
    format!("{} {error}", error.code())
}

#[tokio::test]
async fn a_listed_name_reaches_this_machine_and_a_closed_port_reads_like_a_private_one() {
    let server = HostileServer::start();
    let names = FickleNames {
        always: Some(vec![IpAddr::from([127, 0, 0, 1])]),
        ..FickleNames::default()
    };
    let closed = TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port")
        .port();
    let hosts = [
        format!("site.test:{}", server.port),
        format!("127.0.0.1:{closed}"),
    ];
    let policy = AddressPolicy::with_loopback(hosts).expect("hosts");
    let fetcher = Fetcher::with(policy, quick(), Arc::new(names)).expect("a fetcher");
    let page = page_of(&fetcher, &format!("http://site.test:{}/page", server.port)).await;
    assert_eq!(page.body, PAGE.as_bytes());
    let error = error_of(&fetcher, &format!("http://127.0.0.1:{closed}/")).await;
    assert_eq!(error, error_of(&fetcher, "http://10.0.0.1/").await);
}

#[tokio::test]
async fn no_server_makes_a_fetch_too_long() {
    let server = HostileServer::start();
    let fetcher = fetcher_for(&server);
    for path in ["/trickle-head", "/trickle-body", "/silence"] {
        let begun = Instant::now();
        let error = error_of(&fetcher, &server.url(path)).await;
        assert_eq!(error.code(), ErrorCode::UrlSlow, "{path}");
        assert!(
            begun.elapsed() < Duration::from_secs(3),
            "{path} took {:?}",
            begun.elapsed()
        );
    }
}

#[tokio::test]
async fn no_server_makes_a_fetch_too_large() {
    let server = HostileServer::start();
    let fetcher = fetcher_for(&server);
    // A busy machine unpacks slowly, and it is the size that is to end this.
    let limits = FetchLimits {
        total: Duration::from_secs(60),
        idle: Duration::from_secs(20),
        ..quick()
    };
    let hosts = [format!("127.0.0.1:{}", server.port)];
    let policy = AddressPolicy::with_loopback(hosts).expect("hosts");
    let patient = Fetcher::with(policy, limits, Arc::new(SystemNames)).expect("a fetcher");
    for path in [
        "/endless",
        "/lie",
        "/big",
        "/gzip-bomb",
        "/brotli-bomb",
        "/gzip-endless",
    ] {
        let error = error_of(&patient, &server.url(path)).await;
        assert_eq!(error.code(), ErrorCode::UrlTooLarge, "{path}");
    }
    assert_eq!(
        error_of(&fetcher, &server.url("/gzip-twice")).await.code(),
        ErrorCode::TextEncoding
    );
}

#[tokio::test]
async fn other_answers_are_named() {
    let server = HostileServer::start();
    let fetcher = fetcher_for(&server);
    for status in [204, 206, 401, 403, 404, 410, 429, 500, 503] {
        let error = error_of(&fetcher, &server.url(&format!("/{status}"))).await;
        assert_eq!(error, FetchError::Status(status));
    }
    assert_eq!(
        error_of(&fetcher, &server.url("/drop")).await.code(),
        ErrorCode::UrlStatus
    );
}

#[tokio::test]
async fn the_server_learns_nothing_but_the_address() {
    let server = HostileServer::start();
    let fetcher = fetcher_for(&server);
    page_of(&fetcher, &server.url("/page")).await;
    let echo = page_of(&fetcher, &server.url("/to?302=/echo?a=b%23c")).await;
    let heard = String::from_utf8(echo.body).expect("text").to_lowercase();
    let names: Vec<&str> = heard
        .lines()
        .skip(1)
        .filter_map(|line| line.split(':').next())
        .collect();
    assert_eq!(names.len(), 4, "{heard}");
    for name in ["host", "user-agent", "accept", "accept-encoding"] {
        assert!(names.contains(&name), "{heard}");
    }
    assert!(heard.contains("user-agent: footnote/"));
}

#[tokio::test]
async fn a_host_is_fetched_from_once_at_a_time() {
    let server = HostileServer::start();
    let policy =
        AddressPolicy::with_loopback([format!("127.0.0.1:{}", server.port)]).expect("a host");
    let limits = FetchLimits {
        pause: Duration::from_millis(100),
        ..quick()
    };
    let fetcher = Fetcher::with(policy, limits, Arc::new(SystemNames)).expect("a fetcher");
    let begun = Instant::now();
    let address = server.url("/page");
    let all = (0..5).map(|_| fetcher.fetch(&address, None));
    let done = futures::future::join_all(all).await;
    assert!(done.iter().all(Result::is_ok));
    assert!(
        begun.elapsed() >= Duration::from_millis(400),
        "{:?}",
        begun.elapsed()
    );
}

/// Listens on port 80 of every address and tries every private spelling, directly, by redirect and by name.
///
/// Run it in a network of its own, where the addresses exist and port 80 may be taken:
/// `unshare -rn sh -c 'ip link set lo up; for a in 10.0.0.1/8 169.254.169.254/16 172.16.0.1/12 192.168.0.1/16 100.64.0.1/10;
/// do ip addr add $a dev lo; done; ip addr add fd00:ec2::254/64 dev lo; cargo test --test articles -- --ignored'`
#[tokio::test]
#[ignore = "needs a network of its own with port 80 free"]
async fn nobody_knocks_on_port_80() {
    let knocks = Arc::new(AtomicUsize::new(0));
    for address in ["0.0.0.0:80", "[::]:80"] {
        let Ok(listener) = TcpListener::bind(address) else {
            continue;
        };
        let counted = Arc::clone(&knocks);
        std::thread::spawn(move || {
            for _ in listener.incoming() {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        });
    }
    std::net::TcpStream::connect("169.254.169.254:80").expect("the network has the address");
    while knocks.load(Ordering::SeqCst) == 0 {
        std::thread::sleep(Duration::from_millis(5));
    }
    let server = HostileServer::start();
    let fetcher = fetcher_for(&server);
    for host in PRIVATE.lines() {
        error_of(&fetcher, &format!("http://{host}/")).await;
        for status in ["301", "302", "303", "307", "308"] {
            error_of(
                &fetcher,
                &server.url(&format!("/to?{status}=http://{host}/")),
            )
            .await;
        }
    }
    for found in [
        "127.0.0.1",
        "10.0.0.1",
        "169.254.169.254",
        "192.168.0.1",
        "fd00:ec2::254",
        "::1",
    ] {
        refusal_when_resolved_to(vec![found.parse().expect("address")]).await;
    }
    std::thread::sleep(Duration::from_millis(50));
    assert_eq!(
        knocks.load(Ordering::SeqCst),
        1,
        "only the test itself knocked"
    );
}

/// A certificate for 127.0.0.1 that nobody but itself vouches for, and its key; they serve nothing but this test.
const SELF_SIGNED: &[u8] = include_bytes!("../support/self_signed.pem");

#[tokio::test]
async fn a_site_that_vouches_for_itself_is_not_believed() {
    use tokio_rustls::rustls::pki_types::pem::PemObject;
    use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
    use tokio_rustls::rustls::{ServerConfig, crypto};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let chain = vec![CertificateDer::from_pem_slice(SELF_SIGNED).expect("a certificate")];
    let key = PrivateKeyDer::from_pem_slice(SELF_SIGNED).expect("a key");
    let provider = Arc::new(crypto::ring::default_provider());
    let server = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .and_then(|server| server.with_no_client_auth().with_single_cert(chain, key))
        .expect("a server");
    let acceptor = tokio_rustls::TlsAcceptor::from(Arc::new(server));
    let greeted = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("a caller");
        acceptor.accept(stream).await.is_ok()
    });
    let policy = AddressPolicy::with_loopback([format!("127.0.0.1:{port}")]).expect("a host");
    let fetcher = Fetcher::with(policy, quick(), Arc::new(SystemNames)).expect("a fetcher");
    let error = error_of(&fetcher, &format!("https://127.0.0.1:{port}/page")).await;
    assert_eq!(
        error,
        FetchError::Certificate(CertificateFault::UnknownIssuer)
    );
    assert_eq!(error.code(), ErrorCode::UrlStatus);
    let said = error.to_string();
    assert!(
        said.contains("certificate")
            && said.contains("nobody who is trusted")
            && said.contains("paste"),
        "{said}"
    );
    assert!(!greeted.await.expect("it ran"), "nothing was asked for");
}
