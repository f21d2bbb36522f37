import pytest

from guidelines.domain.schema import check_fields
from guidelines.domain.templates import ALL, TEMPLATES
from guidelines.domain.templates.words import Pair


def test_fifteen_common_tasks_have_a_template():
    assert len({template.id for template in ALL}) == 15


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.id)
def test_every_template_is_a_sound_schema_in_both_languages(template, language):
    fields = check_fields(template.fields_in(language))
    assert [field["name"] for field in fields] == [field["name"] for field in template.fields]


def words(value):
    if isinstance(value, Pair):
        yield value
    elif isinstance(value, dict | list | tuple):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from words(inner)


@pytest.mark.parametrize("template", ALL, ids=lambda template: template.id)
def test_every_word_of_a_template_is_there_in_korean(template):
    pairs = [template.title, template.help, template.needs, *words(template.fields)]
    assert all(pair.en and any("가" <= char <= "힣" for char in pair.ko) for pair in pairs)
