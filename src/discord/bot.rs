//! Every event of Discord on its way to a handler, and every handler on its way to an answer.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures::FutureExt;
use serenity::all::{
    AutocompleteChoice, ChannelId, CommandDataOptionValue, CommandInteraction, Context,
    EventHandler, Guild, GuildChannel, GuildId, GuildMemberUpdateEvent, Interaction, Member,
    Message, MessageId, MessageUpdateEvent, PartialChannel, Ready, Role, ShardManager,
    UnavailableGuild,
};
use serenity::async_trait;
use tokio::sync::Mutex;

use super::actor::Actor;
use super::app::App;
use super::autocomplete;
use super::commands;
use super::components;
use super::guilds;
use super::interaction::InteractionContext;
use super::messages;
use super::permissions::Action;
use super::registration;
use super::replies;
use super::responder::Responder;
use super::user_error::UserError;
use crate::errors::ErrorCode;

/// The pause before what a session has to know is asked for again; each next one is twice as long.
const FIRST_PAUSE: Duration = Duration::from_secs(2);

/// The longest such pause.
const MAX_PAUSE: Duration = Duration::from_secs(300);

/// What poise needs to know of the bot.
type Options = poise::FrameworkOptions<Arc<App>, UserError>;

/// Receives all events.
pub struct Bot {
    app: Arc<App>,
    options: Options,
    shards: OnceLock<Arc<ShardManager>>,
    /// How many sessions have begun, each of which learns what it has to know.
    sessions: AtomicU64,
}

impl Bot {
    /// Makes it with all commands.
    pub fn new(app: Arc<App>) -> Self {
        let mut options = Options {
            commands: commands::all(),
            allowed_mentions: Some(super::reply::nobody()),
            initialize_owners: false,
            ..Options::default()
        };
        poise::set_qualified_names(&mut options.commands);
        Bot {
            app,
            options,
            shards: OnceLock::new(),
            sessions: AtomicU64::new(0),
        }
    }

    /// Gives it the shards, once they exist.
    pub fn set_shards(&self, shards: Arc<ShardManager>) {
        // Setting it a second time could only repeat the first.
        let _ = self.shards.set(shards);
    }

    async fn command(&self, ctx: &Context, from: &CommandInteraction) {
        let name = qualified_name(from);
        let responder = self
            .app
            .responder(from.application_id.get(), from.id.get(), &from.token);
        let actor = Actor::of_command(from);
        let parent = parent_of(from.channel.as_ref());
        let context = match open(&self.app, responder, actor, parent).await {
            Ok(context) => Arc::new(context),
            Err((responder, error)) => return refuse(&responder, &error, &name).await,
        };
        let run = AssertUnwindSafe(self.run(ctx, from, &name, context.clone()));
        let done = run.catch_unwind().await;
        let done = done.unwrap_or_else(|_| Err(UserError::internal("a command panicked")));
        finish(&context, done, &name).await;
    }

    async fn run(
        &self,
        ctx: &Context,
        from: &CommandInteraction,
        name: &str,
        context: Arc<InteractionContext>,
    ) -> Result<(), UserError> {
        if !known(&self.options.commands, name) {
            return Err(out_of_date());
        }
        let action = Action::of_command(name).ok_or_else(out_of_date)?;
        let (actor, settings) = (context.actor.clone(), context.settings.clone());
        context
            .blocking(move |app| app.permit(action, &actor, &settings, true))
            .await?;
        let (user, guild) = (context.actor.user, context.actor.guild);
        match commands::ask::is_courtesy(from) {
            true => context.app.limits.count_command(user)?,
            false => context.app.limits.count(action, user, guild)?,
        }
        let shards = self.shards.get().ok_or_else(out_of_date)?;
        let framework = poise::FrameworkContext {
            serenity_context: ctx,
            options: &self.options,
            user_data: &self.app,
            shard_manager: shards,
        };
        let data = Mutex::new(Box::new(context) as Box<dyn std::any::Any + Send + Sync>);
        let (sent, options) = (AtomicBool::new(false), from.data.options());
        let mut tree = Vec::new();
        poise::dispatch_interaction(framework, from, &sent, &data, &options, &mut tree)
            .await
            .map_err(user_error_of)
    }

    /// Learns what a new session has to know, and tidies up after the last one.
    async fn begin(&self, ready: Ready) {
        tracing::info!(guilds = ready.guilds.len(), "connected to Discord");
        let number = self.sessions.fetch_add(1, Ordering::Relaxed) + 1;
        let application = ready.application.id.get();
        let register = || registration::register(&self.app, application, &self.options.commands);
        let operators = || guilds::learn_operators(&self.app);
        tokio::join!(
            self.until_done(number, "learning who owns the application", operators),
            self.until_done(number, "registering commands", register),
            self.tidy(application),
        );
    }

