//! Answers one interaction: acknowledged in time whatever happens, answered once, never left thinking.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use serde_json::Value;
use serenity::all::{
    AutocompleteChoice, CreateAutocompleteResponse, CreateInteractionResponse,
    CreateInteractionResponseMessage, CreateModal,
};
use tokio::time::Instant;

use super::reply::Reply;
use super::rest::{Call, Rest, RestError};
use super::user_error::UserError;

/// Work that takes longer than this is put off first; Discord waits three seconds.
const PATIENCE: Duration = Duration::from_millis(900);

const OPEN: u8 = 0;
const THINKING: u8 = 1;
const THINKING_HIDDEN: u8 = 2;
const UPDATING: u8 = 3;
const ANSWERED: u8 = 4;
const LOST: u8 = 5;

/// The way back to the person who ran a command, pressed a button or submitted a form.
#[derive(Debug)]
pub struct Responder {
    rest: Arc<Rest>,
    application: u64,
    interaction: u64,
    token: String,
    opened: Instant,
    state: AtomicU8,
}

impl Responder {
    /// Opens the way back for an interaction that came in just now.
    pub fn new(rest: Arc<Rest>, application: u64, interaction: u64, token: &str) -> Self {
        Responder {
            rest,
            application,
            interaction,
            token: token.to_owned(),
            opened: Instant::now(),
            state: AtomicU8::new(OPEN),
        }
    }

    /// Returns the token with which a later process can still reply; keep it out of logs.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Tells whether nobody can be reached through it any more.
    pub fn is_lost(&self) -> bool {
        self.state() == LOST
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

    async fn respond(&self, response: CreateInteractionResponse) -> Result<(), UserError> {
        let body = as_json(&response)?;
        let call = Call::first_response(self.interaction, &self.token, body, self.opened);
        let sent = self.rest.send(call).await;
        if let Err(error) = sent {
            self.unheard(error);
            return Err(error.into());
        }
        self.rest
            .metrics()
            .note_first_response(self.opened.elapsed());
        Ok(())
    }

    /// What Discord did not take can be said again in other words; what it never heard leaves nobody to talk to.
    fn unheard(&self, error: RestError) {
        let retold = matches!(error, RestError::Refused { status: 400, .. }) && !error.is_over();
        self.set(if retold { OPEN } else { LOST });
    }

    /// Shows that work goes on.
    pub async fn defer(&self, hidden: bool) -> Result<(), UserError> {
        if self.state() != OPEN {
            return Ok(());
        }
        self.set(if hidden { THINKING_HIDDEN } else { THINKING });
        let message = CreateInteractionResponseMessage::new().ephemeral(hidden);
        self.respond(CreateInteractionResponse::Defer(message))
            .await
    }

    /// Acknowledges a press whose own message will be changed.
    pub async fn defer_update(&self) -> Result<(), UserError> {
        if self.state() != OPEN {
            return Ok(());
        }
        self.set(UPDATING);
        self.respond(CreateInteractionResponse::Acknowledge).await
    }

    /// Acknowledges a press that needs no answer, such as the tenth of ten.
    pub async fn acknowledge(&self) -> Result<(), UserError> {
        self.set(ANSWERED);
        self.respond(CreateInteractionResponse::Acknowledge).await
    }

    /// Does work; when it takes long, shows meanwhile that it goes on.
    pub async fn work<T>(
        &self,
        hidden: bool,
        work: impl Future<Output = Result<T, UserError>>,
    ) -> Result<T, UserError> {
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
        work: impl Future<Output = Result<Reply, UserError>>,
    ) -> Result<(), UserError> {
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
    pub async fn say(&self, reply: Reply) -> Result<(), UserError> {
        match self.take_turn()? {
            OPEN => {
                let response = CreateInteractionResponse::Message(reply.response());
                self.respond(response).await
            }
            THINKING if reply.is_hidden() => {
                // What comes first after public thinking is public, so the thinking has to go before.
                self.delete_response().await?;
                self.follow_up(&reply).await
            }
            THINKING | THINKING_HIDDEN => self.edit(&reply).await,
            _ => self.follow_up(&reply).await,
        }
    }

    /// Changes the message whose button was pressed.
    pub async fn update(&self, reply: Reply) -> Result<(), UserError> {
        match self.take_turn()? {
            OPEN => {
                let response = CreateInteractionResponse::UpdateMessage(reply.response());
                self.respond(response).await
            }
            _ => self.edit(&reply).await,
        }
    }

    /// Marks the person as answered and returns how things stood before.
    fn take_turn(&self) -> Result<u8, UserError> {
        if self.is_lost() {
            return Err(UserError::internal(
                "nobody can be reached through this interaction",
            ));
        }
        Ok(self.state.swap(ANSWERED, Ordering::AcqRel))
    }

    /// Edits the answer that was given before, such as the progress of long work.
    pub async fn edit(&self, reply: &Reply) -> Result<(), UserError> {
        let body = as_json(&reply.edit())?;
        let call = Call::edit_response(self.application, &self.token, body, self.opened);
        self.later(call).await
    }

    async fn follow_up(&self, reply: &Reply) -> Result<(), UserError> {
        let body = as_json(&reply.follow_up())?;
        let call = Call::follow_up(self.application, &self.token, body, self.opened);
        self.later(call).await
    }

    async fn delete_response(&self) -> Result<(), UserError> {
        let call = Call::delete_response(self.application, &self.token, self.opened);
        self.later(call).await
    }

    async fn later(&self, call: Call) -> Result<(), UserError> {
        let sent = self.rest.send(call).await;
        if sent.as_ref().is_err_and(|error| error.is_over()) {
            self.set(LOST);
        }
        sent.map(drop).map_err(UserError::from)
    }

    /// Takes away the message whose button was pressed.
    pub async fn delete_message(&self) -> Result<(), UserError> {
        self.defer_update().await?;
        self.set(ANSWERED);
        self.delete_response().await
    }

    /// Opens a form.
    pub async fn form(&self, form: CreateModal) -> Result<(), UserError> {
        self.set(ANSWERED);
        self.respond(CreateInteractionResponse::Modal(form)).await
    }

    /// Offers choices while somebody types.
    pub async fn choices(&self, choices: Vec<AutocompleteChoice>) -> Result<(), UserError> {
        self.set(ANSWERED);
        let offered = CreateAutocompleteResponse::new().set_choices(choices);
        self.respond(CreateInteractionResponse::Autocomplete(offered))
            .await
    }

    /// Tells the person concerned, and only them, what went wrong.
    pub async fn error(&self, error: &UserError) {
        if self.is_lost() {
            return;
        }
        self.rest.metrics().count_refusal(error.code());
        let told = self.say(Reply::from(error.card()).hidden()).await;
        if let Err(untold) = told {
            untold.log("telling of an error");
        }
    }
}

/// Writes one of serenity's builders as Discord reads it.
pub fn as_json(builder: &impl serde::Serialize) -> Result<Value, UserError> {
    serde_json::to_value(builder).map_err(|_| UserError::internal("a message has no JSON form"))
}
