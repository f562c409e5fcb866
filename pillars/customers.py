"""When two spellings are one customer."""

import unicodedata


def customer_key(name: str) -> str:
    """What customers are told apart by: upper or lower case and spaces play no part, nor does how letters are encoded.

    `Volvo AB`, `volvo  ab` and `VolvoAB` are one customer. A name of spaces only gives the empty text.
    """
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())
