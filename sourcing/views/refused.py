"""Everything a file brought that was refused, as a table to download."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse
from django.utils import translation
from django.utils.translation import gettext

from sourcing.domain.sheets import csv_line
from sourcing.templatetags.refusals import row_sentence


def refused_csv(
    rows: Iterable[dict[str, Any]], *, head: Sequence[str], name: str, language: str
) -> StreamingHttpResponse:
    """Return the refusals of a list as CSV under three headings, in this language."""
    lines = _lines(rows, head, language)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _lines(rows: Iterable[dict[str, Any]], head: Sequence[str], language: str) -> Iterator[str]:
    """Yield the lines in the reader's language, which the request no longer holds while they are sent."""
    with translation.override(language):
        yield "\ufeff" + csv_line(list(map(gettext, head)))
        for row in rows:
            yield csv_line([str(row["line"]), row["column"] or "", row_sentence(row)])
