"""What every template keeps: no inline code, no untranslated word, no island that is not there."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
INLINE = {
    "a style attribute": re.compile(r"<[^>]+\sstyle\s*="),
    "a style element": re.compile(r"<style\b"),
    "an event handler": re.compile(r"<[^>]+\s(on[a-z]+|hx-on[\w:.-]*)\s*="),
    "a script inside the page": re.compile(r'<script(?![^>]*\bsrc=)(?![^>]*type="application/json")'),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}
#: names and codes, the same in every language
SAME_EVERYWHERE = {
    "DMOps",
    "English",
    "한국어",
    "Authorization: Bearer …",
    "n",
    "SHA-256",
    "id",
    "v",
    "CSV",
    "JSONL",
    "HTML",
    "PDF",
}
NOT_TEXT = (
    r"{% comment %}.*?{% endcomment %}",
    r"{% blocktranslate.*?{% endblocktranslate %}",
    r"{% block (page_class|action) %}.*?{% endblock( \w+)? %}",
    r"{#.*?#}",
    r"{%.*?%}",
    r"{{.*?}}",
    r"<(script|style|code|kbd)\b.*?</\1>",
    r"&\w+;",
)


def name_of(template: Path) -> str:
    return str(template.relative_to(ROOT / "templates"))


def words_of(source: str) -> set[str]:
    """Return the runs of text that a reader sees and no translation covers."""
    for pattern in NOT_TEXT:
        source = re.sub(pattern, "", source, flags=re.DOTALL)
    attributes = re.findall(r'\s(?:title|placeholder|aria-label|alt)="([^"]*)"', source)
    texts = [*re.split(r"<[^>]*>", source), *attributes]
    return {text.strip(" ·\n") for text in texts if re.search(r"[^\W\d_]{2,}", text)}


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_a24_template_holds_no_inline_code(template: Path):
    source = template.read_text()
    assert [what for what, pattern in INLINE.items() if pattern.search(source)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=name_of)
def test_every_word_of_a_template_is_marked_for_translation(template: Path):
    assert words_of(template.read_text()) - SAME_EVERYWHERE == set()


def test_islands_named_in_templates_exist():
    registry = (ROOT / "frontend" / "src" / "islands.ts").read_text()
    known = set(re.findall(r'^\s+"?([\w-]+)"?: \(\) => import\(', registry, re.MULTILINE))
    named = {
        name for template in TEMPLATES for name in re.findall(r'data-island="([\w-]+)"', template.read_text())
    }
    assert named <= known


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<p>Hello there</p>", {"Hello there"}),
        ('<a title="Open it">{% translate "Open" %}</a>', {"Open it"}),
        ("<p>{% blocktranslate %}Hello{% endblocktranslate %} · {{ n }}</p>", set()),
    ],
)
def test_words_of_finds_what_is_not_marked(source: str, words: set[str]):
    assert words_of(source) == words
