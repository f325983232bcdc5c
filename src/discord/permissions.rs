//! Who may do what: one table, read by the dispatcher and replayed by a test. Discord's own overrides may narrow it,
//! never widen it.

use serenity::all::RoleId;

use super::actor::Actor;
use super::trouble::Trouble;

/// What an action needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing: every member of the server.
    Member,
    /// A contributor role, or Manage Server.
    Contributor,
    /// Manage Server or Administrator.
    Manager,
    /// To be the owner of the application.
    Operator,
    /// To be the person for whom the message was made.
    Asker,
    /// To be that person, or to moderate the channel.
    AskerOrModerator,
}

/// Where an action works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Only in a server that added the bot.
    Server,
    /// In direct messages too, if the operator allows them.
    Anywhere,
}

/// One line of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The command, button or form.
    pub action: &'static str,
    /// What it needs.
    pub need: Need,
    /// Where it works.
    pub place: Place,
}

const fn rule(action: &'static str, need: Need, place: Place) -> Rule {
    Rule {
        action,
        need,
        place,
    }
}

/// Every action of the bot. What is not listed is refused.
pub const RULES: &[Rule] = &[
    rule("ask", Need::Member, Place::Anywhere),
    rule("help", Need::Member, Place::Anywhere),
    rule("privacy", Need::Member, Place::Anywhere),
    rule("Find in articles", Need::Member, Place::Server),
    rule("Save as article", Need::Contributor, Place::Server),
    rule("article add", Need::Contributor, Place::Server),
    rule("article list", Need::Member, Place::Server),
    rule("article show", Need::Member, Place::Server),
    rule("article facts", Need::Member, Place::Server),
    rule("article history", Need::Member, Place::Server),
    rule("article edit", Need::Contributor, Place::Server),
    rule("article refresh", Need::Contributor, Place::Server),
    rule("article remove", Need::Manager, Place::Server),
    rule("article restore", Need::Manager, Place::Server),
    rule("dataset status", Need::Manager, Place::Server),
    rule("dataset check", Need::Manager, Place::Server),
    rule("dataset reload", Need::Manager, Place::Server),
    rule("settings", Need::Manager, Place::Server),
    rule("diagnose", Need::Manager, Place::Server),
    rule("button more", Need::Member, Place::Anywhere),
    rule("button context", Need::Member, Place::Anywhere),
    rule("button why", Need::Member, Place::Anywhere),
    rule("button nearest", Need::Member, Place::Anywhere),
    rule("button follow-up", Need::Member, Place::Anywhere),
    rule("button right", Need::Member, Place::Anywhere),
    rule("button wrong", Need::Member, Place::Anywhere),
    rule("button share", Need::Asker, Place::Server),
    rule("button delete", Need::AskerOrModerator, Place::Anywhere),
    rule("button suggestion", Need::Member, Place::Anywhere),
    rule("button tell editors", Need::Asker, Place::Server),
    rule("button example", Need::Member, Place::Anywhere),
    rule("button page", Need::Member, Place::Server),
    rule("button save article", Need::Contributor, Place::Server),
    rule("button cancel", Need::Asker, Place::Server),
    rule("button confirm remove", Need::Manager, Place::Server),
    rule("button undo remove", Need::Manager, Place::Server),
    rule("button apply reload", Need::Manager, Place::Server),
    rule(
        "button apply shrinking reload",
        Need::Operator,
        Place::Server,
    ),
    rule("button setting", Need::Manager, Place::Server),
    rule("button open questions", Need::Manager, Place::Server),
    rule("button clear questions", Need::Manager, Place::Server),
    rule("button review", Need::Manager, Place::Server),
    rule("button restore version", Need::Manager, Place::Server),
    rule("button show mine", Need::Asker, Place::Anywhere),
    rule("button forget me", Need::Asker, Place::Anywhere),
    rule("form follow-up", Need::Member, Place::Anywhere),
    rule("form article text", Need::Contributor, Place::Server),
    rule("form article edit", Need::Contributor, Place::Server),
];

/// What the rules need to know besides the person.
#[derive(Debug, Clone, Default)]
pub struct Circumstances {
    /// Whether direct messages are allowed.
    pub direct_messages: bool,
    /// The server's contributor roles.
    pub contributor_roles: Vec<u64>,
    /// Whether the person owns the application.
    pub is_operator: bool,
    /// Whether the message was made for this person.
    pub is_asker: bool,
}

/// Returns the rule of an action.
pub fn rule_of(action: &str) -> Option<Rule> {
    RULES.iter().copied().find(|rule| rule.action == action)
}

/// Lets an action pass or says what it needs.
pub fn check(action: &str, actor: &Actor, given: &Circumstances) -> Result<(), Trouble> {
    let Some(rule) = rule_of(action) else {
        return Err(Trouble::expired().because(format!("no rule for {action}")));
    };
    let here = actor.guild.is_some() || (rule.place == Place::Anywhere && given.direct_messages);
    if !here {
        return Err(Trouble::guild_only());
    }
    let roles = given.contributor_roles.iter().copied();
    let has_role = roles
        .filter(|id| *id != 0)
        .map(RoleId::new)
        .any(|id| actor.roles.contains(&id));
    let (allowed, refusal) = match rule.need {
        Need::Member => return Ok(()),
        Need::Contributor => (
            has_role || actor.manages(),
            Trouble::not_allowed(
                "a contributor role or the right *Manage Server*",
                "An admin of this server, with `/settings`,",
            ),
        ),
        Need::Manager => (
            actor.manages(),
            Trouble::not_allowed("the right *Manage Server*", "An admin of this server"),
        ),
        Need::Operator => (given.is_operator, Trouble::operator_only()),
        Need::Asker => (given.is_asker, Trouble::not_yours()),
        Need::AskerOrModerator => (given.is_asker || actor.moderates(), Trouble::not_yours()),
    };
    if allowed { Ok(()) } else { Err(refusal) }
}
