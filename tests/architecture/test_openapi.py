"""The description of the API is valid, complete, and nobody falls over what it allows."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator
from rest_framework import serializers

from tests.architecture.addresses import addresses

VERBS = ("get", "post", "put", "patch", "delete")
DESCRIBES_ITSELF = {"api:openapi", "api:docs"}


@pytest.fixture(scope="module")
def described() -> dict[str, Any]:
    return SchemaGenerator().get_schema(public=True)


def operations(described: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, verbs in described["paths"].items():
        for verb in verbs.keys() & set(VERBS):
            yield f"{verb.upper()} {path}", verbs[verb]


def test_openapi_is_valid_without_a_warning(tmp_path):
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(tmp_path / "openapi.yml"))


def test_openapi_describes_every_route(described):
    routes = [one for one in addresses() if one.is_api and one.name not in DESCRIBES_ITSELF]
    assert len(described["paths"]) == len(routes)


def test_openapi_names_the_answer_of_every_operation(described):
    untyped = [
        name
        for name, operation in operations(described)
        for status, answer in operation["responses"].items()
        if status != "204" and "content" not in answer
    ]
    assert untyped == []


def test_openapi_gives_every_operation_a_name_of_its_own(described):
    names = [operation["operationId"] for _name, operation in operations(described)]
    assert len(names) == len(set(names))


def test_openapi_asks_for_a_sign_in_everywhere(described):
    open_doors = [name for name, operation in operations(described) if {} in operation["security"]]
    assert open_doors == []


def test_openapi_serves_its_docs_without_inline_script(db, page_client, manager):
    page = page_client(manager).get("/api/v1/docs/").content.decode()
    assert "<script>" not in page
    script = page_client(manager).get("/api/v1/docs/?script=")
    assert script.status_code == 200
    assert script.headers["Content-Type"].startswith("application/javascript")


def test_openapi_says_of_every_value_that_may_be_missing_that_it_may_be_null():
    silent = [
        f"{one.__name__}.{name}"
        for one in _below(serializers.BaseSerializer)
        for name, field in getattr(one, "_declared_fields", {}).items()
        if field.default is None and not field.allow_null
    ]
    assert silent == []


def _below(kind: type) -> Iterator[type]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
