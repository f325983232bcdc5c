//! The context of one interaction: who, where, what this server has set, and the responder that answers it.

use std::sync::Arc;

use super::actor::Actor;
use super::app::App;
use super::guild_settings::GuildSettings;
use super::responder::Responder;
use super::user_error::UserError;
use crate::store::{Scope, Stamp};

/// The context of one interaction.
pub struct InteractionContext {
    /// What all handlers share.
    pub app: Arc<App>,
    /// The way back.
    pub responder: Responder,
    /// Who, and with which rights.
    pub actor: Actor,
    /// What this server has set.
    pub settings: GuildSettings,
    /// The channel of which the interaction's channel is a thread.
    pub parent: Option<u64>,
}

impl InteractionContext {
    /// Returns whose articles the person may read.
    pub fn scope(&self) -> Scope {
        self.actor.scope()
    }

    /// Returns the stamp of a change that the person makes now.
    pub fn stamp(&self) -> Stamp {
        Stamp::by(crate::clock::now(), self.actor.user)
    }

    /// Tells whether an answer here must be seen by the asker only.
    pub fn must_hide(&self) -> bool {
        !self
            .settings
            .answers_in(self.actor.channel.get(), self.parent)
    }

    /// Returns the channel in which the bot listens here: in a thread that of its parent.
    pub fn listening_channel(&self) -> u64 {
        self.parent.unwrap_or(self.actor.channel.get())
    }

    /// Does blocking work with the shared parts.
    pub async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Arc<App>) -> Result<T, UserError> + Send + 'static,
    ) -> Result<T, UserError> {
        self.app.blocking(work).await
    }
}
