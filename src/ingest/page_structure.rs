//! Where on a page its article stands: what is built into it belongs to it, even if extractors drop it as too short.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use ego_tree::NodeId;
use regex::Regex;
use scraper::{ElementRef, Html};

use super::blocks::{PageBlock, PageBlockKind};
use super::page_furniture::ends_article;
use super::static_regex::static_regex;
use crate::article::clean;

/// The article is the innermost element that holds this many tenths of what was chosen: a stray choice elsewhere on the
/// page must not make the whole page the article.
const MOST: usize = 8;

/// A part with more tenths of links than this leads elsewhere.
const LINKED: usize = 4;

/// The same for a line of its own: it holds the tags of an article as often as a sentence.
const LINE_LINKED: usize = 3;

/// A point of a list has two such elements, a paragraph one, which may stand in a box.
const LEVELS: usize = 2;

/// Shorter blocks that were not chosen are labels, days and names as often as text.
const MIN_LEFT_OUT: usize = 4;

/// A block of the page with what is known of it.
pub(super) struct Part<'p> {
    /// The block.
    pub(super) block: &'p PageBlock,
    /// Whether it was chosen for the article.
    pub(super) chosen: bool,
    /// Whether its words belong to the site.
    pub(super) furniture: bool,
    /// Whether it is running text: extractors hardly ever drop that by mistake.
    pub(super) prose: bool,
}

impl Part<'_> {
    fn is_heading(&self) -> bool {
        matches!(self.block.kind, PageBlockKind::Heading(_))
    }

    /// Tells whether it is chosen text: headings and captions stand outside of articles as well.
    fn is_core(&self) -> bool {
        self.chosen && !self.is_heading() && !self.block.caption
    }
}

/// The place of the article in the tree of its page.
pub(super) struct Structure<'p> {
    page: &'p Html,
    parts: &'p [Part<'p>],
    /// The elements around its chosen blocks, up to the one that holds the article.
    spine: HashSet<NodeId>,
    /// For each block the outermost element of it that holds nothing of the article yet.
    branches: Vec<Option<NodeId>>,
    /// The branches that may belong to the article.
    sound: HashSet<NodeId>,
}

impl<'p> Structure<'p> {
    /// Finds where the chosen blocks stand; `None` when none is chosen.
    pub(super) fn of(page: &'p Html, parts: &'p [Part<'p>]) -> Option<Self> {
        let holders: HashSet<NodeId> = (parts.iter().filter_map(|part| part.block.place))
            .flat_map(|place| ancestors(page, place).skip(1))
            .collect();
        let around = |part: &Part<'_>| -> Vec<NodeId> {
            let own = part.block.place.into_iter();
            let chain = own.flat_map(|place| ancestors(page, place));
            // A paragraph is a part of the article; words between paragraphs have no element of their own.
            let alone = part
                .block
                .place
                .is_some_and(|place| !holders.contains(&place));
            chain.skip(usize::from(alone)).collect()
        };
        let mut weights: HashMap<NodeId, (usize, usize)> = HashMap::new();
        let mut total = 0;
        for part in parts.iter().filter(|part| part.is_core()) {
            let chain = around(part);
            total += part.block.text.len();
            for (height, node) in chain.iter().rev().enumerate() {
                let weight = weights.entry(*node).or_insert((0, height));
                weight.0 += part.block.text.len();
            }
        }
        let root = (weights.iter())
            .filter(|(_, (weight, _))| weight * 10 >= total * MOST)
            .max_by_key(|(_, (_, height))| *height)
            .map(|(node, _)| *node)?;
        let core = parts.iter().filter(|part| part.is_core());
        let mut spine = HashSet::new();
        for chain in core.map(around) {
            if let Some(end) = chain.iter().position(|node| *node == root) {
                spine.extend(chain.into_iter().take(end + 1));
            }
        }
        let branches = parts
            .iter()
            .map(|part| branch(page, part.block.place?, &spine, root))
            .collect();
        let mut structure = Structure {
            page,
            parts,
            spine,
            branches,
            sound: HashSet::new(),
        };
        structure.sound = structure.sound_branches();
        Some(structure)
    }

