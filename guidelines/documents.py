"""A guideline as one document: HTML that needs nothing else, and PDF where Pango is present."""

from collections.abc import Sequence

from django.template.loader import render_to_string
from django.utils import translation

from dmops_platform.errors import RuleBroken, _
from guidelines.domain.schema import Field
from guidelines.models import Guideline
from guidelines.reading import read_guideline

#: the document carries its style: it is read where nothing else of the platform is
STYLE = """
@page { size: A4; margin: 22mm 20mm; @bottom-center { content: counter(page) " / " counter(pages); font-size: 9pt } }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; color: #1f1d1a; font-size: 11pt; line-height: 1.6;
  font-family: "Noto Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", "Segoe UI", sans-serif;
  word-break: keep-all; overflow-wrap: anywhere }
h1 { font-size: 20pt } h2 { font-size: 15pt; margin-top: 2em; border-bottom: 1px solid #999 }
h3 { font-size: 12pt; margin-top: 1.5em } h2, h3, h4 { break-after: avoid }
table { border-collapse: collapse } th, td { border: 1px solid #999; padding: .25em .6em; text-align: start }
blockquote { margin: .5em 0; padding-inline-start: 1em; border-inline-start: 3px solid #999 }
.tag { border: 1px solid #999; border-radius: 3px; padding: 0 .35em; font-size: 9pt } .muted { color: #555 }
"""


class NoPdf(RuleBroken):
    """This machine lacks what PDF is made with."""

    code = "no_pdf"


def html_document(guideline: Guideline, fields: Sequence[Field], language: str) -> str:
    """Return the guideline as an HTML page with its style inside; its own words are in this language."""
    with translation.override(language):
        context = {
            "guideline": guideline,
            "sections": read_guideline(guideline, fields),
            "language": language,
            "style": f"<style>{STYLE}</style>",
        }
        return render_to_string("guidelines/document.html", context)


def pdf_document(guideline: Guideline, fields: Sequence[Field], language: str) -> bytes:
    """Return the guideline as PDF; NoPdf says what to install. Nothing is fetched: the text is of strangers."""
    try:
        from weasyprint import HTML
    except OSError:  # the library is there, Pango is not
        raise NoPdf(
            _(
                "PDF is made with Pango, which this machine does not have. Install it (Debian and Ubuntu:"
                " libpango-1.0-0, libpangoft2-1.0-0, fonts-noto-cjk), or take the HTML and print it."
            )
        ) from None
    html = html_document(guideline, fields, language)
    return bytes(HTML(string=html, url_fetcher=_fetch_nothing).write_pdf())


def _fetch_nothing(url: str, *args: object, **options: object) -> dict[str, object]:
    raise ValueError(url)
