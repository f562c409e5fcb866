"""What an admin writes in the form for the workspace: a currency's code, and a number of months."""

import re
from typing import Final

from bot.errors import CurrencyCodeUnknown, HorizonNotUnderstood
from bot.language.amounts import normal
from bot.language.slack_text import shorten
from bot.language.words import CURRENCY_WORDS, SPAN_UNITS, fold
from bot.values import HORIZON_MONTHS

_CODES = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF"
    " CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL"
    " HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD"
    " MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG"
    " QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD"
    " TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG"
)
CURRENCIES: Final = frozenset(_CODES.split())
"""Money that is in use (ISO 4217, list one, without funds, metals and codes for tests)."""

_MONTHS = re.compile(r"([0-9]{1,6})\s?([a-z]+)?\.?")
_IN_MONTHS = {"month": 1, "year": 12}


def parse_currency(text: str) -> str:
    """A currency's ISO 4217 code, also from a word or sign that means one currency only ("€", "pund").

    Raises CurrencyCodeUnknown (text) for anything else, "kr" and "$" too, which are several countries'.
    """
    word = fold(normal(text))
    meant = CURRENCY_WORDS.get(word, ())
    code = meant[0] if len(meant) == 1 else word.upper()
    if code not in CURRENCIES:
        raise CurrencyCodeUnknown(text=shorten(text))
    return code


def parse_horizon(text: str) -> int:
    """Whole months, also written as years ("2 år"). Raises HorizonNotUnderstood (text, least, most)."""
    least, most = HORIZON_MONTHS
    match = _MONTHS.fullmatch(fold(normal(text)))
    unit = "month" if match and not match[2] else SPAN_UNITS.get(match[2] if match else "", "")
    months = int(match[1]) * _IN_MONTHS[unit] if match and unit in _IN_MONTHS else 0
    if not least <= months <= most:
        raise HorizonNotUnderstood(text=shorten(text), least=least, most=most)
    return months
