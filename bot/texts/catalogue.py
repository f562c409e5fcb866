"""The gettext catalogues, read from the `.po` files themselves when first asked for: there is nothing to compile.

Which languages there are is said by which files there are: a third one is a file beside these.
"""

import unicodedata
from dataclasses import dataclass
from gettext import GNUTranslations, NullTranslations
from importlib.resources.abc import Traversable
from io import BytesIO

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

ENGLISH = "en"
"""What is said to those whose language has no catalogue, and where a catalogue has no text."""

SUFFIX = ".po"


class _Missing(NullTranslations):
    """A key that English lacks is our mistake, so it is loud; a test keeps every catalogue complete."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise KeyError(msgid1)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language: its texts, its own name for itself, its letters in their order, and how it writes by default.

    `code` is as the file is called, with a hyphen: "sv", "pt-BR". Asked for a text that it has not (or only as a
    fuzzy proposal) `texts` answers in English; for one that English has not, it raises `KeyError`.
    """

    code: str
    name: str
    alphabet: str
    locale: Locale
    texts: GNUTranslations


def codes_in(folder: Traversable) -> tuple[str, ...]:
    """The languages that have a file in the folder, English first, the others by their code."""
    found = {file.name.removesuffix(SUFFIX) for file in folder.iterdir() if file.name.endswith(SUFFIX)}
    return tuple(sorted((stem.replace("_", "-") for stem in found), key=lambda code: (code != ENGLISH, code)))


def read(folder: Traversable, code: str, english: GNUTranslations | None = None) -> Catalogue:
    """The catalogue of one of `codes_in(folder)`; `english` answers for what it lacks.

    Its header's `Language` says how numbers and dates are written where a reader's own locale does not ("sv_SE").
    Raises `ValueError` where the file is not a catalogue.
    """
    stem = next(name for name in (code, code.replace("-", "_")) if folder.joinpath(name + SUFFIX).is_file())
    try:
        with folder.joinpath(stem + SUFFIX).open("rb") as source:
            catalogue = read_po(source, abort_invalid=True)
    except PoFileError as problem:
        raise ValueError(f"{stem}{SUFFIX}, line {problem.lineno + 1}: {problem}") from problem
    texts = _compiled(catalogue)
    name, alphabet = texts.gettext("language.name"), texts.gettext("language.alphabet")
    texts.add_fallback(english or _Missing())
    return Catalogue(
        code=code,
        name=code if name == "language.name" else name,
        alphabet="" if alphabet == "language.alphabet" else unicodedata.normalize("NFC", alphabet),
        locale=catalogue.locale or Locale("en", "GB"),
        texts=texts,
    )


def _compiled(catalogue: Catalog) -> GNUTranslations:
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
