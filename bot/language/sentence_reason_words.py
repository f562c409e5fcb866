"""What salespeople write of why a deal was lost, by the well-known reason that it is. Over folded words."""

_NOT = r"(?:no|not|never|n't|dont|didnt|cannot|inte|ej|inget|ingen|inga|aldrig|without|utan)"
_CHOSE = (
    "(?:chose|chosen|choose|picked|pick|selected|went with|going with|gone with|bought from|signed with|stayed with"
    "|staying with|sticking with|valde|valt|valjer|gick till|gatt till|gar till|gick med|gatt med|gar med"
    "|gick vidare med|gatt vidare med|gar vidare med|kopte av|kopte fran|stannar hos|stannade hos|stannar kvar hos"
    "|stannade kvar hos|kor vidare med|bytte till|valt att ga med|skrev med|skrivit med)"
)
_OTHERS = (
    "nagon annan|nan annan|en annan|ett annat|annan leverantor|else|another|a different|istallet|i stallet|instead"
)
_NOBODY = "oss|us|att|to|not|inte|bort|internt|internally|internal|sjalva|in-house|in|fel|it"

REASON_PATTERNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "no_budget",
        (r"budget\w*", r"(?:no|inga|ont om|saknade|saknar|slut pa|out of) (?:money|pengar)", "inte rad", "afford"),
    ),
    (
        "price",
        (
            r"(?:for|too|mer|more) (?:dyr\w*|expensive|pricey|costly)",
            r"dyr(?:t|a|are)?|expensive|pricey|costs?|kostnad\w*",
            r"pric(?:e|es|ing)|pris(?:et|er|erna|bild\w*|lapp\w*)?",
            r"billig(?:t|are|ast)?|cheap(?:er|est)?|undercut\w*",
        ),
    ),
    (
        "competitor",
        (
            r"konkurrent\w*|konkurrens\w*|competitors?|competition",
            rf"(?:{_CHOSE}|tog|took|went for) .*(?:{_OTHERS})",
            rf"{_CHOSE} (?!(?:{_NOBODY})(?!\w))\w{{3,}}",
        ),
    ),
    (
        "no_contact",
        (
            rf"{_NOT} .*(?:svar|svarat|svarade|svarar|answer\w*|repl\w+|respon\w+|contact|kontakt)",
            r"(?:never|not|n't) .*(?:heard|hear|got|get) .*back|never heard",
            r"hor(?:de|t)? .*av sig|svarar? inte|ghost\w*",
            r"(?:went|gone|blev|blivit) (?:quiet|silent|dark|tyst\w*)|tystnade|tystnat",
            r"slutade (?:svara|hora)|stopped (?:answering|replying|responding)",
        ),
    ),
    (
        "no_need",
        (
            rf"{_NOT} .*(?:behov\w*|need\w*|behover|behovde)",
            r"(?:need|needs|needed) .*(?:no|any) ?(?:longer|more)|no longer need\w*",
            r"behov(?:er|de)? .*(?:inte|ej)",
        ),
    ),
    (
        "timing",
        (
            r"(?:fel|bad|wrong|dalig) (?:tid\w*|tajming|timing|time)|tajming\w*|timing|tidpunkt\w*",
            r"(?:skot|skjuter|skjutit|skjuta|flyttade|flyttar) .*(?:upp|fram)|skot upp|vantar|(?:vill|ville) vanta",
            r"postpone\w*|delay\w*|put (?:\w+ )?(?:\w+ )?(?:off|on hold)|on hold|paus\w*|avvakta\w*",
            r"want\w* to wait|waiting|too early|for tidigt|not (?:right )?now|not this year",
            r"inte (?:just )?nu|inte i ar|next (?:year|spring|autumn)|till (?:nasta ar|varen|hosten)",
        ),
    ),
    (
        "no_decision",
        (
            r"no decision|inget beslut|kunde inte (?:bestamma|besluta)\w*|kom inte overens",
            "couldn't (?:decide|agree|make up)",
        ),
    ),
    ("product", (r"funktion\w*|features?|integration\w*", r"saknad\w*|saknar|saknas|lacked|lacks|lacking|missing")),
    ("relationship", (r"relation\w*|relationships?", "kande (?:dem|varandra)|knew (?:them|each other)")),
)
"""The first that is found in a clause names its reason: a missing budget is more than a price."""
