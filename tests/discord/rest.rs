//! What the bot does when Discord's REST interface is slow, broken, blocked or lying.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use footnote::config::BotToken;
use footnote::discord::metrics::Metrics;
use footnote::discord::rest::{Call, Rest, RestError};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What the server does with one request.
#[derive(Debug, Clone)]
enum Deed {
    /// Answers with a status, more headers, a kind and a body.
    Say(u16, &'static str, &'static str, String),
    /// Says that later.
    Slow(Duration, Box<Deed>),
    /// Never answers.
    Hang,
    /// Breaks the connection.
    Break,
}

fn discord_says(status: u16, body: serde_json::Value) -> Deed {
    Deed::Say(status, "", "application/json", body.to_string())
}

fn page(status: u16) -> Deed {
    let page = "<html><h1>Error 1015</h1></html>".to_owned();
    Deed::Say(status, "Retry-After: 1\r\n", "text/html", page)
}

type Script = Arc<dyn Fn(usize, &str) -> Deed + Send + Sync>;

/// A server that does what a script says, by the number and the first line of each request.
struct Server {
    base: String,
    seen: Arc<Mutex<Vec<(Instant, String)>>>,
}

impl Server {
    async fn start(script: impl Fn(usize, &str) -> Deed + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        let (seen, count) = (Arc::default(), Arc::new(AtomicUsize::new(0)));
        let script: Script = Arc::new(script);
        let kept: Arc<Mutex<Vec<(Instant, String)>>> = Arc::clone(&seen);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, script.clone(), kept.clone(), count.clone()));
            }
        });
        Server { base, seen }
    }

    fn rest(&self) -> Arc<Rest> {
        let client = reqwest::Client::builder()
            .no_proxy()
            .build()
            .expect("a client");
        let token: BotToken = "canary.secret.token-for-tests".parse().expect("a token");
        Arc::new(Rest::new(client, &self.base, &token, Metrics::new()))
    }

    fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

async fn talk(
    mut stream: TcpStream,
    script: Script,
    seen: Arc<Mutex<Vec<(Instant, String)>>>,
    count: Arc<AtomicUsize>,
) {
    while let Some(line) = request(&mut stream).await {
        seen.lock().unwrap().push((Instant::now(), line.clone()));
        let mut deed = script(count.fetch_add(1, Ordering::SeqCst), &line);
        while let Deed::Slow(wait, then) = deed {
            tokio::time::sleep(wait).await;
            deed = *then;
        }
        match deed {
            Deed::Slow(..) => return,
            Deed::Hang => tokio::time::sleep(Duration::from_secs(60)).await,
            Deed::Break => return,
            Deed::Say(status, headers, kind, body) => {
                let length = body.len();
                let words = format!(
                    "HTTP/1.1 {status} Words\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
                );
                if stream.write_all(words.as_bytes()).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// Reads one request and returns its first line.
async fn request(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|four| four == b"\r\n\r\n") {
        let mut one = [0; 1];
        stream.read_exact(&mut one).await.ok()?;
        bytes.push(one[0]);
    }
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse().ok())?
    });
    let mut body = vec![0; length.unwrap_or(0)];
    stream.read_exact(&mut body).await.ok()?;
    head.lines().next().map(str::to_owned)
}

fn message(channel: u64) -> Call {
    Call::message(
        channel,
        json!({"embeds": [], "enforce_nonce": true, "nonce": channel.to_string()}),
    )
}

fn first_response() -> Call {
    Call::first_response(
        1,
        "canary-interaction",
        json!({"type": 5}),
        tokio::time::Instant::now(),
    )
}

fn edit() -> Call {
    let body = json!({"embeds": []});
    Call::edit_response(9, "canary-interaction", body, tokio::time::Instant::now())
}

fn follow_up() -> Call {
    let body = json!({"embeds": []});
    Call::follow_up(9, "canary-interaction", body, tokio::time::Instant::now())
}

#[tokio::test]
async fn during_a_global_block_hardly_anything_is_sent_and_nothing_is_lost() {
    let start = Instant::now();
    let block = Duration::from_secs(1);
    let server = Server::start(move |_, _| match start.elapsed() < block {
        true => discord_says(
            429,
            json!({"message": "limited", "retry_after": 1.0, "global": true}),
        ),
        false => discord_says(200, json!({"id": "1"})),
    })
    .await;
    let rest = server.rest();
    let calls = (0..100).map(|channel| {
        let rest = rest.clone();
        async move { rest.send(message(channel)).await }
    });
    let sent = futures::future::join_all(calls).await;
    assert!(sent.iter().all(Result::is_ok), "{sent:?}");
    let seen = server.seen.lock().unwrap();
    let during = seen.iter().filter(|(at, _)| *at - start < block).count();
    assert!(during <= 5, "{during} requests during the block");
}

