"""The site with a few more addresses whose views only refuse."""

import errno

from django.db import InterfaceError, connection
from django.http import HttpRequest, HttpResponse
from django.urls import path
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform import urls
from dmops_platform.errors import BadInput, NotAllowed, RuleBroken

# Django's own catalogue has these sentences in Korean.
REQUIRED, TOO_LONG = "This field is required.", "Ensure this value is less than or equal to %(limit_value)s."


def refuse(kind: str) -> None:
    if kind == "full":
        fill_the_disk()
    refusals = {
        "rule": RuleBroken(TOO_LONG, code="too_many", details={"open": 2}, limit_value=5),
        "input": BadInput(REQUIRED, path="answers.tone"),
        "allowed": NotAllowed(REQUIRED),
        "surrogate": UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed"),
        "bug": KeyError("a secret"),
        "no-space": OSError(errno.ENOSPC, "No space left on device"),
        "gone": InterfaceError("connection already closed"),
    }
    raise refusals[kind]


def fill_the_disk() -> None:
    """Make the database refuse to store for want of space."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DO $$ BEGIN RAISE EXCEPTION 'no space' USING ERRCODE = '53100'; END $$")
        cursor.execute("PRAGMA page_count")
        (pages,) = cursor.fetchone()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        try:
            cursor.execute("CREATE TABLE edge (word TEXT)")
            cursor.execute("INSERT INTO edge VALUES (%s)", ["x" * 1_000_000])
        finally:
            cursor.execute("PRAGMA max_page_count = 4294967294")


def page(request: HttpRequest, kind: str) -> HttpResponse:
    refuse(kind)
    return HttpResponse()


class Api(APIView):
    def get(self, request: Request, kind: str) -> Response:
        refuse(kind)
        return Response()


handler500 = urls.handler500

urlpatterns = [
    path("edge/<str:kind>/", page),
    path("api/v1/edge/<str:kind>/", Api.as_view()),
    *urls.urlpatterns,
]
