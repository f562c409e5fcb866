"""What we answer: gettext catalogues and CLDR's formats, in as many languages as there are files."""

from bot.texts.library import Language, Library, languages, texts_for
from bot.texts.mrkdwn import entities, escape
from bot.texts.texts import Texts

__all__ = ["Language", "Library", "Texts", "entities", "escape", "languages", "texts_for"]
