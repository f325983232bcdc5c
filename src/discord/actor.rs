//! Who acts, where, and with which rights, as Discord vouches for it.

use serenity::all::{
    AuthorizingIntegrationOwner, AuthorizingIntegrationOwners, ChannelId, CommandInteraction,
    ComponentInteraction, Member, ModalInteraction, Permissions, RoleId,
};

use crate::store::{GuildId, Scope, UserId};

/// A person in a place.
#[derive(Debug, Clone)]
pub struct Actor {
    /// Who.
    pub user: UserId,
    /// In which server; nowhere in a direct message or when the server did not add the bot.
    pub guild: Option<GuildId>,
    /// In which channel.
    pub channel: ChannelId,
    /// Rights in that channel.
    pub permissions: Permissions,
    /// Roles in that server.
    pub roles: Vec<RoleId>,
    /// The rights of the bot itself in that channel.
    pub bot_permissions: Permissions,
}

impl Actor {
    /// Reads who runs a command.
    pub fn of_command(from: &CommandInteraction) -> Self {
        let added = adds_up(from.guild_id, &from.authorizing_integration_owners);
        Self::new(
            from.user.id,
            added,
            from.channel_id,
            from.member.as_deref(),
            from.app_permissions,
        )
    }

    /// Reads who presses a button or picks from a menu.
    pub fn of_component(from: &ComponentInteraction) -> Self {
        let added = adds_up(from.guild_id, &from.authorizing_integration_owners);
        Self::new(
            from.user.id,
            added,
            from.channel_id,
            from.member.as_ref(),
            from.app_permissions,
        )
    }

    /// Reads who submits a form. serenity does not tell who installed the bot there, so the form's stored row,
    /// made where that was checked, stands for it.
    pub fn of_modal(from: &ModalInteraction) -> Self {
        Self::new(
            from.user.id,
            from.guild_id,
            from.channel_id,
            from.member.as_ref(),
            from.app_permissions,
        )
    }

    fn new(
        user: serenity::all::UserId,
        guild: Option<serenity::all::GuildId>,
        channel: ChannelId,
        member: Option<&Member>,
        bot: Option<Permissions>,
    ) -> Self {
        Actor {
            user: UserId(user.get()),
            guild: guild.and_then(|guild| GuildId::new(guild.get())),
            channel,
            permissions: member.and_then(|m| m.permissions).unwrap_or_default(),
            roles: member.map(|m| m.roles.clone()).unwrap_or_default(),
            bot_permissions: bot.unwrap_or_default(),
        }
    }

    /// Returns whose articles this person may read here.
    pub fn scope(&self) -> Scope {
        self.guild.map_or(Scope::Everyone, Scope::Guild)
    }

    /// Tells whether the person runs this server.
    pub fn manages(&self) -> bool {
        self.permissions
            .intersects(Permissions::MANAGE_GUILD | Permissions::ADMINISTRATOR)
    }

    /// Tells whether the person may take other people's messages away.
    pub fn moderates(&self) -> bool {
        self.manages() || self.permissions.contains(Permissions::MANAGE_MESSAGES)
    }
}

/// Returns the guild only if that very guild installed the bot: a guild id alone may come with a user's own copy.
fn adds_up(
    guild: Option<serenity::all::GuildId>,
    owners: &AuthorizingIntegrationOwners,
) -> Option<serenity::all::GuildId> {
    let guild = guild?;
    let installed = owners.0.iter().any(
        |owner| matches!(owner, AuthorizingIntegrationOwner::GuildInstall(Some(id)) if *id == guild),
    );
    installed.then_some(guild)
}
