"""The quality report of a release as files: one page a language for people, JSON for programs."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from delivery.domain import names
from delivery.domain.summary import agreements, spreads
from verification.selectors.printed import printed_words

#: the page stands alone in a ZIP and is never served, so its style may be inside
STYLE = mark_safe(
    "<style>body{font:16px/1.5 system-ui,sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;margin:1rem 0}caption{text-align:left}"
    "th,td{border-bottom:1px solid #999;padding:.35rem .6rem;text-align:left;vertical-align:top;"
    "overflow-wrap:anywhere}.number{text-align:right;white-space:nowrap}</style>"
)


def report_files(quality: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts of the report by file name."""
    pages = {name: _page(quality, language) for language, name in names.QUALITY_PAGES.items()}
    return {names.QUALITY: _written(quality), **pages}


def _written(quality: Mapping[str, Any]) -> str:
    return json.dumps(quality, ensure_ascii=False, indent=2, sort_keys=True, allow_nan=False) + "\n"


def _page(quality: Mapping[str, Any], language: str) -> str:
    with override(language):
        page = render_to_string("delivery/quality_report.html", _context(quality, language))
    return "".join(f"{line}\n" for line in _filled_lines(page))


def _filled_lines(page: str) -> Iterator[str]:
    return (line.rstrip() for line in page.splitlines() if line.strip())


def _context(quality: Mapping[str, Any], language: str) -> dict[str, Any]:
    return {
        "style": STYLE,
        "language": language,
        "quality": quality,
        "frozen_at": quality["frozen_at"][:16].replace("T", " ") + " UTC",
        "spreads": spreads(quality["answers"], quality["schemas"]),
        "printed": printed_words(quality),
        "agreements": list(agreements(quality["batches"], quality["schemas"])),
    }
