"""Keeps a picture of a page small: few colours, one byte a pixel. A page has few colours, so nobody sees it."""

import base64
import struct
import zlib

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Page

COLOURS = 128
FINE, COARSE = 8, 5  # bits of each colour: as they are taken, and as they are counted
SIGNATURE = b"\x89PNG\r\n\x1a\n"

Bytes = NDArray[np.uint8]

# The browser unpacks what it packed: no library for pictures is needed.
_UNPACK = """async (packed) => {
    const bytes = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
    const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
    const canvas = new OffscreenCanvas(picture.width, picture.height);
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0);
    const { data } = context.getImageData(0, 0, picture.width, picture.height);
    let text = "";
    for (let start = 0; start < data.length; start += 32768) {
        text += String.fromCharCode(...data.subarray(start, start + 32768));
    }
    return [picture.width, picture.height, btoa(text)];
}"""


def shrunk(taken: bytes, blank: Page) -> bytes:
    """A screenshot as a PNG with a palette; `blank` is an empty page of the browser."""
    width, height, packed = blank.evaluate(_UNPACK, base64.b64encode(taken).decode("ascii"))
    pixels = np.frombuffer(base64.b64decode(packed), np.uint8).reshape(height, width, 4)[:, :, :3]
    palette, places = with_palette(pixels)
    rows = np.zeros((height, width + 1), np.uint8)  # each row begins with its filter: 0, none
    rows[:, 1:] = places
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)  # eight bits, with a palette
    chunks = (
        (b"IHDR", head),
        (b"PLTE", palette.tobytes()),
        (b"IDAT", zlib.compress(rows.tobytes(), 9)),
        (b"IEND", b""),
    )
    return SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def with_palette(pixels: Bytes) -> tuple[Bytes, Bytes]:
    """(colours × 3, height × width): the commonest colours, and for each pixel which of them is nearest to it.

    Colours that are alike but for their last bits are counted as one, and stand as the mean of what was there.
    """
    flat = pixels.reshape(-1, 3)
    coarse = flat.astype(np.uint32) >> (FINE - COARSE)
    keys = (coarse[:, 0] << (2 * COARSE)) | (coarse[:, 1] << COARSE) | coarse[:, 2]
    _, place, count = np.unique(keys, return_inverse=True, return_counts=True)
    sums = np.stack([np.bincount(place, weights=flat[:, channel]) for channel in range(3)], axis=1)
    means = sums / count[:, None]
    kept = means[np.argsort(-count, kind="stable")[:COLOURS]]
    nearest = ((means[:, None, :] - kept[None, :, :]) ** 2).sum(axis=2).argmin(axis=1)
    return kept.round().astype(np.uint8), nearest[place].astype(np.uint8).reshape(pixels.shape[:2])


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
