"""What the help shows, in each language; every line is understood by either command's grammar."""

HELP_EXAMPLES: dict[str, tuple[str, ...]] = {
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
        "/deal ändra 1042",
        "/deal ändra 1042 30000",
        "/deal ta bort 1042",
        "/deal hjälp",
    ),
}

PILLARS_EXAMPLES: dict[str, tuple[str, ...]] = {
    "en": (
        "/pillars",
        "/pillars team",
        "/pillars @maria q3",
        "/pillars 30d",
        "/pillars last quarter",
        "/pillars 2026-03..2026-05",
        "/pillars help",
    ),
    "sv": (
        "/pillars",
        "/pillars laget",
        "/pillars @maria kv3",
        "/pillars 30 dagar",
        "/pillars förra kvartalet",
        "/pillars 2026-03..2026-05",
        "/pillars hjälp",
    ),
}
