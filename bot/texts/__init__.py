"""What we answer: gettext catalogues and CLDR's formats, in Swedish and English."""

from bot.texts.mrkdwn import entities, escape
from bot.texts.texts import Texts, texts_for

__all__ = ["Texts", "entities", "escape", "texts_for"]
