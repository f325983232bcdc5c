//! A web server on loopback that does whatever a server can do wrong, and counts who knocks.
#![allow(dead_code, reason = "each test program uses its part of it")]

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use flate2::{Compression, write::GzEncoder};

/// A server that lives as long as the test.
pub struct HostileServer {
    /// The port it listens on, at 127.0.0.1.
    pub port: u16,
    knocks: Arc<AtomicUsize>,
    pages: Pages,
}

type Pages = Arc<Mutex<BTreeMap<String, String>>>;

/// A page that any extractor can read.
pub const PAGE: &str = "<!doctype html><html lang=en><title>Night ferry returns</title><article><h1>Night ferry \
    returns</h1><p>The night ferry to Lunde sails again from the first of May, after four years without a ship, \
    the harbour office announced on Monday.</p><p>It carries 210 passengers and 40 cars, and the crossing takes six \
    hours in calm weather, two hours less than before.</p></article></html>";

impl HostileServer {
    /// Starts a server on a free port.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let knocks = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&knocks);
        let pages = Pages::default();
        let shown = Arc::clone(&pages);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counted.fetch_add(1, Ordering::SeqCst);
                let shown = Arc::clone(&shown);
                thread::spawn(move || {
                    let _ = answer(stream, &shown);
                });
            }
        });
        HostileServer {
            port,
            knocks,
            pages,
        }
    }

    /// Counts the connections made so far.
    pub fn knocks(&self) -> usize {
        self.knocks.load(Ordering::SeqCst)
    }

    /// Shows this page at a path from now on.
    pub fn show(&self, path: &str, html: &str) {
        let mut pages = self.pages.lock().expect("no test panics while holding it");
        pages.insert(path.to_owned(), html.to_owned());
    }

    /// Returns the address of a path on this server.
    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }
}

fn answer(mut stream: TcpStream, pages: &Pages) -> std::io::Result<()> {
    let mut head = Vec::new();
    for line in BufReader::new(stream.try_clone()?).lines() {
        let line = line?;
        if line.is_empty() {
            break;
        }
        head.push(line);
    }
    let path = head
        .first()
        .and_then(|line| line.split(' ').nth(1))
        .unwrap_or("/")
        .to_owned();
    let (path, query) = path.split_once('?').unwrap_or((&path, ""));
    let shown = pages
        .lock()
        .expect("no test panics while holding it")
        .get(path)
        .cloned();
    if let Some(html) = shown {
        return whole(&mut stream, "Content-Type: text/html\r\n", html.as_bytes());
    }
    match path {
        "/page" => page(&mut stream, &head),
        "/echo" => whole(&mut stream, "", head.join("\n").as_bytes()),
        "/to" => redirect(&mut stream, query),
        "/drop" => Ok(()),
        "/silence" => pause(Duration::from_secs(30)),
        "/trickle-head" => trickle(&mut stream, b"HTTP/1.1 200 OK\r\nX-Slow: "),
        "/trickle-body" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n")?;
            trickle(&mut stream, b"<p>")
        }
        "/endless" => endless(&mut stream),
        "/lie" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 10000000000\r\n\r\n<p>")?;
            pause(Duration::from_secs(30))
        }
        "/big" => whole(&mut stream, "", &vec![b'a'; 6 << 20]),
        "/gzip" => whole(
            &mut stream,
            "Content-Encoding: gzip\r\n",
            &gzip(PAGE.as_bytes()),
        ),
        "/gzip-bomb" => whole(
            &mut stream,
            "Content-Encoding: gzip\r\n",
            &gzip(&vec![0; 11 << 20]),
        ),
        "/gzip-endless" => gzip_endless(&mut stream),
        "/brotli-bomb" => whole(
            &mut stream,
            "Content-Encoding: br\r\n",
            &brotli(&vec![0; 11 << 20]),
        ),
        "/gzip-twice" => {
            let body = gzip(&gzip(PAGE.as_bytes()));
            whole(&mut stream, "Content-Encoding: gzip, gzip\r\n", &body)
        }
        status => {
            let code = status.trim_start_matches('/');
            let head = format!(
                "HTTP/1.1 {code} Whatever\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno"
            );
            stream.write_all(head.as_bytes())
        }
    }
}

fn page(stream: &mut TcpStream, head: &[String]) -> std::io::Result<()> {
    let known = head
        .iter()
        .any(|line| line.to_lowercase() == "if-none-match: \"v1\"");
    if known {
        return stream.write_all(b"HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
    }
    let headers = "ETag: \"v1\"\r\nContent-Type: text/html; charset=utf-8\r\nSet-Cookie: a=b\r\n";
    whole(stream, headers, PAGE.as_bytes())
}

/// `/to?302=ADDRESS` answers with that status and location.
fn redirect(stream: &mut TcpStream, query: &str) -> std::io::Result<()> {
    let (status, location) = query.split_once('=').unwrap_or(("302", query));
    let head = format!(
        "HTTP/1.1 {status} Elsewhere\r\nLocation: {location}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes())
}

fn whole(stream: &mut TcpStream, headers: &str, body: &[u8]) -> std::io::Result<()> {
    let head = format!(
        "HTTP/1.1 200 OK\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    stream.write_all(body)
}

fn pause(time: Duration) -> std::io::Result<()> {
    thread::sleep(time);
    Ok(())
}

fn trickle(stream: &mut TcpStream, begin: &[u8]) -> std::io::Result<()> {
    stream.write_all(begin)?;
    let until = Instant::now() + Duration::from_secs(30);
    while Instant::now() < until {
        stream.write_all(b"a")?;
        thread::sleep(Duration::from_millis(50));
    }
    Ok(())
}

fn endless(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")?;
    let piece = vec![b'a'; 0x8000];
    loop {
        stream.write_all(b"8000\r\n")?;
        stream.write_all(&piece)?;
        stream.write_all(b"\r\n")?;
    }
}

/// Members of a gzip stream that hold nothing, for ever: what is unpacked never grows.
fn gzip_endless(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n")?;
    let nothing = gzip(b"").repeat(1_000);
    loop {
        stream.write_all(&nothing)?;
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    brotli::CompressorWriter::new(&mut packed, 4_096, 1, 22)
        .write_all(bytes)
        .expect("in memory");
    packed
}
