//! Answers one interaction: acknowledged in time whatever happens, answered once, never left thinking.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
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

/// A change of a message that takes longer than this is announced in it.
const MOMENT: Duration = Duration::from_millis(300);

/// How far the response to an interaction is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ResponseState {
    /// Discord has heard nothing yet.
    Open,
    /// It shows that the bot is thinking, to everybody.
    Thinking,
    /// The same, to the one who asked only.
    ThinkingHidden,
    /// A press is acknowledged; the message stands as it was.
    Updating,
    /// It was answered.
    Answered,
    /// Nobody can be reached any more.
    Lost,
}

/// The way back to the person who ran a command, pressed a button or submitted a form.
#[derive(Debug)]
pub struct Responder {
    rest: Arc<Rest>,
    application: u64,
    interaction: u64,
    token: String,
    opened: Instant,
    state: Mutex<ResponseState>,
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
            state: Mutex::new(ResponseState::Open),
        }
    }

    /// Returns the token with which a later process can still reply; keep it out of logs.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Tells whether nobody can be reached through it any more.
    pub fn is_lost(&self) -> bool {
        self.state() == ResponseState::Lost
    }

    /// Tells whether the person has seen an answer.
    pub fn is_answered(&self) -> bool {
        self.state() == ResponseState::Answered
    }

    fn state(&self) -> ResponseState {
        *self.locked()
    }

    fn locked(&self) -> MutexGuard<'_, ResponseState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set(&self, state: ResponseState) {
        *self.locked() = state;
    }

    async fn respond(&self, response: CreateInteractionResponse) -> Result<(), UserError> {
        let body = as_json(&response)?;
        let call = Call::first_response(self.interaction, &self.token, body, self.opened);
        let sent = self.rest.send(call).await;
        if let Err(error) = sent {
            self.note_failure(error);
            return Err(error.into());
        }
        self.rest
            .metrics()
            .note_first_response(self.opened.elapsed());
        Ok(())
    }

    /// After a 400 the response may be sent again in another form; after any other failure the interaction can no longer be
    /// answered.
    fn note_failure(&self, error: RestError) {
        let retold = matches!(error, RestError::Refused { status: 400, .. }) && !error.is_over();
        self.set(if retold {
            ResponseState::Open
        } else {
            ResponseState::Lost
        });
    }

    /// Shows that work goes on.
    pub async fn defer(&self, hidden: bool) -> Result<(), UserError> {
        if self.state() != ResponseState::Open {
            return Ok(());
        }
        self.set(if hidden {
            ResponseState::ThinkingHidden
        } else {
            ResponseState::Thinking
        });
        let message = CreateInteractionResponseMessage::new().ephemeral(hidden);
        self.respond(CreateInteractionResponse::Defer(message))
            .await
    }

    /// Acknowledges a press whose own message will be changed.
    pub async fn defer_update(&self) -> Result<(), UserError> {
        if self.state() != ResponseState::Open {
            return Ok(());
        }
        self.set(ResponseState::Updating);
        self.respond(CreateInteractionResponse::Acknowledge).await
    }

    /// Acknowledges a press that needs no answer, such as the tenth of ten.
    pub async fn acknowledge(&self) -> Result<(), UserError> {
        self.set(ResponseState::Answered);
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

    /// Does such work; where it takes longer than a moment, the message says meanwhile what is being done, and has no buttons.
    pub async fn work_on_message_saying(
        &self,
        meanwhile: Reply,
        work: impl Future<Output = Result<Reply, UserError>>,
    ) -> Result<(), UserError> {
        let mut work = std::pin::pin!(work);
        match tokio::time::timeout(MOMENT, &mut work).await {
            Ok(done) => self.update(done?).await,
            Err(_) => {
                self.update(meanwhile).await?;
                let done = work.await?;
                self.edit(&done).await
            }
        }
    }

    /// Says something: as the response, as the end of thinking, or as a further message.
    pub async fn reply(&self, reply: Reply) -> Result<(), UserError> {
        match self.take_turn()? {
            ResponseState::Open => {
                let response = CreateInteractionResponse::Message(reply.response());
                self.respond(response).await
            }
            ResponseState::Thinking if reply.is_hidden() => {
                // What comes first after public thinking is public, so the thinking has to go before.
                self.delete_response().await?;
                self.follow_up(&reply).await
            }
            ResponseState::Thinking | ResponseState::ThinkingHidden => self.edit(&reply).await,
            _ => self.follow_up(&reply).await,
        }
    }

    /// Changes the message whose button was pressed.
    pub async fn update(&self, reply: Reply) -> Result<(), UserError> {
        match self.take_turn()? {
            ResponseState::Open => {
                let response = CreateInteractionResponse::UpdateMessage(reply.response());
                self.respond(response).await
            }
            _ => self.edit(&reply).await,
        }
    }

    /// Marks the person as answered and returns how things stood before.
    fn take_turn(&self) -> Result<ResponseState, UserError> {
        if self.is_lost() {
            return Err(UserError::internal(
                "nobody can be reached through this interaction",
            ));
        }
        Ok(std::mem::replace(
            &mut *self.locked(),
            ResponseState::Answered,
        ))
    }

    /// Edits the answer that was given before, such as the progress of long work.
    pub async fn edit(&self, reply: &Reply) -> Result<(), UserError> {
        let body = as_json(&reply.edit())?;
        let call = Call::edit_response(self.application, &self.token, body, self.opened);
        self.send_webhook(call).await
    }

    /// Says how far long work is; nobody misses it where it cannot be said.
    pub async fn tell_progress(&self, reply: &Reply) -> Result<(), UserError> {
        let body = as_json(&reply.edit())?;
        let call = Call::edit_response(self.application, &self.token, body, self.opened);
        self.send_webhook(call.as_courtesy()).await
    }

    async fn follow_up(&self, reply: &Reply) -> Result<(), UserError> {
        let body = as_json(&reply.follow_up())?;
        let call = Call::follow_up(self.application, &self.token, body, self.opened);
        self.send_webhook(call).await
    }

    async fn delete_response(&self) -> Result<(), UserError> {
        let call = Call::delete_response(self.application, &self.token, self.opened);
        self.send_webhook(call).await
    }

    async fn send_webhook(&self, call: Call) -> Result<(), UserError> {
        let sent = self.rest.send(call).await;
        if sent.as_ref().is_err_and(|error| error.is_over()) {
            self.set(ResponseState::Lost);
        }
        sent.map(drop).map_err(UserError::from)
    }

    /// Takes away the message whose button was pressed.
    pub async fn delete_message(&self) -> Result<(), UserError> {
        self.defer_update().await?;
        self.set(ResponseState::Answered);
        self.delete_response().await
    }

    /// Opens a form.
    pub async fn form(&self, form: CreateModal) -> Result<(), UserError> {
        self.set(ResponseState::Answered);
        self.respond(CreateInteractionResponse::Modal(form)).await
    }

    /// Offers choices while somebody types.
    pub async fn choices(&self, choices: Vec<AutocompleteChoice>) -> Result<(), UserError> {
        self.set(ResponseState::Answered);
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
        let told = self.reply(Reply::from(error.card()).hidden()).await;
        if let Err(untold) = told {
            untold.log("telling of an error");
        }
    }
}

/// Writes one of serenity's builders as Discord reads it.
pub fn as_json(builder: &impl serde::Serialize) -> Result<Value, UserError> {
    serde_json::to_value(builder).map_err(|_| UserError::internal("a message has no JSON form"))
}
