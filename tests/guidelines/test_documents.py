import sys

import pytest
from django.urls import reverse

from guidelines.documents import NoPdf, html_document, pdf_document
from guidelines.selectors import schema_fields
from tests.factories import make_guideline, make_schema
from tests.guidelines.factories import canonical, entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def guideline(project):
    make_schema(project, canonical("pos"))
    text = {"overview": "**부정(否定)**은 <img src=http://127.0.0.1/x> ![x](http://127.0.0.1/y)"}
    return make_guideline(project, sections=text, entries=[entry("pos")])


def address(name, guideline):
    return reverse(f"guidelines:{name}", args=[guideline.project_id, guideline.number])


@pytest.mark.parametrize("name", ["guideline_document", "guideline_pdf"])
@pytest.mark.parametrize("person", ["outsider", "client_person", "staff"])
def test_documents_do_not_exist_for_strangers(request, guideline, page_client, person, name):
    user = request.getfixturevalue(person)
    assert page_client(user).get(address(name, guideline)).status_code == 404


@pytest.mark.parametrize(("language", "word"), [("en", "Overview and purpose"), ("ko", "개요")])
def test_the_html_stands_alone_in_the_language_asked_for(guideline, page_client, annotator, language, word):
    answer = page_client(annotator).get(address("guideline_document", guideline), {"language": language})
    assert answer["Content-Disposition"] == f'attachment; filename="guideline-1-{language}.html"'
    page = answer.content.decode()
    assert word in page
    assert "<strong>부정(否定)</strong>은" in page
    assert not any(tag in page for tag in ("<script", "<img", "<link", 'src="', "@import"))


def test_an_unknown_language_falls_back_to_the_readers(guideline, page_client, annotator):
    answer = page_client(annotator).get(address("guideline_document", guideline), {"language": "xx"})
    assert "guideline-1-en.html" in answer["Content-Disposition"]


def test_a22_the_pdf_fetches_nothing_and_holds_the_text(guideline, page_client, annotator):
    try:
        content = pdf_document(guideline, schema_fields(guideline.project), "ko")
    except NoPdf:
        pytest.skip("no Pango on this machine")
    assert content.startswith(b"%PDF")
    answer = page_client(annotator).get(address("guideline_pdf", guideline))
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


def test_without_pango_the_page_says_how_to_get_it(guideline, page_client, annotator, monkeypatch):
    class Absent:
        def find_spec(self, name, path=None, target=None):
            if name == "weasyprint":
                raise OSError("cannot load library 'libpango-1.0-0'")

    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Absent(), *sys.meta_path])
    answer = page_client(annotator).get(address("guideline_pdf", guideline))
    assert (answer.status_code, "libpango" in answer.text) == (409, True)
    assert html_document(guideline, [], "en")
