//! When two articles are the same one: by address, whatever its spelling, or by words that are nearly the same.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use url::Url;

use crate::article::ArticleId;
use crate::store::{Digest, Entry, Precondition, Scope, Source, Store, StoreResult};
use crate::text::near_duplicates::Shingles;

/// Parameters that tell a site where a reader came from and change nothing of the page.
const TRACKING: [&str; 28] = [
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid",
    "igshid", "igsh", "mc_cid", "mc_eid", "mkt_tok", "_ga", "_gl", "ref", "ref_src", "referrer",
    "cmpid", "cid", "ocid", "smid", "s_cid", "wt_mc", "xtor", "spm", "campaign",
];

/// Beginnings of such parameters.
const TRACKING_FAMILIES: [&str; 5] = ["utm_", "at_", "pk_", "mtm_", "hsa_"];

/// Returns the one spelling by which an address is recognised again.
pub fn address_key(url: &Url) -> String {
    let mut url = url.clone();
    url.set_fragment(None);
    // The same page under http and https is one page; schemes of the web can always be exchanged.
    let _ = url.set_scheme("https");
    let host = url
        .host_str()
        .unwrap_or_default()
        .trim_end_matches('.')
        .to_owned();
    let port = url.port().filter(|port| !matches!(port, 80 | 443));
    let path = url.path().trim_end_matches('/').to_owned();
    let query = meaningful(&url);
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    format!("https://{host}{port}{path}{query}")
}

/// Returns an address as it is shown and stored: without its fragment and what only tracks readers.
pub fn tidy_address(url: &Url) -> Url {
    let mut tidy = url.clone();
    tidy.set_fragment(None);
    let kept: Vec<&str> = url
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !tracks(pair.split('=').next().unwrap_or_default()))
        .collect();
    let query = kept.join("&");
    tidy.set_query((!query.is_empty()).then_some(query.as_str()));
    tidy
}

fn tracks(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let family = TRACKING_FAMILIES
        .iter()
        .any(|family| name.starts_with(family));
    family || TRACKING.contains(&name.as_str())
}

fn meaningful(url: &Url) -> String {
    let pairs = url.query_pairs().filter(|(name, _)| !tracks(name));
    let pairs: BTreeSet<(String, String)> = pairs
        .map(|(n, v)| (n.into_owned(), v.into_owned()))
        .collect();
    if pairs.is_empty() {
        return String::new();
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    format!("?{query}")
}

/// Chooses the address of a page: where it was found, or what it calls its own on the same host.
///
/// A page of another host never speaks for this one, and a front page is nobody's article.
pub fn own_address(found: &Url, canonical: Option<&Url>) -> Url {
    let bare = |url: &Url| {
        url.host_str()
            .map(|host| host.trim_start_matches("www.").to_owned())
    };
    let own = canonical.filter(|canonical| {
        bare(canonical) == bare(found)
            && canonical.port() == found.port()
            && (canonical.path().len() > 1 || found.path().len() <= 1)
    });
    own.unwrap_or(found).clone()
}

/// Why an article that is there already counts as a duplicate of a new one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sameness {
    /// The same address.
    Address,
    /// The same text, byte for byte.
    Text,
    /// Nearly the same words: this many percent of them.
    Words(u8),
    /// Other words under the same name.
    Name,
}

impl Sameness {
    /// Says in words why.
    pub fn words(self) -> String {
        match self {
            Sameness::Address => "it has the same address".to_owned(),
            Sameness::Text => "it has the same text".to_owned(),
            Sameness::Words(percent) => format!("{percent} % of its words are the same"),
            Sameness::Name => "it has the same title".to_owned(),
        }
    }

    /// Orders the surest first.
    fn rank(self) -> u32 {
        match self {
            Sameness::Text => 0,
            Sameness::Address => 1,
            Sameness::Words(percent) => 200 - u32::from(percent),
            Sameness::Name => 300,
        }
    }
}

/// An article that is there already and seems to be the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Twin {
    /// The article.
    pub entry: Entry,
    /// Why it counts as one.
    pub sameness: Sameness,
}

impl Twin {
    /// Tells whether it was taken away and can still come back.
    pub fn is_removed(&self) -> bool {
        self.entry.removed_at.is_some()
    }

    /// Returns what a person sees of it who may replace it.
    pub fn shown(&self) -> Shown {
        Shown {
            id: self.entry.id.clone(),
            version: self.entry.version,
            removed: self.is_removed(),
        }
    }
}

/// An article as it stood before a person who chose to replace it; none but this may be replaced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Which one.
    pub id: ArticleId,
    /// Its version at that time.
    pub version: u32,
    /// Whether it was removed then.
    pub removed: bool,
}

impl Shown {
    /// Returns what must still be so when it is replaced.
    pub fn precondition(&self) -> Precondition {
        match self.removed {
            true => Precondition::Removed(self.version),
            false => Precondition::Version(self.version),
        }
    }
}

/// Two texts about different things share hardly any run of so many words …
const RUN: usize = 3;

/// … while one that was edited, however much, keeps more than this part of the runs of the shorter one.
const LITTLE: f64 = 0.05;

