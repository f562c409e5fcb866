"""What the help shows, in each language that commands can be written in; every line is understood by its grammar."""

from collections.abc import Mapping

Examples = Mapping[str, tuple[str, ...]]


def in_language(examples: Examples, language: str) -> tuple[str, ...]:
    """The lines for a reader of this language: commands have English words where they have none in it."""
    return examples.get(language, examples["en"])


HELP_EXAMPLES: Examples = {
    "en": (
        "/deal won 25000 Acme",
        "/deal lost 12000 Acme reason:price",
        "/deal open 50k Acme",
        "/deal won 1042",
        "/deal won #1042 30,000",
        "/deal order 8000 Volvo",
        "/deal won 2000 per month Acme",
        '/deal won 25k "Studio 54" product:CRM opened:2026-10-01 closed:yesterday',
        "/deal list",
        "/deal list open",
        "/deal undo",
        "/deal export",
        "/deal import",
        "/deal edit 1042",
        "/deal edit 1042 30000",
        "/deal delete 1042",
        "/deal help",
    ),
    "sv": (
        "/deal vann 25 000 kr Acme",
        "/deal förlorade 12 tkr Acme orsak:pris",
        "/deal öppna 50k Acme",
        "/deal vann 1042",
        "/deal vann #1042 30 000",
        "/deal avrop 8000 Volvo",
        "/deal vann 2 000/mån Acme",
        '/deal vann 25k "Studio 54" produkt:CRM öppnad:2026-10-01 stängd:igår',
        "/deal lista",
        "/deal lista öppna",
        "/deal ångra",
        "/deal exportera",
        "/deal importera",
        "/deal ändra 1042",
        "/deal ändra 1042 30000",
        "/deal ta bort 1042",
        "/deal hjälp",
    ),
}

# What the bot can be told in its direct message; every line is understood.
SENTENCE_EXAMPLES: Examples = {
    "en": ("won Volvo 25,000", "lost Acme 12k on price", "how is my win rate?"),
    "sv": ("vann Volvo 25 000", "förlorade Acme 12 tkr på pris", "hur går det?"),
}

PILLARS_EXAMPLES: Examples = {
    "en": (
        "/pillars",
        "/pillars team",
        "/pillars @maria q3",
        "/pillars 30d",
        "/pillars last quarter",
        "/pillars 2026-03..2026-05",
        "/pillars why",
        "/pillars goal aov 30,000",
        "/pillars goal win 40%",
        "/pillars goal time 30 days",
        "/pillars goal opps 60",
        "/pillars goal team aov 30k",
        "/pillars goal",
        "/pillars goal aov off",
        "/pillars settings",
        "/pillars help",
    ),
    "sv": (
        "/pillars",
        "/pillars laget",
        "/pillars @maria kv3",
        "/pillars 30 dagar",
        "/pillars förra kvartalet",
        "/pillars 2026-03..2026-05",
        "/pillars varför",
        "/pillars mål snittorder 30 000",
        "/pillars mål avslut 40 %",
        "/pillars mål tid 30 dagar",
        "/pillars mål affärsmöjligheter 60",
        "/pillars mål laget snittorder 30 tkr",
        "/pillars mål",
        "/pillars mål snittorder bort",
        "/pillars inställningar",
        "/pillars hjälp",
    ),
}

COACH_EXAMPLES: Examples = {
    "en": ("/coach", "/coach why", "/coach done", "/coach skip", "/coach history", "/coach team"),
    "sv": ("/coach", "/coach varför", "/coach klar", "/coach hoppa över", "/coach historik", "/coach team"),
}
