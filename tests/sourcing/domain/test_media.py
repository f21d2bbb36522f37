import io
import wave

import numpy as np
import pytest
from PIL import Image

from dmops_platform.errors import BadInput
from sourcing.domain.media import HEAD, Slice, asked_slice, bare_jpeg, media_type
from sourcing.domain.peaks import outline
from sourcing.domain.turns import turns_of
from tests.sourcing.media_files import ORIENTATION, image, photo, recording


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (image("png"), "png"),
        (image("jpeg"), "jpeg"),
        (image("gif"), "gif"),
        (image("webp"), "webp"),
        (recording(), "wav"),
        (b"fLaC\0\0", "flac"),
        (b"OggS\0\0", "ogg"),
        (b"ID3\x04\0", "mp3"),
        (b"\xff\xfb\x90\x44", "mp3"),
    ],
)
def test_a_file_is_what_its_first_bytes_say(data, name):
    assert media_type(data[:HEAD]).name == name


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff",
        b"\x7fELF",
        b"<html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'>",
        b"PK\x03\x04",
        b"RIFF\0\0\0\0AVI ",
        b"#EXTM3U",
        b"%PDF-1.7",
        b"\xff\xff\xff\xff",
    ],
)
def test_a26_what_is_neither_image_nor_recording_is_known(data):
    assert media_type(data) is None


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_bare_jpeg_has_the_same_pixels_the_same_way_up_and_no_word_about_anybody(orientation):
    whole = photo(orientation)
    bare = bare_jpeg(whole, orientation)
    assert b"Secret" in whole
    assert b"secret" not in bare.lower()
    before, after = Image.open(io.BytesIO(whole)), Image.open(io.BytesIO(bare))
    assert after.tobytes() == before.tobytes()
    assert dict(after.getexif()) == ({ORIENTATION: orientation} if orientation > 1 else {})


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        ("", None),
        ("bytes=0-0", Slice(0, 0)),
        ("bytes=10-19", Slice(10, 19)),
        ("bytes=10-", Slice(10, 99)),
        ("bytes=10-9999", Slice(10, 99)),
        ("bytes=-5", Slice(95, 99)),
        ("bytes=-500", Slice(0, 99)),
        ("Bytes = 1-2", Slice(1, 2)),
        ("bytes=0-1,5-6", None),
        ("bytes=5-1", None),
        ("bytes=-", None),
        ("bytes=a-b", None),
        ("bytes=" + "9" * 30 + "-", None),
        ("items=0-1", None),
    ],
)
def test_one_range_is_met_and_others_are_passed_over(header, asked):
    assert asked_slice(header, 100) == asked


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=500-600", "bytes=-0"])
def test_a_range_beyond_the_file_is_refused(header):
    with pytest.raises(BadInput) as refusal:
        asked_slice(header, 100)
    assert refusal.value.code == "range_not_satisfiable"


@pytest.mark.parametrize("width", [1, 2, 3, 4])
@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100])
@pytest.mark.parametrize("piece", [1_000, 1 << 16])
def test_the_outline_has_a_hundred_levels_a_second(width, rate, piece):
    with wave.open(io.BytesIO(recording(2.0, rate, channels=2, width=width))) as sound:
        frames = sound.readframes(sound.getnframes())
    piece -= piece % (2 * width)
    blocks = (frames[at : at + piece] for at in range(0, len(frames), piece))
    levels = np.concatenate(list(outline(blocks, channels=2, width=width, rate=rate)))
    assert abs(len(levels) - 200) <= 1
    assert levels[:99].max() <= 2
    assert 180 <= levels[102:].min() <= levels[102:].max() <= 210


def test_a_dialogue_is_read_in_the_forms_people_write_it():
    wanted = [{"speaker": "user", "text": "안녕"}, {"speaker": "bot", "text": "네"}]
    assert turns_of(wanted) == wanted
    assert turns_of([{"role": "user", "content": "안녕"}, {"role": "bot", "content": "네"}]) == wanted
    assert turns_of([["user", "안녕"], ["bot", "네"]]) == wanted
    assert turns_of(["안녕", "네"]) == [{"speaker": "A", "text": "안녕"}, {"speaker": "B", "text": "네"}]


@pytest.mark.parametrize(
    "value", [[], {}, [1], [{"speaker": "x"}], [["a", "b", "c"]], [None], [{"text": 7}], "x"]
)
def test_what_is_no_dialogue_is_none(value):
    assert turns_of(value) is None
