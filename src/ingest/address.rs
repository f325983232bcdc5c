//! Which addresses may be reached: a pure policy over the address as written and over every IP address behind it.
//!
//! Whoever may add an article can name any address, so this is what keeps the bot from being a way into the
//! operator's own network. What is not plainly public is refused; the operator can name loopback hosts that may be
//! reached all the same, and nothing else opens a way.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use url::{Host, Url};

use crate::errors::{ErrorCode, Trouble};

/// The longest address that is looked at, in characters; longer ones are never those of articles.
const MAX_ADDRESS_CHARS: usize = 2_000;

/// Why an address is not reached.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.trouble())]
pub enum Refusal {
    /// It is not the address of a web page.
    Invalid(&'static str),
    /// It is private, or does not exist, or is closed: the words are the same, so that nobody can map a network.
    Unreachable,
}

impl Refusal {
    /// Returns the error code that a user sees.
    pub fn code(&self) -> ErrorCode {
        match self {
            Refusal::Invalid(_) => ErrorCode::UrlInvalid,
            Refusal::Unreachable => ErrorCode::UrlPrivate,
        }
    }

    /// Says what is wrong and what to do.
    pub fn trouble(&self) -> Trouble {
        match self {
            Refusal::Invalid(why) => Trouble::new(
                format!("not the address of a web page: {why}"),
                "copy the full address from a browser, such as https://example.org/page",
            ),
            Refusal::Unreachable => Trouble::new(
                "this address cannot be fetched from here",
                "check it for typing errors, attach the article as a file or paste its text",
            ),
        }
    }
}

/// Decides which addresses may be reached.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressPolicy {
    loopback: BTreeSet<(String, u16)>,
}

impl AddressPolicy {
    /// Also allows these hosts, each written `host:port`, to stand on the machine itself (tests, an operator's own site).
    pub fn with_loopback<S: AsRef<str>>(
        hosts: impl IntoIterator<Item = S>,
    ) -> Result<Self, Refusal> {
        let mut policy = AddressPolicy::default();
        for host in hosts {
            policy.loopback.insert(host_and_port(host.as_ref())?);
        }
        Ok(policy)
    }

    /// Reads an address as somebody wrote it, or refuses it before anything is looked up.
    pub fn parse(&self, written: &str) -> Result<Url, Refusal> {
        let written = written.trim();
        check_spelling(written)?;
        let url = Url::parse(written).map_err(|_| Refusal::Invalid("it cannot be read"))?;
        self.check(&url)?;
        Ok(url)
    }

    /// Checks everything that can be told of an address without looking its name up.
    pub fn check(&self, url: &Url) -> Result<(), Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Invalid("only http and https are fetched"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::Invalid("it carries a user name"));
        }
        let host = url.host().ok_or(Refusal::Invalid("it names no host"))?;
        let port = url.port_or_known_default().unwrap_or_default();
        let name = host.to_string();
        if self.loopback.contains(&(name.clone(), port)) {
            return Ok(());
        }
        if self.lists(&name) {
            return Err(Refusal::Unreachable);
        }
        if !matches!(port, 80 | 443) {
            return Err(Refusal::Invalid("only the ports 80 and 443 are fetched"));
        }
        match host {
            Host::Domain(name) if is_public_name(name) => Ok(()),
            Host::Ipv4(address) if is_public_v4(address) => Ok(()),
            Host::Ipv6(address) if is_public_v6(address) => Ok(()),
            _ => Err(Refusal::Unreachable),
        }
    }

    /// Follows a redirect from one address to another, if that may be done.
    pub fn follow(&self, from: &Url, location: &str) -> Result<Url, Refusal> {
        let location = location.trim();
        if location.contains('\\') || location.chars().any(char::is_control) {
            return Err(Refusal::Invalid(
                "it redirects to an address with odd characters",
            ));
        }
        let to = from
            .join(location)
            .map_err(|_| Refusal::Invalid("it redirects to no address"))?;
        self.check(&to)?;
        if from.scheme() == "https" && to.scheme() == "http" {
            return Err(Refusal::Invalid("it redirects from https to http"));
        }
        Ok(to)
    }

    /// Checks the addresses a name was resolved to: one that is not public spoils them all.
    pub fn check_resolved(&self, name: &str, addresses: &[IpAddr]) -> Result<(), Refusal> {
        let listed = self.lists(name);
        let fine = |address: &IpAddr| match listed {
            true => is_loopback(*address),
            false => is_public(*address),
        };
        if addresses.is_empty() || !addresses.iter().all(fine) {
            return Err(Refusal::Unreachable);
        }
        Ok(())
    }

    fn lists(&self, name: &str) -> bool {
        self.loopback.iter().any(|(host, _)| host == name)
    }
}

