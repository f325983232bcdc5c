//! Who may do what: one table, read by the dispatcher and replayed by a test. Discord's own overrides may narrow it,
//! never widen it.

use std::fmt;

use serenity::all::RoleId;

use super::actor::Actor;
use super::user_error::UserError;

/// What an action needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Nothing: every member of the server.
    Member,
    /// A contributor role, or Manage Server.
    Contributor,
    /// Manage Server or Administrator.
    Manager,
    /// The same, or to be the owner of the application.
    ManagerOrOperator,
    /// To be the owner of the application.
    Operator,
    /// To be the person for whom the message was made.
    Asker,
    /// To be that person, or to moderate the channel.
    AskerOrModerator,
}

/// Where an action works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Availability {
    /// Only in a server that added the bot.
    Server,
    /// In direct messages too, if the operator allows them.
    Anywhere,
}

/// What an action needs, and where it works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// What it needs.
    pub need: Need,
    /// Where it works.
    pub place: Availability,
}

/// Makes the actions of one table, so that none can be without a name or a rule.
macro_rules! actions {
    ($($action:ident $name:literal $need:path, $place:path;)+) => {
        /// A command, button or form.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Action {
            $(#[doc = $name] $action,)+
        }

        impl Action {
            /// Every action of the bot.
            pub const ALL: &[Action] = &[$(Action::$action,)+];

            /// Returns its name: that of the command, or `button` or `form` with what is pressed.
            pub fn name(self) -> &'static str {
                match self {
                    $(Action::$action => $name,)+
                }
            }

            /// Returns its rule.
            pub fn rule(self) -> Rule {
                match self {
                    $(Action::$action => Rule { need: $need, place: $place },)+
                }
            }
        }
    };
}

actions! {
    Ask "ask" Need::Member, Availability::Anywhere;
    Help "help" Need::Member, Availability::Anywhere;
    Privacy "privacy" Need::Member, Availability::Anywhere;
    FindInArticles "Find in articles" Need::Member, Availability::Server;
    SaveAsArticle "Save as article" Need::Contributor, Availability::Server;
    ArticleAdd "article add" Need::Contributor, Availability::Server;
    ArticleList "article list" Need::Member, Availability::Server;
    ArticleShow "article show" Need::Member, Availability::Server;
    ArticleFacts "article facts" Need::Member, Availability::Server;
    ArticleHistory "article history" Need::Member, Availability::Server;
    ArticleEdit "article edit" Need::Contributor, Availability::Server;
    ArticleRefresh "article refresh" Need::Contributor, Availability::Server;
    ArticleRemove "article remove" Need::Manager, Availability::Server;
    ArticleRestore "article restore" Need::Manager, Availability::Server;
    DatasetStatus "dataset status" Need::ManagerOrOperator, Availability::Server;
    DatasetCheck "dataset check" Need::ManagerOrOperator, Availability::Server;
    DatasetReload "dataset reload" Need::ManagerOrOperator, Availability::Server;
    Settings "settings" Need::Manager, Availability::Server;
    Diagnose "diagnose" Need::Manager, Availability::Server;
    ButtonMore "button more" Need::Member, Availability::Anywhere;
    ButtonContext "button context" Need::Member, Availability::Anywhere;
    ButtonWhy "button why" Need::Member, Availability::Anywhere;
    ButtonNearest "button nearest" Need::Member, Availability::Anywhere;
    ButtonFollowUp "button follow-up" Need::Member, Availability::Anywhere;
    ButtonAskAll "button ask all" Need::Member, Availability::Anywhere;
    ButtonRight "button right" Need::Member, Availability::Anywhere;
    ButtonWrong "button wrong" Need::Member, Availability::Anywhere;
    ButtonShare "button share" Need::Asker, Availability::Server;
    ButtonDelete "button delete" Need::AskerOrModerator, Availability::Anywhere;
    ButtonSuggestion "button suggestion" Need::Member, Availability::Anywhere;
    ButtonTellEditors "button tell editors" Need::Asker, Availability::Server;
    ButtonExample "button example" Need::Member, Availability::Anywhere;
    ButtonPage "button page" Need::Member, Availability::Server;
    ButtonSaveArticle "button save article" Need::Contributor, Availability::Server;
    ButtonCancel "button cancel" Need::Asker, Availability::Server;
    ButtonConfirmRemove "button confirm remove" Need::Manager, Availability::Server;
    ButtonUndoRemove "button undo remove" Need::Manager, Availability::Server;
    ButtonApplyReload "button apply reload" Need::ManagerOrOperator, Availability::Server;
    ButtonApplyShrinkingReload "button apply shrinking reload" Need::Operator, Availability::Server;
    ButtonSetting "button setting" Need::Manager, Availability::Server;
    ButtonOpenQuestions "button open questions" Need::Manager, Availability::Server;
    ButtonClearQuestions "button clear questions" Need::Manager, Availability::Server;
    ButtonReview "button review" Need::Manager, Availability::Server;
    ButtonRestoreVersion "button restore version" Need::Manager, Availability::Server;
    ButtonShowMine "button show mine" Need::Asker, Availability::Anywhere;
    ButtonForgetMe "button forget me" Need::Asker, Availability::Anywhere;
    FormFollowUp "form follow-up" Need::Member, Availability::Anywhere;
    FormArticleText "form article text" Need::Contributor, Availability::Server;
    FormArticleEdit "form article edit" Need::Contributor, Availability::Server;
}

