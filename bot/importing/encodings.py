"""Which encoding a text file is in, by its first bytes and by whether all of it can be read so."""

import codecs
from pathlib import Path

from bot.errors import FileEmpty, FileNotATable

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BLOCK = 1 << 20
# Bytes that no text has: what holds more than one in fifty of them is a picture, an archive, a program.
_CONTROLS = bytes({*range(9), *range(14, 27), *range(28, 32), 127})
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"%pdf", b"{\\rtf")


def errors_for(encoding: str) -> str:
    """How undecodable bytes show: as lone surrogates, or where the codec has none, as U+FFFD."""
    return "replace" if encoding.startswith("utf-16") else "surrogateescape"


def detect(path: Path) -> str:
    """A Python codec's name: "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be" or "cp1252".

    A file that is almost UTF-8 is UTF-8 with damaged bytes, whose lines will be rejected; one where the bytes beyond
    ASCII are hardly ever valid UTF-8 is cp1252. Raises FileEmpty or FileNotATable (name).
    """
    with path.open("rb") as file:
        head = file.read(_BLOCK)
        if not head.strip(b"\r\n\t \x00\xef\xbb\xbf\xff\xfe"):
            raise FileEmpty(name=path.name)
        if len(head) == _BLOCK and b"\n" not in head and b"\r" not in head:
            raise FileNotATable(name=path.name)  # a line of a megabyte is none, and would have to be held in memory
        for bom, encoding in _BOMS:
            if head.startswith(bom):
                return encoding
        if silent := _utf_16_without_bom(head):
            return silent
        if head.lstrip().lower().startswith(_MARKUP) or _binary(head):
            raise FileNotATable(name=path.name)
        if head.isascii() and len(head) < _BLOCK:
            return "utf-8"
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
        valid = invalid = 0
        while block := file.read(_BLOCK):
            if block.isascii():
                decoder.reset()
                continue
            text = decoder.decode(block)
            beyond = len(text) - len(text.encode("ascii", "ignore"))
            wrong = sum(text.count(chr(code)) for code in range(0xDC80, 0xDD00)) if _has_surrogates(text) else 0
            valid += beyond - wrong
            invalid += wrong
    return "utf-8" if valid >= invalid else "cp1252"


def _has_surrogates(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _utf_16_without_bom(head: bytes) -> str | None:
    """Every other byte of such text is mostly 0."""
    sample = head[:4096]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    few, many = len(sample) // 200, len(sample) // 4
    if odd > many and even <= few:
        return "utf-16-le"
    return "utf-16-be" if even > many and odd <= few else None


def _binary(head: bytes) -> bool:
    return len(head) - len(head.translate(None, _CONTROLS)) > max(2, len(head) // 50)
