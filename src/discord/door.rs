//! The door of one interaction: acknowledged in time whatever happens, answered once, never left thinking.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use serenity::all::{
    AutocompleteChoice, Builder, CreateAutocompleteResponse, CreateInteractionResponse,
    CreateInteractionResponseMessage, CreateModal, Http, InteractionId,
};

use super::reply::Reply;
use super::trouble::{Trouble, sort_of};

/// Work that takes longer than this is put off first; Discord waits three seconds.
const PATIENCE: Duration = Duration::from_millis(900);

const OPEN: u8 = 0;
const THINKING: u8 = 1;
const THINKING_HIDDEN: u8 = 2;
const UPDATING: u8 = 3;
const ANSWERED: u8 = 4;

/// The way back to the person who ran a command, pressed a button or submitted a form.
#[derive(Debug)]
pub struct Door {
    http: Arc<Http>,
    id: InteractionId,
    token: String,
    state: AtomicU8,
}

impl Door {
    /// Opens the way back for one interaction.
    pub fn new(http: Arc<Http>, id: InteractionId, token: &str) -> Self {
        Door {
            http,
            id,
            token: token.to_owned(),
            state: AtomicU8::new(OPEN),
        }
    }

    /// Returns the REST client.
    pub fn http(&self) -> &Arc<Http> {
        &self.http
    }

    /// Returns the token with which a later process can still reply; keep it out of logs.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Tells whether the person has seen an answer.
    pub fn is_answered(&self) -> bool {
        self.state() == ANSWERED
    }

    fn state(&self) -> u8 {
        self.state.load(Ordering::Acquire)
    }

    fn set(&self, state: u8) {
        self.state.store(state, Ordering::Release);
    }

    async fn respond(&self, response: CreateInteractionResponse) -> Result<(), Trouble> {
        response
            .execute(&self.http, (self.id, &self.token))
            .await
            .map_err(Trouble::from)
    }

    /// Shows that work goes on.
    pub async fn defer(&self, hidden: bool) -> Result<(), Trouble> {
        if self.state() != OPEN {
            return Ok(());
        }
        self.set(if hidden { THINKING_HIDDEN } else { THINKING });
        let message = CreateInteractionResponseMessage::new().ephemeral(hidden);
        self.respond(CreateInteractionResponse::Defer(message))
            .await
    }

    /// Acknowledges a press whose own message will be changed.
    pub async fn defer_update(&self) -> Result<(), Trouble> {
        if self.state() != OPEN {
            return Ok(());
        }
        self.set(UPDATING);
        self.respond(CreateInteractionResponse::Acknowledge).await
    }

    /// Acknowledges a press that needs no answer, such as the tenth of ten.
    pub async fn acknowledge(&self) -> Result<(), Trouble> {
        self.set(ANSWERED);
        self.respond(CreateInteractionResponse::Acknowledge).await
    }

    /// Does work; when it takes long, shows meanwhile that it goes on.
    pub async fn work<T>(
        &self,
        hidden: bool,
        work: impl Future<Output = Result<T, Trouble>>,
    ) -> Result<T, Trouble> {
        let mut work = std::pin::pin!(work);
        match tokio::time::timeout(PATIENCE, &mut work).await {
            Ok(done) => done,
            Err(_) => {
                self.defer(hidden).await?;
                work.await
            }
        }
    }

    /// Does work that ends in a change of the pressed message; when it takes long, the press is acknowledged first.
    pub async fn work_on_message(
        &self,
        work: impl Future<Output = Result<Reply, Trouble>>,
    ) -> Result<(), Trouble> {
        let mut work = std::pin::pin!(work);
        let done = match tokio::time::timeout(PATIENCE, &mut work).await {
            Ok(done) => done,
            Err(_) => {
                self.defer_update().await?;
                work.await
            }
        };
        self.update(done?).await
    }

    /// Says something: as the response, as the end of thinking, or as a further message.
    pub async fn say(&self, reply: Reply) -> Result<(), Trouble> {
        let before = self.state.swap(ANSWERED, Ordering::AcqRel);
        match before {
            OPEN => {
                self.respond(CreateInteractionResponse::Message(reply.response()))
                    .await
            }
            THINKING if reply.is_hidden() => {
                self.follow_up(&reply).await?;
                self.delete_thinking().await;
                Ok(())
            }
            THINKING | THINKING_HIDDEN => self.edit(&reply).await,
            _ => self.follow_up(&reply).await,
        }
    }

    /// Changes the message whose button was pressed.
    pub async fn update(&self, reply: Reply) -> Result<(), Trouble> {
        let before = self.state.swap(ANSWERED, Ordering::AcqRel);
        match before {
            OPEN => {
                self.respond(CreateInteractionResponse::UpdateMessage(reply.response()))
                    .await
            }
            _ => self.edit(&reply).await,
        }
    }

    /// Edits the answer that was given before, such as the progress of long work.
    pub async fn edit(&self, reply: &Reply) -> Result<(), Trouble> {
        reply
            .edit()
            .execute(&self.http, &self.token)
            .await
            .map(drop)
            .map_err(Trouble::from)
    }

    async fn follow_up(&self, reply: &Reply) -> Result<(), Trouble> {
        reply
            .follow_up()
            .execute(&self.http, (None, &self.token))
            .await
            .map(drop)
            .map_err(Trouble::from)
    }

    async fn delete_thinking(&self) {
        let gone = self
            .http
            .delete_original_interaction_response(&self.token)
            .await;
        if let Err(error) = gone {
            tracing::warn!(
                cause = sort_of(&error),
                "unable to take back a public reply"
            );
        }
    }

    /// Takes away the message whose button was pressed.
    pub async fn delete_message(&self) -> Result<(), Trouble> {
        self.defer_update().await?;
        self.set(ANSWERED);
        self.http
            .delete_original_interaction_response(&self.token)
            .await
            .map_err(Trouble::from)
    }

    /// Opens a form.
    pub async fn form(&self, form: CreateModal) -> Result<(), Trouble> {
        self.set(ANSWERED);
        self.respond(CreateInteractionResponse::Modal(form)).await
    }

    /// Offers choices while somebody types.
    pub async fn choices(&self, choices: Vec<AutocompleteChoice>) -> Result<(), Trouble> {
        self.set(ANSWERED);
        let offered = CreateAutocompleteResponse::new().set_choices(choices);
        self.respond(CreateInteractionResponse::Autocomplete(offered))
            .await
    }

    /// Tells the person concerned, and only them, what went wrong.
    pub async fn trouble(&self, trouble: &Trouble) {
        let told = self.say(Reply::from(trouble.card()).hidden()).await;
        if let Err(untold) = told {
            untold.log("telling of trouble");
        }
    }
}
