//! The gateway that serenity sees: always there, never in a hurry, on this machine only.
//!
//! serenity connects anew without a pause whenever a connection breaks, and starts sessions without counting them. Here it
//! meets a gateway that neither breaks nor counts; the real one is kept in `session.rs`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message as Frame;
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::http::StatusCode;

use super::frames;
use super::shards::Link;
use crate::discord::keys::fresh_key;

/// How often serenity gives a sign of life, in milliseconds.
const INTERVAL: u64 = 30_000;

/// The pause after serenity could not be let in. Where the system has no file left to give, the next try fails at once,
/// too, and would take a whole processor.
const AFTER_FAILURE: Duration = Duration::from_millis(100);

/// The relay's listener on this machine.
pub struct Relay {
    listener: TcpListener,
    address: SocketAddr,
    /// Other programs on this machine do not know it.
    secret: String,
    links: Vec<Arc<Link>>,
}

impl Relay {
    /// Opens the relay for these shards.
    pub async fn open(links: Vec<Arc<Link>>) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
        Ok(Relay {
            address: listener.local_addr()?,
            listener,
            secret: fresh_key(),
            links,
        })
    }

    /// Returns what serenity takes for the gateway's address.
    pub fn url(&self) -> String {
        format!("ws://{}/{}", self.address, self.secret)
    }

    /// Lets serenity in, as often as it comes.
    pub async fn run(self) {
        let relay = Arc::new(self);
        loop {
            let stream = match relay.listener.accept().await {
                Ok((stream, _)) => stream,
                Err(cause) => {
                    tracing::warn!(%cause, "unable to let serenity in");
                    tokio::time::sleep(AFTER_FAILURE).await;
                    continue;
                }
            };
            let relay = relay.clone();
            tokio::spawn(async move {
                if let Some(socket) = relay.let_in(stream).await {
                    relay.serve(socket).await;
                }
            });
        }
    }

    #[expect(clippy::result_large_err, reason = "tungstenite wants it so")]
    async fn let_in(&self, stream: TcpStream) -> Option<WebSocketStream<TcpStream>> {
        let _ = stream.set_nodelay(true);
        let wanted = format!("/{}", self.secret);
        let check = |request: &Request, response: Response| match request.uri().path() == wanted {
            true => Ok(response),
            false => {
                let mut refused = ErrorResponse::new(None);
                *refused.status_mut() = StatusCode::FORBIDDEN;
                Err(refused)
            }
        };
        tokio_tungstenite::accept_hdr_async(stream, check)
            .await
            .ok()
    }

    async fn serve(&self, mut socket: WebSocketStream<TcpStream>) -> Option<()> {
        let hello = frames::hello(INTERVAL);
        socket.send(Frame::Text(hello)).await.ok()?;
        let link = loop {
            let (op, carried) = heard(socket.next().await?.ok()?)?;
            match op {
                frames::HEARTBEAT => {
                    let ack = frames::heartbeat_ack();
                    socket.send(Frame::Text(ack)).await.ok()?;
                }
                frames::IDENTIFY => break self.by_number(&carried)?,
                frames::RESUME => match self.by_session(&carried) {
                    Some(link) => break link,
                    None => socket.send(Frame::Text(frames::no_session())).await.ok()?,
                },
                _ => {}
            }
        };
        if link.is_live() {
            // serenity lost its way here, not the session at Discord: for it, things simply go on.
            socket.send(Frame::Text(frames::resumed())).await.ok()?;
        }
        pass_on(&mut socket, &link).await
    }

    fn by_number(&self, identify: &Value) -> Option<Arc<Link>> {
        let number = identify.get("shard")?.get(0)?.as_u64()?;
        let mut links = self.links.iter();
        links
            .find(|link| u64::from(link.number()) == number)
            .cloned()
    }

    fn by_session(&self, resume: &Value) -> Option<Arc<Link>> {
        let session = resume.get("session_id")?.as_str()?;
        let mut links = self.links.iter();
        links.find(|link| link.is_session(session)).cloned()
    }
}

/// Passes events to serenity and answers its signs of life until it goes.
async fn pass_on(socket: &mut WebSocketStream<TcpStream>, link: &Link) -> Option<()> {
    let mut events = link.events().await;
    loop {
        let answer = tokio::select! {
            event = events.recv() => event?,
            frame = socket.next() => match heard(frame?.ok()?) {
                Some((frames::HEARTBEAT, _)) => frames::heartbeat_ack(),
                _ => continue,
            },
        };
        socket.send(Frame::Text(answer)).await.ok()?;
    }
}

fn heard(frame: Frame) -> Option<(u8, Value)> {
    match frame {
        Frame::Text(text) => Some((frames::head(&text)?.op, frames::carried(&text))),
        _ => Some((u8::MAX, Value::Null)),
    }
}
