"""Images and recordings on disk, each kept once in a project under the hash of its bytes.

Beside the bytes as they came lie what is made from them: the image as it is shown, without what a camera wrote into it,
and the outline of a recording for its waveform. Both can be made again from the bytes.
"""

import hashlib
import io
import os
import wave
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError
from tinytag import TinyTag, TinyTagException

from dmops_platform.errors import _
from sourcing.domain.media import (
    GIF,
    HEAD,
    JPEG,
    MAX_SECONDS,
    MP3,
    PNG,
    WAV,
    MediaRefused,
    MediaType,
    audio_part,
    bare_jpeg,
    check_pixels,
    image_part,
    media_type,
)
from sourcing.domain.peaks import PEAKS_A_SECOND, outline
from sourcing.services.files import arriving, media_path

MAX_FILE = 1 << 30
ORIENTATION = 0x0112
FRAMES = 1 << 16
# Our own limit stands before anything is decoded; Pillow would warn, or refuse in its own way.
Image.MAX_IMAGE_PIXELS = None


def media_folder(project_id: int) -> Path:
    """Return where the media of a project lie."""
    return media_path(f"projects/{project_id}/media")


def stored_media(project_id: int, sha256: str) -> Path:
    """Return where the bytes of a file lie as they came."""
    return media_folder(project_id) / sha256[:2] / sha256


def shown_media(project_id: int, sha256: str) -> Path:
    """Return where the bytes lie that are served."""
    bare = stored_media(project_id, sha256).with_suffix(".shown")
    return bare if bare.exists() else stored_media(project_id, sha256)


def peaks_of(project_id: int, sha256: str) -> Path:
    """Return where the outline of a recording lies; not every format has one."""
    return stored_media(project_id, sha256).with_suffix(".peaks")


def keep_media(*, project_id: int, name: str, chunks: Iterable[bytes]) -> dict[str, Any]:
    """Keep one image or recording and return it as the part of an item; raise MediaRefused where it is none."""
    with arriving(media_folder(project_id)) as arrived:
        sha256 = _receive(chunks, arrived)
        with arrived.open("rb") as stream:
            kind = media_type(stream.read(HEAD))
        if kind is None:
            sentence = _("This is no image (PNG, JPEG, WebP, GIF) and no recording (WAV, MP3, FLAC, OGG).")
            raise MediaRefused(sentence, code="not_media")
        read = _read_image if kind.kind == "image" else _read_audio
        part, beside = read(arrived, kind, sha256, name)
        _place(arrived, stored_media(project_id, sha256), beside)
    return part


def _receive(chunks: Iterable[bytes], path: Path) -> str:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as out:
        for chunk in chunks:
            size += len(chunk)
            if size > MAX_FILE:
                raise MediaRefused(
                    _("The file is larger than %(most)s MB."), code="media_too_large", most=MAX_FILE >> 20
                )
            digest.update(chunk)
            out.write(chunk)
        out.flush()
        os.fsync(out.fileno())
    if not size:
        raise MediaRefused(_("The file is empty."), code="media_empty")
    return digest.hexdigest()


def _place(arrived: Path, final: Path, beside: dict[str, bytes]) -> None:
    """Put the file and what was made from it where they stay; the same bytes again change nothing."""
    final.parent.mkdir(parents=True, exist_ok=True)
    for suffix, data in beside.items():
        with arriving(final.parent) as made:
            made.write_bytes(data)
            made.replace(final.with_suffix(suffix))
    arrived.replace(final)


def _read_image(
    path: Path, kind: MediaType, sha256: str, name: str
) -> tuple[dict[str, Any], dict[str, bytes]]:
    # making a PDF tells Pillow, for the whole process, to fill up what is missing of an image
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(path, formats=[kind.name.upper()]) as image:
            check_pixels(*image.size)
            if kind == GIF and getattr(image, "is_animated", False):
                raise MediaRefused(_("The GIF moves. Send its frames as images."), code="image_moves")
            orientation = int(image.getexif().get(ORIENTATION, 1) or 1)
            image.load()
            upright = ImageOps.exif_transpose(image)
            shown = _shown(path, kind, upright, orientation)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as problem:
        sentence = _("The image is damaged or not complete.")
        raise MediaRefused(sentence, code="image_damaged") from problem
    part = image_part(sha256=sha256, name=name, width=upright.width, height=upright.height)
    return part, {".shown": shown}


def _shown(path: Path, kind: MediaType, upright: Image.Image, orientation: int) -> bytes:
    if kind == JPEG:
        return bare_jpeg(path.read_bytes(), orientation)
    bare = io.BytesIO()
    plain = (
        upright if upright.mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16") else upright.convert("RGB")
    )
    plain.info = {
        each: value for each, value in plain.info.items() if each in ("transparency", "icc_profile")
    }
    plain.save(bare, PNG.name, exif=b"")
    return bare.getvalue()


def _read_audio(
    path: Path, kind: MediaType, sha256: str, name: str
) -> tuple[dict[str, Any], dict[str, bytes]]:
    try:
        with path.open("rb") as stream:
            tag = TinyTag.get(path.with_name(f"x.{kind.name}"), file_obj=stream, tags=False)
    except (TinyTagException, OSError, ValueError, KeyError, IndexError, ArithmeticError) as problem:
        raise _damaged_audio() from problem
    seconds, rate, channels = (
        tag.duration or 0.0,
        tag.samplerate or 0,
        tag.channels or (1 if kind == MP3 else 0),
    )
    if not 0 < seconds <= MAX_SECONDS:
        sentence = _("The recording has no length that can be told, or one of more than %(most)s hours.")
        raise MediaRefused(sentence, code="audio_length", most=MAX_SECONDS // 3_600)
    beside = {}
    if kind == WAV:
        with path.open("rb") as stream:
            beside[".peaks"] = _peaks(stream)
    part = audio_part(sha256=sha256, name=name, seconds=seconds, channels=int(channels), rate=int(rate))
    return part, beside


def _peaks(stream: BinaryIO) -> bytes:
    """Return the outline of a WAV; nothing for one whose samples the standard library cannot read."""
    try:
        with wave.open(stream) as recording:
            channels, width, rate = (
                recording.getnchannels(),
                recording.getsampwidth(),
                recording.getframerate(),
            )
            if width not in (1, 2, 3, 4) or rate < PEAKS_A_SECOND:
                return b""
            blocks = outline(_frames(recording), channels=channels, width=width, rate=rate)
            found = np.concatenate(list(blocks) or [np.zeros(0, dtype=np.uint8)])
            missing = recording.getnframes() / rate - len(found) / PEAKS_A_SECOND
    except wave.Error:
        return b""
    except EOFError as problem:
        raise _damaged_audio() from problem
    if missing > 1:
        raise _damaged_audio()
    return found.tobytes()


def _frames(recording: wave.Wave_read) -> Iterator[bytes]:
    while block := recording.readframes(FRAMES):
        yield block


def _damaged_audio() -> MediaRefused:
    return MediaRefused(_("The recording is damaged or not complete."), code="audio_damaged")
