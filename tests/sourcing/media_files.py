"""Small images, recordings and archives, made for tests."""

import io
import math
import struct
import wave
import zipfile
from typing import Any

from PIL import Image

GPS = 0x8825
ORIENTATION = 0x0112


def image(kind: str = "png", size: tuple[int, int] = (40, 30), **more: Any) -> bytes:
    """Return an image of two colours."""
    picture = Image.new("RGB", size, "white")
    picture.paste("red", (0, 0, size[0] // 2, size[1] // 2))
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def photo(orientation: int = 6) -> bytes:
    """Return a JPEG as a phone writes it: turned, with its place and device."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "SecretPhone"
    exif.get_ifd(GPS)[2] = (37.0, 33.0, 59.0)
    return image("jpeg", exif=exif, comment=b"taken by a secret person", quality=90)


def recording(seconds: float = 0.5, rate: int = 8_000, channels: int = 1, width: int = 2) -> bytes:
    """Return a WAV: a tone that begins in the middle."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(width)
        sound.setframerate(rate)
        count = round(seconds * rate)
        tone = [math.sin(n * 2 * math.pi * 440 / rate) if n > count / 2 else 0.0 for n in range(count)]
        sound.writeframes(b"".join(_sample(value, width) * channels for value in tone))
    return out.getvalue()


def _sample(value: float, width: int) -> bytes:
    if width == 1:
        return bytes([round(value * 100) + 128])
    return struct.pack("<i", round(value * 0.8 * 2**31))[4 - width :]


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()