impl Action {
    /// Finds the command of this full name.
    pub fn of_command(name: &str) -> Option<Self> {
        let mut all = Action::ALL.iter().copied();
        all.find(|action| action.pressed().is_none() && action.name() == name)
    }

    /// Finds what a button or a form, which `sort` says, stands for by the word in its id.
    pub fn of_press(sort: &str, word: &str) -> Option<Self> {
        let is_meant = |(of_sort, name): (&str, &str)| of_sort == sort && hyphened(name) == word;
        let mut all = Action::ALL.iter().copied();
        all.find(|action| action.pressed().is_some_and(is_meant))
    }

    /// Returns the id of its button or form under a message whose state has this key.
    pub fn id(self, key: &str) -> String {
        let name = self.pressed().map_or(self.name(), |(_, name)| name);
        format!("{key}:{}", hyphened(name))
    }

    /// Returns such an id that says more, such as which of several questions is meant.
    pub fn id_with(self, key: &str, argument: impl fmt::Display) -> String {
        format!("{}:{argument}", self.id(key))
    }

    /// Splits the name of a button or form.
    fn pressed(self) -> Option<(&'static str, &'static str)> {
        let (sort, name) = self.name().split_once(' ')?;
        ["button", "form"].contains(&sort).then_some((sort, name))
    }
}

fn hyphened(name: &str) -> String {
    name.replace(' ', "-")
}

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

/// Lets an action pass or says what it needs.
pub fn check(action: Action, actor: &Actor, given: &Circumstances) -> Result<(), UserError> {
    let rule = action.rule();
    let here =
        actor.guild.is_some() || (rule.place == Availability::Anywhere && given.direct_messages);
    if !here {
        return Err(UserError::guild_only());
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
            UserError::not_allowed(
                "a contributor role or the right *Manage Server*",
                "An admin of this server, with `/settings`,",
            ),
        ),
        Need::Manager | Need::ManagerOrOperator => (
            actor.manages() || rule.need == Need::ManagerOrOperator && given.is_operator,
            UserError::not_allowed("the right *Manage Server*", "An admin of this server"),
        ),
        Need::Operator => (given.is_operator, UserError::operator_only()),
        Need::Asker => (given.is_asker, UserError::not_yours()),
        Need::AskerOrModerator => (given.is_asker || actor.moderates(), UserError::not_yours()),
    };
    if allowed { Ok(()) } else { Err(refusal) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_found_by_what_discord_sends() {
        for action in Action::ALL.iter().copied() {
            let found = match action.pressed() {
                Some((sort, _)) => {
                    let id = action.id("key");
                    let word = id.split_once(':').map_or("", |(_, word)| word);
                    Action::of_press(sort, word)
                }
                None => Action::of_command(action.name()),
            };
            assert_eq!(found, Some(action));
        }
        assert_eq!(Action::ButtonFollowUp.id("k"), "k:follow-up");
        assert_eq!(Action::ButtonPage.id_with("k", 3), "k:page:3");
        assert_eq!(Action::of_press("form", "tell-editors"), None);
        assert_eq!(Action::of_command("button more"), None);
    }
}
