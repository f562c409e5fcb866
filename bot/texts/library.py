"""The languages that there are, and the texts for a reader's locale, out of one folder of catalogues."""

import logging
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType

from babel import Locale, UnknownLocaleError

from bot.texts import catalogue
from bot.texts.catalogue import ENGLISH, Catalogue
from bot.texts.formats import formats_for, groups_by_thousands
from bot.texts.texts import Texts

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Language:
    """A language that the app answers in: its code ("sv", "pt-BR"), and its own name for itself ("Svenska")."""

    code: str
    name: str


class Library:
    """The catalogues of a folder, read when first needed. A file that is no catalogue is left out, and logged."""

    def __init__(self, folder: Traversable) -> None:
        self._folder = folder
        self._kept = lru_cache(maxsize=64)(self._made)

    @cached_property
    def _catalogues(self) -> Mapping[str, Catalogue]:
        """By code; English is always there, and a mistake in it is raised."""
        english = catalogue.read(self._folder, ENGLISH)
        found = {ENGLISH: english}
        for code in catalogue.codes_in(self._folder):
            if code == ENGLISH:
                continue
            try:
                found[code] = catalogue.read(self._folder, code, english.texts)
            except ValueError as problem:
                log.error("the texts in %s cannot be read: %s", code, problem)
        return found

    def languages(self) -> tuple[Language, ...]:
        """English first, the others by their code."""
        return tuple(Language(each.code, each.name) for each in self._catalogues.values())

    def texts_for(self, locale: str) -> Texts:
        """The texts for a locale as Slack says it (`sv-SE`, `en-US`, …), or for a language of `languages()`.

        In its language where there is a catalogue, else in English. Numbers and dates are written as that locale does
        (`en-US`, `sv-FI`), where CLDR knows it, else as the catalogue's header says.
        """
        return self._kept(locale.replace("_", "-").lower())

    def _made(self, tag: str) -> Texts:
        chosen = self._chosen(tag)
        return Texts(chosen.code, formats_for(_written(tag, chosen)), chosen.texts, _places(chosen.alphabet))

    def _chosen(self, tag: str) -> Catalogue:
        """The catalogue of exactly this locale, else of its language, else the English one."""
        by_tag = {code.lower(): each for code, each in self._catalogues.items()}
        return by_tag.get(tag) or by_tag.get(tag.split("-")[0]) or by_tag[ENGLISH]


def _written(tag: str, chosen: Catalogue) -> str:
    """The locale whose formats fit a reader's `tag`: a Dane who reads English sees a Briton's."""
    try:
        own = Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return str(chosen.locale)
    fits = own.territory and own.language == chosen.locale.language and groups_by_thousands(own)
    return str(own if fits else chosen.locale)


@lru_cache(maxsize=64)
def _places(alphabet: str) -> Mapping[int, str]:
    """The letters, each with the sign that stands for its place: as the Latin ones have it, and on from there."""
    letters = unicodedata.normalize("NFC", alphabet)
    return MappingProxyType({ord(letter): chr(ord("a") + place) for place, letter in enumerate(letters)})


@cache
def _ours() -> Library:
    return Library(files("bot.texts"))


def languages() -> tuple[Language, ...]:
    """The languages that the app answers in: English first, the others by their code."""
    return _ours().languages()


def texts_for(locale: str) -> Texts:
    """The app's own texts for a locale as Slack says it, or for a language of `languages()`; see `Library`."""
    return _ours().texts_for(locale)
