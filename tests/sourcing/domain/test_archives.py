"""Archives that mean harm, or are broken."""

import io
import stat
import struct
import unicodedata
import warnings
import zipfile

import pytest

from sourcing.domain import archives
from sourcing.domain.archives import ArchiveRefused, bytes_of, open_archive
from tests.sourcing.media_files import zipped


def opened(data):
    return open_archive(io.BytesIO(data))


def refusal(data):
    with pytest.raises(ArchiveRefused) as refused:
        opened(data)
    return refused.value.code


def named(name):
    """Return a ZIP with an entry of exactly this name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("x" * len(name.encode()))
        archive.writestr(info, b"data")
    return out.getvalue().replace(b"x" * len(name.encode()), name.encode())


def test_files_are_listed_in_their_order_without_folders_and_what_systems_leave_behind():
    data = zipped(
        {
            "b/": b"",
            "b/1.png": b"1",
            "a.png": b"2",
            "__MACOSX/._a.png": b"",
            ".DS_Store": b"",
            "b/._1.png": b"",
        }
    )
    archive, entries = opened(data)
    assert [(entry.place, entry.name) for entry in entries] == [(1, "b/1.png"), (2, "a.png")]
    assert b"".join(bytes_of(archive, entries[0])) == b"1"


@pytest.mark.parametrize(
    "name",
    ["../../etc/x", "/etc/x", "a/../../x", "C:\\x", "C:/x", "a\\b.png", "..", "\\\\host\\x", "a\0b.png"],
)
def test_a31_a_path_that_leads_out_refuses_the_archive(name):
    assert refusal(named(name)) == "zip_path"


@pytest.mark.parametrize("mode", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO, stat.S_IFSOCK])
def test_a32_links_and_devices_refuse_the_archive(mode):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("a.png")
        info.external_attr = (mode | 0o777) << 16
        archive.writestr(info, b"/etc/passwd")
    assert refusal(out.getvalue()) == "zip_not_a_file"


def test_a33_a_bomb_is_not_opened():
    assert refusal(zipped({"a.png": b"\0" * (100 << 20)})) == "zip_bomb"


def test_a33_a_bomb_that_lies_about_its_size_is_stopped_while_it_is_read():
    honest = zipped({"a.png": b"\0" * 1_000_000})
    size = struct.pack("<I", 1_000_000)
    lying = honest.replace(size, struct.pack("<I", 10))
    archive, (entry,) = opened(lying)
    with pytest.raises(ValueError, match=r"."):
        list(bytes_of(archive, entry))


def test_a33_overlapping_entries_are_not_opened():
    data = bytearray(zipped({"a.png": b"1" * 100, "b.png": b"2" * 100}, zipfile.ZIP_STORED))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<I", 0)
    assert refusal(bytes(data)) == "zip_overlap"


def test_a33_too_many_entries_are_refused(monkeypatch):
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    assert refusal(zipped({f"{n}.png": b"" for n in range(4)})) == "zip_too_many"


@pytest.mark.parametrize(
    "twins",
    [("a.png", "A.PNG"), ("한글.png", unicodedata.normalize("NFD", "한글.png"))],
)
def test_a34_twins_refuse_the_archive(twins):
    assert refusal(zipped(dict.fromkeys(twins, b"x"))) == "zip_twins"


def test_a34_the_same_name_twice_refuses_the_archive():
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("a.png", b"1")
        archive.writestr("a.png", b"2")
    assert refusal(out.getvalue()) == "zip_twins"


def test_a34_an_encrypted_entry_refuses_the_archive():
    data = bytearray(zipped({"a.png": b"1"}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(data)) == "zip_encrypted"


def test_a34_a_wrong_checksum_is_found_while_it_is_read():
    data = zipped({"a.png": b"1234567890"}, zipfile.ZIP_STORED)
    archive, (entry,) = opened(data.replace(b"1234567890", b"1234567891", 1))
    with pytest.raises(ValueError, match="CRC"):
        list(bytes_of(archive, entry))


@pytest.mark.parametrize("data", [b"PK\x03\x04", zipped({"a.png": b"1"})[:-10], b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_whole_archive_is_refused(data):
    assert refusal(data) in ("zip_damaged", "zip_empty")