#[tokio::test]
async fn a_first_response_is_tried_again_once_and_given_up_in_time() {
    for trouble in [
        Deed::Break,
        discord_says(502, json!({})),
        Deed::Say(502, "", "text/html", "<p>".to_owned()),
    ] {
        let server = Server::start(move |number, _| match number {
            0 => trouble.clone(),
            _ => discord_says(200, json!({})),
        })
        .await;
        server
            .rest()
            .send(first_response())
            .await
            .expect("heard the second time");
        assert_eq!(server.count(), 2);
    }
    let server = Server::start(|_, _| Deed::Hang).await;
    let began = Instant::now();
    let given_up = server.rest().send(first_response()).await;
    assert_eq!(given_up, Err(RestError::Silent));
    assert!(
        began.elapsed() < Duration::from_millis(2_950),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_first_response_gets_through_a_network_that_is_slow() {
    let slow = Duration::from_millis(2_100);
    // Discord takes the first one; the second, sent beside it, is told so.
    for echo in [true, false] {
        let server = Server::start(move |number, _| {
            let said = match (number, echo) {
                (0, false) => return Deed::Hang,
                (0, true) | (1, false) => discord_says(200, json!({})),
                _ => discord_says(400, json!({"message": "acknowledged", "code": 40060})),
            };
            match number {
                0 => Deed::Slow(slow, Box::new(said)),
                _ => Deed::Slow(Duration::from_millis(800), Box::new(said)),
            }
        })
        .await;
        let sent = server.rest().send(first_response()).await;
        assert!(sent.is_ok(), "{sent:?}");
        assert_eq!(server.count(), 2);
    }
    let late = Duration::from_millis(1_300);
    let server = Server::start(move |_, _| {
        let said = discord_says(200, json!({}));
        Deed::Slow(late, Box::new(said))
    })
    .await;
    let sent = server.rest().send(first_response()).await;
    assert!(
        sent.is_ok() && server.count() == 1,
        "it is sent once: {sent:?}"
    );
    let server = Server::start(|number, _| match number {
        0 => Deed::Hang,
        _ => discord_says(400, json!({"message": "acknowledged", "code": 40060})),
    })
    .await;
    let sent = server.rest().send(first_response()).await;
    assert!(sent.is_ok(), "the first was heard: {sent:?}");
}

#[tokio::test]
async fn a_first_response_whose_answer_was_lost_counts_as_heard() {
    let acknowledged = || discord_says(400, json!({"message": "acknowledged", "code": 40060}));
    let server = Server::start(move |number, _| match number {
        0 => Deed::Break,
        _ => acknowledged(),
    })
    .await;
    assert!(server.rest().send(first_response()).await.is_ok());
    // Without a try of our own before, somebody else has answered.
    let server = Server::start(move |_, _| acknowledged()).await;
    let error = server
        .rest()
        .send(first_response())
        .await
        .expect_err("not ours");
    assert!(error.is_over());
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn nothing_is_said_twice() {
    for trouble in [Deed::Break, discord_says(502, json!({}))] {
        let again = trouble.clone();
        let server = Server::start(move |_, _| again.clone()).await;
        assert!(server.rest().send(follow_up()).await.is_err());
        assert_eq!(server.count(), 1, "a further message may have been heard");
        let server = Server::start(move |_, _| trouble.clone()).await;
        assert!(server.rest().send(message(1)).await.is_err());
        assert_eq!(server.count(), 3, "it can be repeated, but not for ever");
    }
}

#[tokio::test]
async fn nobody_is_left_waiting_because_discord_was_unwell_for_a_moment() {
    let server = Server::start(move |number, _| match number {
        0 | 2 => discord_says(502, json!({})),
        1 => Deed::Break,
        _ => discord_says(200, json!({})),
    })
    .await;
    server.rest().send(edit()).await.expect("said in the end");
    assert_eq!(server.count(), 4);

    // A bot that stops gives it up.
    let server = Server::start(move |_, _| discord_says(502, json!({}))).await;
    let rest = server.rest();
    let pending = rest.clone();
    let pending = tokio::spawn(async move { pending.send(edit()).await });
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let began = Instant::now();
    rest.end_at(tokio::time::Instant::now() + Duration::from_secs(1));
    assert!(pending.await.expect("no panic").is_err());
    assert!(
        began.elapsed() < Duration::from_secs(2),
        "{:?}",
        began.elapsed()
    );
}

#[tokio::test]
async fn a_limit_that_ends_in_time_is_waited_for_and_a_longer_one_is_not() {
    let limited =
        |seconds: f64| discord_says(429, json!({"message": "limited", "retry_after": seconds}));
    let server = Server::start(move |number, _| match number {
        0 => limited(0.4),
        _ => discord_says(200, json!({})),
    })
    .await;
    let began = Instant::now();
    server.rest().send(edit()).await.expect("delivered");
    assert!(began.elapsed() >= Duration::from_millis(400));
    let server = Server::start(move |_, _| limited(20.0 * 60.0)).await;
    let error = server
        .rest()
        .send(edit())
        .await
        .expect_err("a reply can be changed for 15 minutes");
    assert!(
        matches!(error, RestError::Blocked(seconds) if seconds > 1_100),
        "{error:?}"
    );
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn a_page_of_the_proxy_silences_everything() {
    for status in [403, 429] {
        let server = Server::start(move |_, _| page(status)).await;
        let rest = server.rest();
        let _ = tokio::time::timeout(Duration::from_millis(300), rest.send(message(1))).await;
        for _ in 0..20 {
            let _ =
                tokio::time::timeout(Duration::from_millis(20), rest.send(first_response())).await;
        }
        assert_eq!(server.count(), 1, "{status}");
        assert_eq!(rest.invalid_requests(), 1);
    }
}

#[tokio::test]
async fn a_refused_token_is_known_at_once() {
    let server =
        Server::start(|_, _| discord_says(401, json!({"message": "401", "code": 0}))).await;
    let rest = server.rest();
    assert!(rest.send(edit()).await.is_err());
    assert!(
        !rest.token_refused().is_cancelled(),
        "that was the interaction's token"
    );
    assert!(rest.send(Call::gateway()).await.is_err());
    assert!(rest.token_refused().is_cancelled());
}

#[tokio::test]
async fn no_error_tells_a_secret() {
    let deeds = [
        Deed::Break,
        discord_says(
            404,
            json!({"message": "Unknown interaction canary", "code": 10062}),
        ),
        discord_says(400, json!({"message": "canary", "code": 50035})),
        Deed::Say(200, "", "text/html", "<p>canary".to_owned()),
    ];
    for deed in deeds {
        let server = Server::start(move |_, _| deed.clone()).await;
        for call in [first_response(), edit(), message(1)] {
            let rest = server.rest();
            // An edit is tried for a quarter of an hour.
            rest.end_at(tokio::time::Instant::now() + Duration::from_secs(2));
            let Err(error) = rest.send(call).await else {
                continue;
            };
            let shown = format!("{error} {error:?} {rest:?}");
            assert!(
                !shown.contains("canary") && !shown.contains("127.0.0.1"),
                "{shown}"
            );
        }
    }
    let nobody = Rest::new(
        reqwest::Client::new(),
        "http://127.0.0.1:1",
        &"canary.secret.token-for-tests".parse().expect("a token"),
        Metrics::new(),
    );
    assert_eq!(nobody.send(follow_up()).await, Err(RestError::Unreachable));
}

#[tokio::test]
async fn a_bot_that_stops_gives_up_what_would_have_to_wait_longer() {
    let server = Server::start(|_, line| match line.contains("/channels/1/") {
        true => discord_says(429, json!({"retry_after": 300.0, "global": false})),
        false => Deed::Hang,
    })
    .await;
    let rest = server.rest();
    let ask = |call| {
        let rest = rest.clone();
        tokio::spawn(async move { rest.send(call).await })
    };
    let body = json!({"embeds": [], "nonce": "1", "enforce_nonce": true});
    // An edit may wait for a quarter of an hour, which is what the block is shorter than.
    let edit = Call::edit_response(1, "t", json!({"embeds": []}), tokio::time::Instant::now());
    let hanging = ask(edit);
    let limited = ask(Call::message(1, body));
    tokio::time::sleep(Duration::from_millis(300)).await;
    let began = Instant::now();
    rest.end_at(tokio::time::Instant::now() + Duration::from_secs(1));
    assert!(matches!(
        limited.await.expect("no panic"),
        Err(RestError::Blocked(_))
    ));
    assert!(
        began.elapsed() < Duration::from_millis(900),
        "{:?}",
        began.elapsed()
    );
    assert!(hanging.await.expect("no panic").is_err());
    assert!(
        began.elapsed() < Duration::from_secs(6),
        "{:?}",
        began.elapsed()
    );
}
