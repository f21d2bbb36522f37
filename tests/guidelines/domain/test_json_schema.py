import pytest

from guidelines.domain.json_schema import fields_schema
from guidelines.domain.kinds import KINDS
from guidelines.domain.templates import TEMPLATES

jsonschema = pytest.importorskip("jsonschema")


def test_every_kind_has_its_shape():
    shapes = fields_schema()["items"]["oneOf"]
    assert [shape["properties"]["kind"]["enum"] for shape in shapes] == [[name] for name in KINDS]


@pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.id)
def test_what_the_templates_say_fits_the_shape(template):
    jsonschema.validate(template.fields_in("en"), fields_schema())


def test_a_config_with_a_key_nobody_knows_does_not_fit():
    fields = TEMPLATES["sentiment"].fields_in("en")
    fields[0]["config"]["colour"] = "red"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(fields, fields_schema())