/// Refuses spellings that browsers repair and that mostly serve to mislead a reader about the host.
fn check_spelling(written: &str) -> Result<(), Refusal> {
    if written.chars().count() > MAX_ADDRESS_CHARS {
        return Err(Refusal::Invalid("it is longer than 2,000 characters"));
    }
    let odd = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    if written.chars().any(odd) {
        return Err(Refusal::Invalid(
            "it has spaces, backslashes or control characters",
        ));
    }
    let (scheme, rest) = written
        .split_once("://")
        .ok_or(Refusal::Invalid("it must begin with https:// or http://"))?;
    if !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https") {
        return Err(Refusal::Invalid("only http and https are fetched"));
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if authority.is_empty() || authority.contains(['@', '%']) {
        return Err(Refusal::Invalid("its host is not written plainly"));
    }
    Ok(())
}

fn host_and_port(written: &str) -> Result<(String, u16), Refusal> {
    let wrong = Refusal::Invalid("an allowed host is written host:port, such as 127.0.0.1:8080");
    let url = Url::parse(&format!("http://{written}/")).map_err(|_| wrong.clone())?;
    let host = url.host().ok_or_else(|| wrong.clone())?;
    let on_this_machine = match host {
        Host::Domain(_) => true,
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    if !on_this_machine || url.path() != "/" {
        return Err(wrong);
    }
    Ok((host.to_string(), url.port_or_known_default().unwrap_or(80)))
}

/// Endings that name something inside a network, not a site of the world.
const INSIDE: [&str; 13] = [
    "localhost",
    "localdomain",
    "local",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "home.arpa",
    "onion",
    "test",
    "invalid",
];

/// Tells whether the host of an address, as it is written, is one of the public internet; no name is looked up.
pub fn names_public_host(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => is_public_name(name),
        Some(Host::Ipv4(address)) => is_public(address.into()),
        Some(Host::Ipv6(address)) => is_public(address.into()),
        None => false,
    }
}

fn is_public_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let inside = |ending: &&str| {
        name.strip_suffix(*ending)
            .is_some_and(|before| before.is_empty() || before.ends_with('.'))
    };
    name.contains('.') && name.len() <= 253 && !INSIDE.iter().any(inside)
}

fn is_loopback(address: IpAddr) -> bool {
    address.to_canonical().is_loopback()
}

/// Tells whether an address belongs to the public internet.
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