    /// Tries until it succeeds, until a later session does the same, or until the bot stops.
    async fn until_done<T>(&self, number: u64, what: &'static str, work: impl Fn() -> T + Sync)
    where
        T: Future<Output = Result<(), UserError>> + Send,
    {
        let mut pause = FIRST_PAUSE;
        while let Err(error) = work().await {
            error.log(what);
            tokio::select! {
                () = tokio::time::sleep(pause) => {}
                () = self.app.rest.ending().cancelled() => return,
            }
            if self.sessions.load(Ordering::Relaxed) != number {
                return;
            }
            pause = (pause * 2).min(MAX_PAUSE);
        }
    }

    /// Makes good what happened while the bot was down.
    async fn tidy(&self, application: u64) {
        let noted = self.app.blocking(|app| {
            guilds::note_presence(app)?;
            guilds::purge_gone(app)
        });
        if let Err(error) = noted.await {
            error.log("noting which servers have the bot");
        }
        guilds::finish_cut_short(&self.app, application).await;
    }

    /// Offers choices to whoever may run the command at all. poise is not asked: it would answer past our own responder.
    async fn complete(&self, from: &CommandInteraction) {
        let responder = self
            .app
            .responder(from.application_id.get(), from.id.get(), &from.token);
        let name = qualified_name(from);
        let context = match open(&self.app, responder, Actor::of_command(from), None).await {
            Ok(context) => context,
            Err((responder, _)) => return offer(&responder, Vec::new()).await,
        };
        // Every keystroke comes here: a refusal is no event to be logged, and a flood gets no choices.
        let may = Action::of_command(&name)
            .ok_or_else(out_of_date)
            .and_then(|action| {
                self.app
                    .may(action, &context.actor, &context.settings, true)
            });
        let found = match may.and_then(|()| self.app.limits.count_keystroke(context.actor.user)) {
            Ok(()) => autocomplete::choices(&context, &name, from).await,
            Err(_) => Vec::new(),
        };
        offer(&context.responder, found).await;
    }
}

#[async_trait]
impl EventHandler for Bot {
    async fn ready(&self, _: Context, ready: Ready) {
        if let Some(shard) = ready.shard {
            let listed = ready.guilds.iter().map(|guild| guild.id.get());
            self.app.presence.listed((shard.id.0, shard.total), listed);
        }
        self.app.tracked(self.begin(ready)).await;
    }

    async fn interaction_create(&self, ctx: Context, interaction: Interaction) {
        if !self.app.is_new(interaction.id().get()) {
            return;
        }
        self.app
            .rest
            .metrics()
            .count_interaction(kind_of(&interaction));
        let work = async {
            match interaction {
                Interaction::Command(from) => self.command(&ctx, &from).await,
                Interaction::Autocomplete(from) => self.complete(&from).await,
                Interaction::Component(from) => components::component(&self.app, &from).await,
                Interaction::Modal(from) => components::form(&self.app, &from).await,
                _ => tracing::debug!("an interaction of a kind that needs no answer"),
            }
        };
        self.app.tracked(work).await;
    }

    async fn message(&self, ctx: Context, message: Message) {
        if message.author.bot {
            return;
        }
        let work = messages::received(&self.app, &ctx, &message);
        self.app.tracked(work).await;
    }

    async fn message_update(
        &self,
        ctx: Context,
        _: Option<Message>,
        _: Option<Message>,
        event: MessageUpdateEvent,
    ) {
        let work = replies::corrected(&self.app, &ctx, &event);
        self.app.tracked(work).await;
    }

    async fn message_delete(
        &self,
        _: Context,
        _: ChannelId,
        message: MessageId,
        _: Option<GuildId>,
    ) {
        let work = replies::taken_back(&self.app, message.get());
        self.app.tracked(work).await;
    }

    async fn message_delete_bulk(
        &self,
        _: Context,
        _: ChannelId,
        messages: Vec<MessageId>,
        _: Option<GuildId>,
    ) {
        let work = async {
            for message in messages {
                replies::taken_back(&self.app, message.get()).await;
            }
        };
        self.app.tracked(work).await;
    }

    async fn channel_create(&self, _: Context, new: GuildChannel) {
        (self.app.channels).created(new.guild_id.get(), new.id.get());
    }

    async fn channel_delete(&self, _: Context, gone: GuildChannel, _: Option<Vec<Message>>) {
        (self.app.channels).deleted(gone.guild_id.get(), gone.id.get());
    }

    // A silence ends when what the bot may do was changed, or may have been where it is not known what stood before.

    async fn channel_update(&self, _: Context, old: Option<GuildChannel>, new: GuildChannel) {
        if old.is_none_or(|old| old.permission_overwrites != new.permission_overwrites) {
            self.app.silences.end_in_server(new.guild_id.get());
        }
    }