    /// Returns the blocks that belong to the article by where they stand.
    pub(super) fn adopted(&self) -> Vec<usize> {
        let core =
            |at: &usize| self.parts.get(*at).is_some_and(Part::is_core) && self.is_inside(*at);
        let Some(first) = (0..self.parts.len()).find(core) else {
            return Vec::new();
        };
        let last = (0..self.parts.len()).rfind(core).unwrap_or(first);
        let between = (first..last).filter(|at| self.may_join(*at));
        let beside = self.beside(last);
        let is_beside = |at: &usize| {
            self.parent_of_branch(*at)
                .is_some_and(|own| beside.contains(&own))
        };
        let below = (last + 1..self.parts.len())
            .take_while(|at| self.is_chosen(*at) || self.may_follow(*at) && is_beside(at));
        let above = (0..first)
            .rev()
            .take_while(|at| self.is_chosen(*at) || self.may_join(*at))
            .filter(|at| {
                self.parts
                    .get(*at)
                    .is_some_and(|part| is_listed(part.block.kind))
            });
        let all = between.chain(below).chain(above);
        all.filter(|at| !self.is_chosen(*at)).collect()
    }

    /// Returns the words of the page that look like text of the article and were not chosen; what follows it is none.
    pub(super) fn left_out(&self) -> Vec<&'p str> {
        let last = self
            .parts
            .iter()
            .rposition(Part::is_core)
            .unwrap_or_default();
        let end = (last..self.parts.len()).find(|at| self.ends(*at));
        let all = self.parts.iter().take(end.unwrap_or(self.parts.len()));
        let lost = all.filter(|part| {
            let linked = part.block.linked * 10 > part.block.text.len() * LINKED;
            let words = part.block.text.split_whitespace().count();
            let text = !part.chosen && !part.furniture && !linked && words >= MIN_LEFT_OUT;
            text && self.is_no_frame(part)
        });
        lost.map(|part| part.block.text.as_str()).collect()
    }

    /// Tells whether no element around a block says that it belongs to the frame of the page.
    fn is_no_frame(&self, part: &Part<'_>) -> bool {
        let around = part.block.place.into_iter();
        let around = around.flat_map(|place| ancestors(self.page, place));
        let mut elements = around
            .filter_map(|node| element(self.page, node))
            .take_while(|one| !matches!(one.value().name(), "body" | "html"));
        elements.all(|one| !is_beside(one))
    }

    /// Returns the elements that hold the last block of the article: what follows it stands there, too, not anywhere below.
    fn beside(&self, last: usize) -> Vec<NodeId> {
        let place = self.parts.get(last).and_then(|part| part.block.place);
        let around = place
            .into_iter()
            .flat_map(|place| ancestors(self.page, place));
        around
            .filter(|node| self.spine.contains(node))
            .take(LEVELS)
            .collect()
    }

    fn parent_of_branch(&self, at: usize) -> Option<NodeId> {
        let branch = self.branches.get(at).copied().flatten()?;
        match self.spine.contains(&branch) {
            true => Some(branch),
            false => Some(self.page.tree.get(branch)?.parent()?.id()),
        }
    }

    /// Below the article there are sooner thanks, tags and appeals than text: only lists and sentences go on with it.
    fn may_follow(&self, at: usize) -> bool {
        let Some(part) = self.parts.get(at) else {
            return false;
        };
        let listed = part.is_heading() || is_listed(part.block.kind);
        let sentence = || clean::ends_as_sentence(&part.block.text) || self.is_classless(part);
        let stated = || part.block.linked == 0 && sentence();
        self.may_join(at) && !self.ends(at) && (listed || stated())
    }

    fn is_chosen(&self, at: usize) -> bool {
        self.parts.get(at).is_some_and(|part| part.chosen)
    }

    fn ends(&self, at: usize) -> bool {
        self.parts
            .get(at)
            .is_some_and(|part| ends_article(&part.block.text))
    }

    fn is_inside(&self, at: usize) -> bool {
        self.branches.get(at).is_some_and(Option::is_some)
    }

    fn may_join(&self, at: usize) -> bool {
        let (Some(part), Some(Some(branch))) = (self.parts.get(at), self.branches.get(at)) else {
            return false;
        };
        let most = match is_listed(part.block.kind) {
            true => LINKED,
            false => LINE_LINKED,
        };
        let linked = part.block.linked * 10 > part.block.text.len() * most;
        let sound = !part.furniture && !linked && self.sound.contains(branch);
        sound && self.says_something(part) && self.is_plain(part, *branch)
    }

    /// Tells names, days and buttons from text: entries of lists say something by themselves, others in sentences, in labelled
    /// values, or where the page gives them no class.
    fn says_something(&self, part: &Part<'_>) -> bool {
        let text = &part.block.text;
        let other = part.is_heading() || is_listed(part.block.kind);
        let stated =
            || clean::ends_as_sentence(text) || clean::is_labelled(text) || self.is_classless(part);
        text.contains(char::is_alphabetic) && !part.block.caption && (other || stated())
    }

    /// Tells whether the element of a block has neither class nor name, as on pages that are made by hand.
    fn is_classless(&self, part: &Part<'_>) -> bool {
        let place = part.block.place.and_then(|place| element(self.page, place));
        place.is_some_and(|place| place.attr("class").is_none() && place.attr("id").is_none())
    }

    /// Tells whether nothing between a block and the article says that it is another thing.
    fn is_plain(&self, part: &Part<'_>, branch: NodeId) -> bool {
        let Some(place) = part.block.place else {
            return false;
        };
        let mut path = Vec::new();
        for node in ancestors(self.page, place) {
            if self.spine.contains(&node) {
                break;
            }
            path.push(node);
            if node == branch {
                break;
            }
        }
        let elements = path.into_iter().filter_map(|node| element(self.page, node));
        !elements.into_iter().any(is_beside)
    }

    /// Tells whether a branch holds fields to fill in, as those do that sell a newsletter.
    fn asks(&self, branch: NodeId) -> bool {
        let inside = element(self.page, branch).into_iter();
        let mut inside =
            inside.flat_map(|branch| branch.descendants().filter_map(ElementRef::wrap));
        inside.any(|inner| match inner.value().name() {
            "form" | "textarea" => true,
            "input" => inner.attr("type") != Some("checkbox"),
            _ => false,
        })
    }

    /// Finds the branches that neither lead elsewhere nor hold an article of their own.
    fn sound_branches(&self) -> HashSet<NodeId> {
        let mut sizes: BTreeMap<NodeId, (usize, usize, usize)> = BTreeMap::new();
        for (part, branch) in self.parts.iter().zip(&self.branches) {
            if let Some(branch) = branch {
                let size = sizes.entry(*branch).or_default();
                size.0 += part.block.text.len();
                size.1 += part.block.linked;
                size.2 += usize::from(part.prose && !part.chosen);
            }
        }
        let sound = sizes.into_iter().filter(|(branch, (all, linked, prose))| {
            // Words that stand in the article itself are each a part of it.
            self.spine.contains(branch)
                || linked * 10 <= all * LINKED && *prose <= 1 && !self.asks(*branch)
        });
        sound.map(|(branch, _)| branch).collect()
    }
}

