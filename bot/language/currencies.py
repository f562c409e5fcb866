"""Which currency a word means, and how many decimals a currency has."""

from bot.errors import CurrencyUnknown
from bot.language.words import ASKED_UNLESS_OWN, CURRENCY_WORDS

# Decimals of the minor unit (ISO 4217). Codes are understood in commands if they stand here; a few codes that are
# also everyday words or first names (ALL, TRY, RON, …) are left out, and understood only as the workspace's own.
MINOR_UNITS = {
    **dict.fromkeys(("SEK", "NOK", "DKK", "EUR", "USD", "GBP", "CHF", "PLN", "CZK", "HUF"), 2),
    **dict.fromkeys(("CAD", "AUD", "NZD", "SGD", "HKD", "CNY", "INR", "ZAR", "BRL", "MXN"), 2),
    **dict.fromkeys(("ILS", "AED", "SAR", "THB", "UAH"), 2),
    **dict.fromkeys(("ISK", "JPY", "KRW", "CLP", "VND"), 0),
    **dict.fromkeys(("KWD", "BHD", "OMR", "JOD", "TND"), 3),
}
# Those of the rest that do not have two.
_OTHERS = {
    **dict.fromkeys(("BIF", "DJF", "GNF", "KMF", "PYG", "RWF", "UGX", "VUV", "XAF", "XOF", "XPF"), 0),
    **dict.fromkeys(("IQD", "LYD"), 3),
}


def exponent(currency: str) -> int:
    """How many decimals the currency has: 2 for SEK (öre), 0 for JPY, 3 for KWD."""
    return MINOR_UNITS.get(currency, _OTHERS.get(currency, 2))


def meanings(word: str) -> tuple[str, ...]:
    """The currencies that a folded word may mean, the likeliest first; empty if it is no currency's."""
    code = word.upper()
    return (code,) if code in MINOR_UNITS else CURRENCY_WORDS.get(word, ())


def choose(words: list[str], own: str) -> tuple[str, ...]:
    """The currency that an amount is in, given the folded words written around it and the workspace's `own`.

    One code, or two where it has to be asked about: "kr" is the workspace's krona, and without one it may be Swedish,
    Norwegian or Danish; "$" is the workspace's dollar, or else the American. No word at all means `own`. "$25 CAD" is
    Canadian. Raises CurrencyUnknown (text) where two words contradict each other, as in "€25 SEK".
    """
    if not words:
        return (own,)
    possible = [code for code in _meanings(words[0], own) if all(code in _meanings(word, own) for word in words)]
    if not possible:
        raise CurrencyUnknown(text=" ".join(words).upper())
    if own in possible:
        return (own,)
    if len(possible) > 1 and all(word in ASKED_UNLESS_OWN for word in words):
        return tuple(possible[:2])
    return (possible[0],)


def _meanings(word: str, own: str) -> tuple[str, ...]:
    return (own,) if word == own.lower() else meanings(word)