    async fn guild_role_update(&self, _: Context, old: Option<Role>, new: Role) {
        if old.is_none_or(|old| old.permissions != new.permissions) {
            self.app.silences.end_in_server(new.guild_id.get());
        }
    }

    async fn guild_member_update(
        &self,
        ctx: Context,
        old: Option<Member>,
        _: Option<Member>,
        event: GuildMemberUpdateEvent,
    ) {
        let is_changed = old.is_none_or(|old| {
            old.roles != event.roles
                || old.communication_disabled_until != event.communication_disabled_until
        });
        if is_changed && event.user.id == ctx.cache.current_user().id {
            self.app.silences.end_in_server(event.guild_id.get());
        }
    }

    async fn guild_create(&self, _: Context, guild: Guild, _: Option<bool>) {
        let channels = guild.channels.keys().map(|id| id.get());
        self.app.channels.listed(guild.id.get(), channels);
        let work = guilds::joined(&self.app, guild.id.get());
        self.app.tracked(work).await;
    }

    async fn guild_delete(&self, _: Context, gone: UnavailableGuild, _: Option<Guild>) {
        // An outage is no removal: nothing is touched unless the server really sent the bot away.
        if !gone.unavailable {
            let work = guilds::left(&self.app, gone.id.get());
            self.app.tracked(work).await;
        }
    }
}

/// Returns the channel of which another is a thread.
pub fn parent_of(channel: Option<&PartialChannel>) -> Option<u64> {
    Some(channel?.parent_id?.get())
}

/// Reads what this server has set; when even that fails, the responder is handed back to say so.
pub async fn open(
    app: &Arc<App>,
    responder: Responder,
    actor: Actor,
    parent: Option<u64>,
) -> Result<InteractionContext, (Responder, UserError)> {
    let scope = actor.scope();
    match app.settings_at_hand(scope).await {
        Ok(settings) => Ok(InteractionContext {
            app: app.clone(),
            responder,
            actor,
            settings,
            parent,
        }),
        Err(error) => Err((responder, error)),
    }
}

/// Sees to it that the person got an answer.
pub async fn finish(context: &InteractionContext, done: Result<(), UserError>, action: &str) {
    match done {
        Ok(()) if context.responder.is_answered() => {}
        Ok(()) => {
            let error = UserError::internal("a handler ended without an answer");
            refuse(&context.responder, &error, action).await;
        }
        Err(error) => refuse(&context.responder, &error, action).await,
    }
}

/// Logs what went wrong and tells the person concerned.
pub async fn refuse(responder: &Responder, error: &UserError, action: &str) {
    error.log(action);
    responder.error(error).await;
}

fn kind_of(interaction: &Interaction) -> &'static str {
    match interaction {
        Interaction::Command(_) => "command",
        Interaction::Autocomplete(_) => "autocomplete",
        Interaction::Component(_) => "component",
        Interaction::Modal(_) => "modal",
        _ => "other",
    }
}

async fn offer(responder: &Responder, choices: Vec<AutocompleteChoice>) {
    if let Err(error) = responder.choices(choices).await {
        error.log("autocomplete");
    }
}

/// Returns a command's name with those of its sub-commands.
fn qualified_name(from: &CommandInteraction) -> String {
    let mut name = from.data.name.clone();
    let mut options = from.data.options.as_slice();
    while let Some(first) = options.first() {
        match &first.value {
            CommandDataOptionValue::SubCommand(inner)
            | CommandDataOptionValue::SubCommandGroup(inner) => {
                name = format!("{name} {}", first.name);
                options = inner;
            }
            _ => break,
        }
    }
    name
}

/// Tells whether there is a command of this full name.
fn known(commands: &[commands::Command], name: &str) -> bool {
    commands.iter().any(|command| {
        let here = command.subcommands.is_empty()
            && (command.qualified_name == name
                || command.name == name
                || command.context_menu_name.as_deref() == Some(name));
        here || command
            .subcommands
            .iter()
            .any(|sub| sub.qualified_name == name)
    })
}

/// Says that Discord and the bot do not mean the same.
pub fn out_of_date() -> UserError {
    UserError::new(
        ErrorCode::Expired,
        "This command belongs to another version of me.",
        "Reload Discord with Ctrl+R, or restart the app, and try again.",
    )
}

/// Takes our error out of poise's errors; poise's own words stay out of sight.
fn user_error_of(error: poise::FrameworkError<'_, Arc<App>, UserError>) -> UserError {
    match error {
        poise::FrameworkError::Command { error, .. } => error,
        poise::FrameworkError::CommandPanic { .. } => UserError::internal("a command panicked"),
        poise::FrameworkError::ArgumentParse { .. }
        | poise::FrameworkError::CommandStructureMismatch { .. }
        | poise::FrameworkError::SubcommandRequired { .. }
        | poise::FrameworkError::UnknownInteraction { .. } => out_of_date(),
        _ => UserError::internal("the command was not run"),
    }
}