/// Tells whether two texts have so little in common that one is hardly another version of the other.
pub fn have_little_in_common(one: &str, other: &str) -> bool {
    let (one, other) = (runs_of(one), runs_of(other));
    let shared = one.intersection(&other).count();
    shared as f64 <= one.len().min(other.len()) as f64 * LITTLE
}

fn runs_of(text: &str) -> BTreeSet<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let longest = RUN.min(words.len()).max(1);
    words.windows(longest).map(|run| run.join(" ")).collect()
}

/// Finds the articles in a scope that seem to be this text, the surest first: those that can be read, and those of its
/// own that were removed and can be restored. `name` is what the new article would be called.
pub fn twins_of(
    store: &dyn Store,
    scope: Scope,
    name: &ArticleId,
    text: &str,
    source: &Source,
) -> StoreResult<Vec<Twin>> {
    let mut found: BTreeMap<String, Twin> = BTreeMap::new();
    let mut note = |entry: Entry, sameness| {
        let key = entry.id.to_string();
        found.entry(key).or_insert(Twin { entry, sameness });
    };
    let hash = Digest::of(text);
    for entry in store.find_text(scope, hash)? {
        note(entry, Sameness::Text);
    }
    if let Some(address) = &source.address
        && let Some(entry) = store.find_address(scope, address)?
    {
        note(entry, Sameness::Address);
    }
    for entry in store.removed(scope)? {
        let has_address = source.address.is_some() && entry.source.address == source.address;
        match entry.hash == hash {
            true => note(entry, Sameness::Text),
            false if has_address => note(entry, Sameness::Address),
            false => {}
        }
    }
    let wording = Shingles::of(text);
    for id in store.find_alike(scope, wording.signature())? {
        if let Some(percent) = wording.overlap_percent(&store.get(scope, &id)?.text) {
            note(store.entry(scope, &id)?, Sameness::Words(percent));
        }
    }
    if let Some(entry) = store.entry_if_there(scope, name)? {
        note(entry, Sameness::Name);
    }
    let mut twins: Vec<Twin> = found.into_values().collect();
    twins.sort_by_key(|twin| (twin.is_removed(), twin.sameness.rank()));
    Ok(twins)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn key(address: &str) -> String {
        address_key(&Url::parse(address).expect("an address"))
    }

    #[test]
    fn spellings_of_one_address_are_one() {
        let one = key("https://news.example.org/2024/ferry?id=7&page=2");
        for other in [
            "http://news.example.org/2024/ferry?id=7&page=2",
            "HTTPS://NEWS.example.org:443/2024/ferry?page=2&id=7",
            "https://news.example.org/2024/ferry/?id=7&page=2#comments",
            "https://news.example.org./2024/ferry?utm_source=x&id=7&fbclid=abc&page=2&UTM_Medium=y",
        ] {
            assert_eq!(key(other), one, "{other}");
        }
        for other in [
            "https://news.example.org/2024/Ferry?id=7&page=2",
            "https://news.example.org/2024/ferry?id=8&page=2",
            "https://blog.example.org/2024/ferry?id=7&page=2",
            "https://news.example.org:8080/2024/ferry?id=7&page=2",
        ] {
            assert_ne!(key(other), one, "{other}");
        }
    }

    #[test]
    fn an_edited_text_has_much_in_common_with_itself_and_another_has_not() {
        let mill = "The mill of Orbey was built in 1742 by Jean Claude. It grinds 300 kilograms of rye a day.";
        let edited = "The mill of Orbey was built in 1742. It has ground wheat since 1990 and sells the flour.";
        let other =
            "The bridge has four arches of red sandstone. Floods destroyed an earlier one in 1852.";
        assert!(!have_little_in_common(mill, edited));
        assert!(have_little_in_common(mill, other));
        assert!(!have_little_in_common("Rye", "Rye"));
    }

    #[test]
    fn what_tracks_readers_is_not_stored() {
        let tidy =
            |address: &str| tidy_address(&Url::parse(address).expect("an address")).to_string();
        assert_eq!(
            tidy("https://news.example.org/a?z=1&utm_source=x&b=2#top"),
            "https://news.example.org/a?z=1&b=2"
        );
        assert_eq!(
            tidy("https://news.example.org/a/?fbclid=q"),
            "https://news.example.org/a/"
        );
    }

    #[test]
    fn only_the_same_host_may_say_what_a_page_is_called() {
        let own = |found: &str, canonical: &str| {
            let [found, canonical] =
                [found, canonical].map(|url| Url::parse(url).expect("an address"));
            own_address(&found, Some(&canonical)).to_string()
        };
        let found = "https://news.example.org/a?id=3";
        assert_eq!(
            own(found, "https://www.news.example.org/ferry"),
            "https://www.news.example.org/ferry"
        );
        assert_eq!(own(found, "https://other.example.org/ferry"), found);
        assert_eq!(own(found, "https://news.example.org:8443/ferry"), found);
        assert_eq!(own(found, "https://news.example.org/"), found);
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(address in "https?://[a-z]{1,8}\\.example\\.(org|com)(:[0-9]{2,4})?/[a-zA-Z0-9/%._-]{0,20}(\\?[a-z&=_0-9+%]{0,20})?(#[a-z]{0,5})?") {
            if let Ok(url) = Url::parse(&address) {
                let once = address_key(&url);
                prop_assert_eq!(key(&once), once);
            }
        }
    }
}
