"""One browser for everybody: a session for each person, and requests that leave nothing behind."""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookies import SimpleCookie
from typing import Any, NamedTuple
from unittest.mock import patch

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator

from accounts.models import User
from tests.architecture.addresses import Address
from tests.architecture.worlds import World

WRITING = ("post", "put", "patch", "delete")
CSRF = re.compile(r'(name="csrf-token" content|name="csrfmiddlewaretoken" value)="[^"]*"')
KEY = {"Idempotency-Key": "one-of-a-kind"}
requests = RequestFactory(headers=KEY)
site = ClientHandler(enforce_csrf_checks=False)  # a Client would also keep every template and context


class Ground(NamedTuple):
    """Two projects of two clients, and a session for everybody."""

    own: World
    foreign: World
    sessions: dict[str, str]


@contextmanager
def few_words() -> Iterator[None]:
    """Log nothing of the thousands of refusals that are wanted here, only crashes."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


@contextmanager
def one_schema() -> Iterator[None]:
    """Describe the API once: it is the same for everybody and takes a quarter of a second."""
    described = SchemaGenerator().get_schema(public=True)
    with patch.object(SchemaGenerator, "get_schema", return_value=described):
        yield


def session_of(person: User) -> str:
    """Return a session in which this person is signed in."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def ask(
    address: Address,
    verb: str,
    session: str,
    kwargs: dict[str, object],
    *,
    body: Any = None,
    query: dict[str, str] | None = None,
) -> HttpResponse:
    """Send the request, with an empty body unless told, and take back whatever it changed."""
    sent = {"data": body} if body else {}
    if address.is_api:
        sent = {"data": json.dumps({} if body is None else body), "content_type": "application/json"}
    path = reverse(address.name, kwargs=kwargs, query=query)
    return send(path, verb, session, **(sent if verb in WRITING else {}))


def send(path: str, verb: str, session: str, **sent: Any) -> HttpResponse:
    """Send a request to a path and take back whatever it changed."""
    requests.cookies = SimpleCookie({settings.SESSION_COOKIE_NAME: session} if session else {})
    request = getattr(requests, verb)(path, **sent)
    with transaction.atomic():
        answer = site(request.environ)
        transaction.set_rollback(True)
    return answer


def body_of(answer: HttpResponse) -> bytes:
    """Return the bytes of an answer, streamed or not."""
    return answer.getvalue() if answer.streaming else answer.content


def text_of(answer: HttpResponse) -> str:
    """Return what an answer says, without its CSRF tokens."""
    return CSRF.sub("csrf token", body_of(answer).decode("utf-8", "backslashreplace"))
