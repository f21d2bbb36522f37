"""Handing out the answers of a release in the formats of their field."""

from tempfile import TemporaryFile
from typing import IO

from accounts.models import User
from delivery.domain import names
from delivery.domain.labelled import ENDINGS, Marked, write_labels
from delivery.domain.opened import OpenArchive
from delivery.models import Release
from delivery.selectors.labelled import marked_in
from delivery.services.releases import download_release
from dmops_platform.errors import BadInput, _


def download_labels(*, release: Release, field: str, format: str, by: User) -> tuple[IO[bytes], str]:
    """Return the final answers to a field in a format, opened, and the name for the file.

    They are derived from the lines of the archive, so they are as frozen as it is. Written down as a download.
    """
    marked = next((one for one in marked_in(release) if one.name == field), None)
    if marked is None:
        raise BadInput(_("This release has no field “%(field)s” of marks."), path="field", field=field)
    if format not in marked.formats:
        sentence = _("Answers to “%(field)s” are written in these formats: %(formats)s.")
        raise BadInput(sentence, path="file_format", field=field, formats=", ".join(marked.formats))
    with download_release(release=release, by=by) as archive:
        return _written(archive, marked, format), _file_name(release, marked, format)


def _written(archive: IO[bytes], marked: Marked, form: str) -> IO[bytes]:
    out = TemporaryFile()  # noqa: SIM115 - the answer closes it
    with OpenArchive(archive).open(names.LINES) as lines:
        write_labels(out, lines, marked, form)
    out.seek(0)
    return out


def _file_name(release: Release, marked: Marked, form: str) -> str:
    stem = release.download_name.removesuffix(".zip")
    return f"{stem}-{marked.name}-{form.replace('_', '-')}{ENDINGS[form]}"
