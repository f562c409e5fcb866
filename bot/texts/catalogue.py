"""The gettext catalogues, read from the `.po` files themselves when first asked for: there is nothing to compile."""

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LANGUAGES = ("en", "sv")


class _Missing(NullTranslations):
    """A key that a catalogue lacks is our mistake, so it is loud; a test keeps both catalogues complete."""

    def gettext(self, message: str) -> str:
        raise KeyError(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise KeyError(msgid1)


@cache
def translations_for(language: str) -> GNUTranslations:
    """The texts of one of `LANGUAGES`; asked for an unknown key they raise `KeyError`."""
    with files("bot.texts").joinpath(f"{language}.po").open("rb") as source:
        catalogue = read_po(source, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    translations = GNUTranslations(compiled)
    translations.add_fallback(_Missing())
    return translations
