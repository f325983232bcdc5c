//! What the bot says in one message: cards, buttons, menus; turned into serenity's builders here only.

use serenity::all::{
    ButtonStyle, CreateActionRow, CreateAllowedMentions, CreateButton, CreateEmbed,
    CreateEmbedFooter, CreateInteractionResponseFollowup, CreateInteractionResponseMessage,
    CreateMessage, CreateSelectMenu, EditInteractionResponse, ReactionType,
};

use crate::render::card::Card;
use crate::render::markdown::{cut, length, plain};

/// Discord shows at most so many cards.
const MAX_CARDS: usize = 10;

/// Discord shows at most so much text in all cards of a message.
pub const MAX_CARDS_UTF16: usize = 6_000;

/// Discord shows at most so many rows of so many buttons.
const MAX_ROWS: usize = 5;
const MAX_BUTTONS: usize = 5;

/// Labels of buttons are cut to this; Discord refuses more than 80.
const MAX_LABEL_UTF16: usize = 76;

/// How a button looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// The thing most people want next.
    Main,
    /// One of several things.
    Quiet,
    /// Keeps something.
    Good,
    /// Takes something away.
    Danger,
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    id: String,
    label: String,
    emoji: Option<&'static str>,
    look: Look,
}

impl Button {
    /// Makes a button that carries this id.
    pub fn new(look: Look, id: impl Into<String>, label: &str) -> Self {
        Button {
            id: id.into(),
            label: cut(&plain(label), MAX_LABEL_UTF16),
            emoji: None,
            look,
        }
    }

    /// Puts an emoji before the label.
    pub fn with_emoji(mut self, emoji: &'static str) -> Self {
        self.emoji = Some(emoji);
        self
    }

    fn build(&self) -> CreateButton {
        let style = match self.look {
            Look::Main => ButtonStyle::Primary,
            Look::Quiet => ButtonStyle::Secondary,
            Look::Good => ButtonStyle::Success,
            Look::Danger => ButtonStyle::Danger,
        };
        let mut button = CreateButton::new(&self.id).style(style);
        if !self.label.is_empty() {
            button = button.label(&self.label);
        }
        match self.emoji {
            Some(emoji) => button.emoji(ReactionType::Unicode(emoji.to_owned())),
            None => button,
        }
    }
}

/// One message.
#[derive(Debug, Clone, Default)]
pub struct Reply {
    cards: Vec<Card>,
    buttons: Vec<Vec<Button>>,
    menus: Vec<CreateSelectMenu>,
    hidden: bool,
}

impl From<Card> for Reply {
    fn from(card: Card) -> Self {
        Reply {
            cards: vec![card],
            ..Reply::default()
        }
    }
}

impl Reply {
    /// Shows it to the person concerned only.
    pub fn hidden(mut self) -> Self {
        self.hidden = true;
        self
    }

    /// Shows it to one person or to all.
    pub fn hidden_if(mut self, hidden: bool) -> Self {
        self.hidden = hidden;
        self
    }

    /// Tells whether only one person sees it.
    pub fn is_hidden(&self) -> bool {
        self.hidden
    }

    /// Adds a row of buttons; more than fit go to the next row.
    pub fn with_buttons(mut self, buttons: Vec<Button>) -> Self {
        for row in buttons.chunks(MAX_BUTTONS) {
            self.buttons.push(row.to_vec());
        }
        self
    }

    /// Adds a menu, which takes a row of its own.
    pub fn with_menu(mut self, menu: CreateSelectMenu) -> Self {
        self.menus.push(menu);
        self
    }

    /// Adds a card below the others.
    pub fn with_card(mut self, card: Card) -> Self {
        self.cards.push(card);
        self
    }

    fn embeds(&self) -> Vec<CreateEmbed> {
        let mut room = MAX_CARDS_UTF16;
        self.cards
            .iter()
            .take(MAX_CARDS)
            .take_while(|card| {
                let size = card_length(card);
                let fits = size <= room;
                room = room.saturating_sub(size);
                fits
            })
            .map(embed)
            .collect()
    }

    fn rows(&self) -> Vec<CreateActionRow> {
        let menus = self.menus.iter().cloned().map(CreateActionRow::SelectMenu);
        let buttons = self.buttons.iter().filter(|row| !row.is_empty());
        let buttons =
            buttons.map(|row| CreateActionRow::Buttons(row.iter().map(Button::build).collect()));
        menus.chain(buttons).take(MAX_ROWS).collect()
    }

    /// As the first response to an interaction.
    pub fn response(&self) -> CreateInteractionResponseMessage {
        CreateInteractionResponseMessage::new()
            .embeds(self.embeds())
            .components(self.rows())
            .allowed_mentions(nobody())
            .ephemeral(self.hidden)
    }

    /// As the edit of a response that was put off.
    pub fn edit(&self) -> EditInteractionResponse {
        EditInteractionResponse::new()
            .embeds(self.embeds())
            .components(self.rows())
            .allowed_mentions(nobody())
    }

    /// As a further message after the first response.
    pub fn follow_up(&self) -> CreateInteractionResponseFollowup {
        CreateInteractionResponseFollowup::new()
            .embeds(self.embeds())
            .components(self.rows())
            .allowed_mentions(nobody())
            .ephemeral(self.hidden)
    }

    /// As a message in a channel.
    pub fn message(&self) -> CreateMessage {
        CreateMessage::new()
            .embeds(self.embeds())
            .components(self.rows())
            .allowed_mentions(nobody())
    }
}

/// Lets nothing in a message notify anybody.
pub fn nobody() -> CreateAllowedMentions {
    CreateAllowedMentions::new().replied_user(false)
}

fn card_length(card: &Card) -> usize {
    let optional = |text: &Option<String>| text.as_deref().map_or(0, length);
    length(&card.body) + optional(&card.title) + optional(&card.footer)
}

fn embed(card: &Card) -> CreateEmbed {
    let mut embed = CreateEmbed::new()
        .colour(card.tone.colour())
        .description(&card.body);
    if let Some(title) = &card.title {
        embed = embed.title(title);
    }
    match &card.footer {
        Some(footer) => embed.footer(CreateEmbedFooter::new(footer)),
        None => embed,
    }
}