/// What the registry of special addresses keeps for other uses, and one public address that is a cloud's inside.
const SPECIAL_V4: [([u8; 4], u32); 20] = [
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([168, 63, 129, 16], 32),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 31, 196, 0], 24),
    ([192, 52, 193, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([192, 175, 48, 0], 24),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
    ([255, 255, 255, 255], 32),
];

fn is_public_v4(address: Ipv4Addr) -> bool {
    let bits = address.to_bits();
    !SPECIAL_V4
        .iter()
        .any(|(net, length)| (bits ^ Ipv4Addr::from(*net).to_bits()) >> (32 - length) == 0)
}

/// Parts of the public range that are tunnels, tests or documentation; a tunnel can carry a private address inside.
const SPECIAL_V6: [(u128, u32); 5] = [
    (0x2001_0000_0000_0000_0000_0000_0000_0000, 23),
    (0x2001_0db8_0000_0000_0000_0000_0000_0000, 32),
    (0x2002_0000_0000_0000_0000_0000_0000_0000, 16),
    (0x2620_004f_8000_0000_0000_0000_0000_0000, 48),
    (0x3fff_0000_0000_0000_0000_0000_0000_0000, 20),
];

/// Only 2000::/3 is handed out to the world: loopback, mapped, compatible, NAT64, local and multicast lie outside it.
fn is_public_v6(address: Ipv6Addr) -> bool {
    let bits = address.to_bits();
    bits >> 125 == 0b001
        && !SPECIAL_V6
            .iter()
            .any(|(net, length)| (bits ^ net) >> (128 - length) == 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn refused(written: &str) -> ErrorCode {
        match AddressPolicy::default().parse(written) {
            Ok(url) => panic!("{written} would be fetched as {url}"),
            Err(refusal) => refusal.code(),
        }
    }

    /// Spellings of addresses that are not public, each as it may stand after `http://`.
    const PRIVATE: &str = include_str!("../../tests/support/private_hosts.txt");

    #[test]
    fn no_spelling_of_a_private_address_is_reached() {
        for host in PRIVATE.split_whitespace() {
            for scheme in ["http", "https", "HTTP"] {
                assert_eq!(
                    refused(&format!("{scheme}://{host}/")),
                    ErrorCode::UrlPrivate,
                    "{host}"
                );
            }
        }
    }

    #[test]
    fn no_redirect_leads_to_a_private_address() {
        let policy = AddressPolicy::default();
        let from = policy.parse("http://news.example.org/a/b").expect("public");
        for host in PRIVATE.split_whitespace() {
            for location in [
                format!("http://{host}/"),
                format!("https://{host}/x"),
                format!("//{host}/"),
            ] {
                assert_eq!(
                    policy.follow(&from, &location),
                    Err(Refusal::Unreachable),
                    "{location}"
                );
            }
        }
        assert!(policy.follow(&from, r"/\127.0.0.1/").is_err());
        let to = policy.follow(&from, "../c").expect("same host");
        assert_eq!(to.as_str(), "http://news.example.org/c");
    }

    #[test]
    fn what_is_no_web_address_is_told_so_before_any_look_up() {
        for written in [
            "",
            "news.example.org/a",
            "file:///etc/passwd",
            "data:text/html,hi",
            "ftp://news.example.org/",
            "gopher://news.example.org/",
            "javascript:alert(1)",
            "blob:https://news.example.org/1",
            "http:127.0.0.1",
            r"http:/\127.0.0.1",
            "http:///127.0.0.1",
            "https://",
            "http://u:p@news.example.org/",
            "http://news.example.org@127.0.0.1/",
            r"http://news.example.org\@127.0.0.1/",
            "http://a b.org/",
            r"http://127.0.0.1:6666\@news.example.org/",
            "http://news.example.org%00.org/",
            "http://exa\tmple.org/",
            "http://[::1%25lo]/",
            "http://news.example.org:0/",
            "http://news.example.org:22/",
            "http://news.example.org:25/",
            "http://news.example.org:6379/",
            "http://news.example.org:8080/",
            "http://news.example.org:65536/",
            "http://[fe80::1%eth0]/",
            "http://1.2.3.4.5.6.7.8.9/",
            "http://256.1.1.1/",
        ] {
            assert_eq!(refused(written), ErrorCode::UrlInvalid, "{written}");
        }
    }

    #[test]
    fn public_addresses_are_reached() {
        let policy = AddressPolicy::default();
        for written in [
            "https://news.example.org/2026/story?id=3#end",
            "HTTP://NEWS.EXAMPLE.ORG",
            "https://bücher.example/ä",
            "http://93.184.216.34/",
            "https://[2606:2800:220:1:248:1893:25c8:1946]/",
            "https://news.example.org:443/",
            " https://news.example.org/story ",
            "http://11.0.0.1/",
            "http://172.32.0.1/",
        ] {
            assert!(policy.parse(written).is_ok(), "{written}");
        }
        let shown = policy.parse("https://bücher.example/").expect("public");
        assert_eq!(shown.host_str(), Some("xn--bcher-kva.example"));
    }

    #[test]
    fn https_is_not_given_up_by_a_redirect() {
        let policy = AddressPolicy::default();
        let from = policy.parse("https://news.example.org/").expect("public");
        assert!(policy.follow(&from, "http://news.example.org/").is_err());
    }

    #[test]
    fn one_private_address_spoils_a_name() {
        let policy = AddressPolicy::default();
        let public: IpAddr = "93.184.216.34".parse().expect("address");
        let private: IpAddr = "::ffff:10.0.0.1".parse().expect("address");
        assert!(policy.check_resolved("news.example.org", &[public]).is_ok());
        for found in [&[public, private][..], &[private], &[]] {
            assert_eq!(
                policy.check_resolved("news.example.org", found),
                Err(Refusal::Unreachable)
            );
        }
    }

    #[test]
    fn only_a_named_host_and_port_of_this_machine_is_let_through() {
        let policy =
            AddressPolicy::with_loopback(["127.0.0.1:8090", "site.test:8091"]).expect("hosts");
        assert!(policy.parse("http://127.0.0.1:8090/a").is_ok());
        assert!(
            policy.parse("http://0x7f.1:8090/a").is_ok(),
            "the same host, spelt otherwise"
        );
        for other in [
            "http://127.0.0.1:8091/",
            "http://127.0.0.1/",
            "http://127.0.0.2:8090/",
            "http://10.0.0.1:8090/",
        ] {
            assert!(policy.parse(other).is_err(), "{other}");
        }
        let inside = |address: &str| {
            policy.check_resolved("site.test", &[address.parse().expect("address")])
        };
        assert!(
            inside("127.0.0.1").is_ok()
                && inside("10.0.0.1").is_err()
                && inside("169.254.169.254").is_err()
        );
        assert!(
            policy
                .check_resolved("other.test", &[IpAddr::from([127, 0, 0, 1])])
                .is_err()
        );
        assert!(AddressPolicy::with_loopback(["10.0.0.1:80"]).is_err());
        assert!(AddressPolicy::with_loopback(["169.254.169.254:80"]).is_err());
    }

    #[test]
    fn every_range_that_another_list_refuses_is_refused() {
        for written in antissrf::ip_address_ranges::RECOMMENDEDV1 {
            let first = written
                .split('/')
                .next()
                .and_then(|net| net.parse().ok())
                .expect("a network");
            assert!(!is_public(first), "{written}");
        }
    }

    proptest! {
        #[test]
        fn what_is_let_through_is_a_plain_public_address(written in "\\PC{0,60}", host in "[0-9a-fx.:\\[\\]①。@%\\\\/]{1,24}") {
            for written in [written, format!("http://{host}/")] {
                if let Ok(url) = AddressPolicy::default().parse(&written) {
                    prop_assert!(matches!(url.port_or_known_default(), Some(80 | 443)));
                    match url.host().expect("a host") {
                        Host::Ipv4(address) => prop_assert!(is_public_v4(address)),
                        Host::Ipv6(address) => prop_assert!(is_public_v6(address)),
                        Host::Domain(name) => prop_assert!(name.contains('.')),
                    }
                }
            }
        }

        #[test]
        fn addresses_agree_with_what_the_standard_library_knows(bits in any::<u32>()) {
            let address = Ipv4Addr::from_bits(bits);
            let special = address.is_private() || address.is_loopback() || address.is_link_local() || address.is_multicast()
                || address.is_broadcast() || address.is_documentation() || address.is_unspecified();
            prop_assert!(!(special && is_public_v4(address)));
            prop_assert!(!is_public(IpAddr::V6(address.to_ipv6_mapped())));
        }
    }
}
