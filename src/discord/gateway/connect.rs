//! Opens a connection to the gateway: encrypted to Discord, plain only to a stand-in on this machine.

use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};
use tokio_tungstenite::{WebSocketStream, client_async};
use url::{Host, Url};

/// How long opening may take, the greeting of the WebSocket included.
const OPENING: Duration = Duration::from_secs(10);

/// The hosts that get to see the token.
const DISCORD_HOSTS: [&str; 2] = ["discord.gg", "discord.com"];

/// Bytes both ways, encrypted or not.
pub trait Wire: AsyncRead + AsyncWrite + Unpin + Send {}

impl<T: AsyncRead + AsyncWrite + Unpin + Send> Wire for T {}

/// A connection to the gateway.
pub type Socket = WebSocketStream<Box<dyn Wire>>;

/// Opens connections.
#[derive(Clone)]
pub struct Dialer {
    tls: TlsConnector,
    stand_in: bool,
}

impl Dialer {
    /// Makes one that trusts the authorities browsers trust; `stand_in` confines it to this machine.
    pub fn new(stand_in: bool) -> Option<Self> {
        let mut roots = RootCertStore::empty();
        roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        let provider = Arc::new(crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .ok()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Some(Dialer {
            tls: TlsConnector::from(Arc::new(config)),
            stand_in,
        })
    }

    /// Opens a connection to an address such as `wss://gateway.discord.gg`; `None` when that fails, for whatever reason.
    pub async fn open(&self, address: &str) -> Option<Socket> {
        let url = self.checked(address)?;
        tokio::time::timeout(OPENING, self.connect(url))
            .await
            .ok()?
    }

    /// Lets the token go to Discord only, or in tests to this machine only.
    fn checked(&self, address: &str) -> Option<Url> {
        let mut url = Url::parse(address).ok()?;
        let here = match url.host()? {
            Host::Ipv4(ip) => ip.is_loopback(),
            Host::Ipv6(ip) => ip.is_loopback(),
            Host::Domain(_) => false,
        };
        let host = url.host_str()?;
        let discords = DISCORD_HOSTS.iter().any(|known| {
            host.strip_suffix(known)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        });
        let fits = match self.stand_in {
            true => url.scheme() == "ws" && here,
            false => url.scheme() == "wss" && discords,
        };
        url.set_query(Some("v=10&encoding=json"));
        fits.then_some(url)
    }

    async fn connect(&self, url: Url) -> Option<Socket> {
        let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
        let stream = TcpStream::connect((host.as_str(), url.port_or_known_default()?))
            .await
            .ok()?;
        // Interactions are small and urgent.
        let _ = stream.set_nodelay(true);
        let wire: Box<dyn Wire> = match url.scheme() {
            "ws" => Box::new(stream),
            _ => {
                let name = ServerName::try_from(host).ok()?;
                Box::new(self.tls.connect(name, stream).await.ok()?)
            }
        };
        let (socket, _) = client_async(url.as_str(), wire).await.ok()?;
        Some(socket)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_goes_nowhere_else() {
        let real = Dialer::new(false).expect("a dialer");
        for good in [
            "wss://gateway.discord.gg",
            "wss://gateway-us-east1-b.discord.gg/",
        ] {
            let url = real.checked(good).expect("Discord");
            assert_eq!(url.query(), Some("v=10&encoding=json"));
        }
        for bad in [
            "ws://gateway.discord.gg",
            "wss://discord.gg.example",
            "wss://evildiscord.gg",
            "wss://127.0.0.1",
            "nonsense",
        ] {
            assert!(real.checked(bad).is_none(), "{bad}");
        }
        let stand_in = Dialer::new(true).expect("a dialer");
        assert!(stand_in.checked("ws://127.0.0.1:8080").is_some());
        assert!(stand_in.checked("wss://gateway.discord.gg").is_none());
    }
}