/// Tells whether a block is a point of a list, a row of a table, or a term or its meaning.
fn is_listed(kind: PageBlockKind) -> bool {
    !matches!(kind, PageBlockKind::Heading(_) | PageBlockKind::Paragraph)
}

/// Returns an element and those around it, the innermost first.
fn ancestors(page: &Html, place: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    let own = page.tree.get(place);
    own.into_iter().flat_map(|own| {
        let outer = own.ancestors().map(|outer| outer.id());
        std::iter::once(own.id()).chain(outer)
    })
}

fn element(page: &Html, node: NodeId) -> Option<ElementRef<'_>> {
    ElementRef::wrap(page.tree.get(node)?)
}

/// Returns the outermost element around a block that is no part of the spine; the element of the spine for words that
/// stand in it; nothing for what stands outside of the article.
fn branch(page: &Html, place: NodeId, spine: &HashSet<NodeId>, root: NodeId) -> Option<NodeId> {
    let chain: Vec<NodeId> = ancestors(page, place).collect();
    let root = chain.iter().position(|node| *node == root)?;
    let inside = chain.get(..=root)?;
    let joins = inside.iter().position(|node| spine.contains(node))?;
    inside.get(joins.saturating_sub(1)).copied()
}

/// Elements that hold what stands beside an article.
const BESIDE: [&str; 7] = [
    "nav", "footer", "form", "header", "fieldset", "dialog", "figure",
];

/// Names of classes of what stands beside an article, or of what a page says of it.
static BESIDE_NAMES: LazyLock<Regex> = LazyLock::new(|| {
    static_regex(
        r"(?ix)(?:^|[\s_-])(?:
          related|share|sharing|social|promo\w*|newsletter|comments?|kommentare?|respond|replies|sidebar|widget|nav|navi\w*|menu|footer
        | ads?|advert\w*|anzeige|werbung|sponsor\w*|banner|teasers?|recommend\w*|most-?read|trending|popular
        | tags?|keywords|byline|authors?|autor(?:en)?|credits?|copyright|meta|date|breadcrumbs?|pager|pagination|popup|modal|overlay|cookie\w*|consent
        | subscri\w*|sign-?up|log-?in|register|paywall|toc|gallery|slider|slideshow|carousel|player|video|poll|quiz|embed|rating|print|hidden|sr-only|screen-reader\w*|skip
        )(?:$|[\s_-])",
    )
});

fn is_beside(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let named = [value.attr("class"), value.attr("id"), value.attr("role")];
    let mut named = named.into_iter().flatten();
    let name = value.name();
    BESIDE.contains(&name) || named.any(|names| BESIDE_NAMES.is_match(names))
}
