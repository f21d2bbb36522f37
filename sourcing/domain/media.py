"""Images and recordings: what a file is by its first bytes, and a copy of it that tells nothing about its maker."""

import struct
from dataclasses import dataclass
from typing import Any, Literal

from dmops_platform.errors import BadInput, _

#: 8 bits of three colours: an image of so many pixels takes 300 MB while it is checked
MAX_PIXELS = 100_000_000
MAX_SECONDS = 6 * 3_600
HEAD = 64

MediaKind = Literal["image", "audio"]


@dataclass(frozen=True, slots=True)
class MediaType:
    """A kind of file that is taken, and as what it is served."""

    kind: MediaKind
    name: str
    media_type: str


PNG = MediaType("image", "png", "image/png")
JPEG = MediaType("image", "jpeg", "image/jpeg")
GIF = MediaType("image", "gif", "image/gif")
WEBP = MediaType("image", "webp", "image/webp")
WAV = MediaType("audio", "wav", "audio/wav")
FLAC = MediaType("audio", "flac", "audio/flac")
OGG = MediaType("audio", "ogg", "audio/ogg")
MP3 = MediaType("audio", "mp3", "audio/mpeg")

#: what is served; anything else that a file might turn out to be is not
SERVED = {each.name: each for each in (PNG, JPEG, WAV, FLAC, OGG, MP3)}


class MediaRefused(BadInput):
    """A file that cannot be an item; `code` says why."""

    code = "media_refused"


def media_type(head: bytes) -> MediaType | None:
    """Return what a file is, judged by its first bytes and never by its name; None for what is not taken."""
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith((b"GIF87a", b"GIF89a")):
        return GIF
    if head[:4] == b"RIFF":
        return {b"WEBP": WEBP, b"WAVE": WAV}.get(head[8:12])
    if head.startswith(b"fLaC"):
        return FLAC
    if head.startswith(b"OggS"):
        return OGG
    return MP3 if head.startswith(b"ID3") or _is_mp3_frame(head) else None


def _is_mp3_frame(head: bytes) -> bool:
    """Say whether an MPEG audio frame of layer III begins here: sync bits, a version, a bit rate and a sample rate."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    return (
        head[1] & 0x18 != 0x08
        and head[1] & 0x06 == 0x02
        and head[2] & 0xF0 != 0xF0
        and head[2] & 0x0C != 0x0C
    )


def image_part(*, sha256: str, name: str, width: int, height: int) -> dict[str, Any]:
    """Return the part of an item that is an image; width and height are those of the upright image."""
    return {"type": "image", "file": sha256, "name": name, "width": width, "height": height}


def audio_part(*, sha256: str, name: str, seconds: float, channels: int, rate: int) -> dict[str, Any]:
    """Return the part of an item that is a recording, its length to the millisecond."""
    return {
        "type": "audio",
        "file": sha256,
        "name": name,
        "seconds": round(seconds, 3),
        "channels": channels,
        "rate": rate,
    }


def check_pixels(width: int, height: int) -> None:
    """Refuse an image that is too large to be decoded."""
    if width < 1 or height < 1 or width * height > MAX_PIXELS:
        sentence = _("The image has %(width)s × %(height)s pixels; at most %(most)s million are taken.")
        raise MediaRefused(
            sentence, code="image_too_large", width=width, height=height, most=MAX_PIXELS // 1_000_000
        )


#: JPEG segments without which an image looks different: JFIF, colour profile, Adobe's colour transform
KEPT_SEGMENTS = {0xE0, 0xE2, 0xEE}


def bare_jpeg(data: bytes, orientation: int) -> bytes:
    """Return a JPEG without EXIF, GPS, XMP, comments and thumbnails; its pixels are not touched.

    Only how the camera was held stays, in an EXIF segment of its own.
    """
    parts, at = [data[:2], _orientation_segment(orientation)], 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] != 0xDA:
        marker = data[at + 1]
        if (
            marker == 0xFF or marker == 0x01 or 0xD0 <= marker <= 0xD7
        ):  # fill bytes and markers without a body
            at += 1 if marker == 0xFF else 2
            continue
        size = 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        is_spoken = 0xE0 <= marker <= 0xEF or marker == 0xFE
        if not is_spoken or marker in KEPT_SEGMENTS:
            parts.append(data[at : at + size])
        at += size
    return b"".join([*parts, data[at:]])


def _orientation_segment(orientation: int) -> bytes:
    if orientation not in range(2, 9):
        return b""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, orientation, 0)
    body = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


@dataclass(frozen=True, slots=True)
class Slice:
    """The bytes of a file from `first` to `last`, both included."""

    first: int
    last: int

    @property
    def size(self) -> int:
        """Return how many bytes they are."""
        return self.last - self.first + 1


def asked_slice(header: str, size: int) -> Slice | None:
    """Return the one range that a Range header asks of so many bytes, or None when all is to be sent.

    A range that cannot be met is a BadInput with the code `range_not_satisfiable` (RFC 9110, section 14). A header that
    is not understood, or asks for several ranges, is passed over, as the RFC allows.
    """
    unit, _equals, ranges = header.partition("=")
    first, dash, last = ranges.strip().partition("-")
    if unit.strip().lower() != "bytes" or not dash or "," in ranges:
        return None
    if not all(
        each == "" or (each.isascii() and each.isdigit() and len(each) < 19) for each in (first, last)
    ):
        return None
    if first == "":
        return _last_bytes(last, size)
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    if start >= size:
        raise _unsatisfiable(size)
    return Slice(start, end)


def _last_bytes(count: str, size: int) -> Slice | None:
    if count == "":
        return None
    if int(count) == 0 or size == 0:
        raise _unsatisfiable(size)
    return Slice(max(size - int(count), 0), size - 1)


def _unsatisfiable(size: int) -> BadInput:
    sentence = _("The file has %(size)s bytes; the range lies beyond them.")
    return BadInput(sentence, path="Range", code="range_not_satisfiable", size=size)
