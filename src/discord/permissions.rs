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
pub enum Place {
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
    pub place: Place,
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
    Ask "ask" Need::Member, Place::Anywhere;
    Help "help" Need::Member, Place::Anywhere;
    Privacy "privacy" Need::Member, Place::Anywhere;
    FindInArticles "Find in articles" Need::Member, Place::Server;
    SaveAsArticle "Save as article" Need::Contributor, Place::Server;
    ArticleAdd "article add" Need::Contributor, Place::Server;
    ArticleList "article list" Need::Member, Place::Server;
    ArticleShow "article show" Need::Member, Place::Server;
    ArticleFacts "article facts" Need::Member, Place::Server;
    ArticleHistory "article history" Need::Member, Place::Server;
    ArticleEdit "article edit" Need::Contributor, Place::Server;
    ArticleRefresh "article refresh" Need::Contributor, Place::Server;
    ArticleRemove "article remove" Need::Manager, Place::Server;
    ArticleRestore "article restore" Need::Manager, Place::Server;
    DatasetStatus "dataset status" Need::ManagerOrOperator, Place::Server;
    DatasetCheck "dataset check" Need::ManagerOrOperator, Place::Server;
    DatasetReload "dataset reload" Need::ManagerOrOperator, Place::Server;
    Settings "settings" Need::Manager, Place::Server;
    Diagnose "diagnose" Need::Manager, Place::Server;
    ButtonMore "button more" Need::Member, Place::Anywhere;
    ButtonContext "button context" Need::Member, Place::Anywhere;
    ButtonWhy "button why" Need::Member, Place::Anywhere;
    ButtonNearest "button nearest" Need::Member, Place::Anywhere;
    ButtonFollowUp "button follow-up" Need::Member, Place::Anywhere;
    ButtonAskAll "button ask all" Need::Member, Place::Anywhere;
    ButtonRight "button right" Need::Member, Place::Anywhere;
    ButtonWrong "button wrong" Need::Member, Place::Anywhere;
    ButtonShare "button share" Need::Asker, Place::Server;
    ButtonDelete "button delete" Need::AskerOrModerator, Place::Anywhere;
    ButtonSuggestion "button suggestion" Need::Member, Place::Anywhere;
    ButtonTellEditors "button tell editors" Need::Asker, Place::Server;
    ButtonExample "button example" Need::Member, Place::Anywhere;
    ButtonPage "button page" Need::Member, Place::Server;
    ButtonSaveArticle "button save article" Need::Contributor, Place::Server;
    ButtonCancel "button cancel" Need::Asker, Place::Server;
    ButtonConfirmRemove "button confirm remove" Need::Manager, Place::Server;
    ButtonUndoRemove "button undo remove" Need::Manager, Place::Server;
    ButtonApplyReload "button apply reload" Need::ManagerOrOperator, Place::Server;
    ButtonApplyShrinkingReload "button apply shrinking reload" Need::Operator, Place::Server;
    ButtonSetting "button setting" Need::Manager, Place::Server;
    ButtonOpenQuestions "button open questions" Need::Manager, Place::Server;
    ButtonClearQuestions "button clear questions" Need::Manager, Place::Server;
    ButtonReview "button review" Need::Manager, Place::Server;
    ButtonRestoreVersion "button restore version" Need::Manager, Place::Server;
    ButtonShowMine "button show mine" Need::Asker, Place::Anywhere;
    ButtonForgetMe "button forget me" Need::Asker, Place::Anywhere;
    FormFollowUp "form follow-up" Need::Member, Place::Anywhere;
    FormArticleText "form article text" Need::Contributor, Place::Server;
    FormArticleEdit "form article edit" Need::Contributor, Place::Server;
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
    let here = actor.guild.is_some() || (rule.place == Place::Anywhere && given.direct_messages);
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
