"""The edge: refusals become pages and fragments for people, {"code", "message"} for programs."""

import re
from typing import Any

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.views import exception_handler, set_rollback

from dmops_platform.errors import BadInput, RuleBroken, _
from dmops_platform.types import GetResponse

#: what PostgreSQL cannot keep in a text
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
PAGES = {400, 403, 404, 409, 413, 422, 500}


def refusal_sentence(refusal: RuleBroken) -> str:
    """Return the refusal in the reader's language."""
    sentence = gettext(refusal.sentence)
    return sentence % refusal.values if refusal.values else sentence


def address_of(request: HttpRequest) -> str:
    """Return where a request came from; behind a proxy, what the nearest proxy says."""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", "")) if settings.SECURE_PROXY_SSL_HEADER else ""
    return forwarded.rpartition(",")[2].strip() or str(request.META.get("REMOTE_ADDR", ""))


def typed(request: HttpRequest, name: str) -> str:
    """Return the text a form sent under this name, "" without one; refuse what no database stores."""
    text = request.POST.get(name, "")
    if UNSTORABLE.search(text):
        raise BadInput(_("This has a character that cannot be stored (NUL or a lone surrogate)."), path=name)
    return text


def refusal_page(request: HttpRequest, refusal: RuleBroken) -> HttpResponse:
    """Return the refusal as a page, or as a fragment where htmx asked."""
    http_status = 422 if isinstance(refusal, BadInput) else refusal.status
    context = {"sentence": refusal_sentence(refusal), "code": refusal.code}
    if request.headers.get("HX-Request"):
        return render(request, "errors/_refusal.html", context, status=http_status)
    page = http_status if http_status in PAGES else 409
    return render(request, f"errors/{page}.html", context, status=http_status)


class RefusalsAsAnswers:
    """Middleware that turns a RuleBroken out of a view into an answer instead of a 500."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, RuleBroken):
            return refusal_page(request, exception)
        if isinstance(exception, DataError | UnicodeEncodeError):
            return refusal_page(
                request, BadInput(_("A value has characters or a size that cannot be stored."))
            )
        return None


def answer_for_programs(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Answer a refusal or a bad request of the API; None lets Django log and answer 500."""
    if isinstance(exception, RuleBroken):
        set_rollback()
        body = {"code": exception.code, "message": refusal_sentence(exception), **exception.details}
        return Response(body, status=exception.status)
    if isinstance(exception, DataError | UnicodeEncodeError):
        set_rollback()
        message = gettext("A value has characters or a size that cannot be stored.")
        return Response({"code": "bad_input", "message": message}, status=status.HTTP_400_BAD_REQUEST)
    response = exception_handler(exception, context)
    if response is not None:
        response.data = _plain_body(exception, response.data)
    return response


def _plain_body(exception: Exception, data: Any) -> dict[str, Any]:
    if isinstance(exception, exceptions.ValidationError):
        path, sentence = _first_problem(data)
        return {"code": "bad_input", "message": sentence, "path": path, "problems": data}
    if isinstance(exception, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        return {"code": "not_signed_in", "message": gettext("Sign in to go on.")}
    code = getattr(exception, "default_code", "error")
    detail = data.get("detail", "") if isinstance(data, dict) else data
    return {"code": code, "message": str(detail)}


def _first_problem(data: Any, path: str = "") -> tuple[str, str]:
    if isinstance(data, dict) and data:
        key, inner = next(iter(data.items()))
        return _first_problem(inner, f"{path}.{key}".strip("."))
    if isinstance(data, list) and data:
        return _first_problem(data[0], path)
    return path, str(data)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form or call whose CSRF token is missing or stale."""
    sentence = gettext("This page was open for too long or came from elsewhere. Reload it and try again.")
    if request.path.startswith("/api/"):
        return JsonResponse({"code": "csrf_failed", "message": sentence}, status=403)
    return render(request, "errors/403.html", {"sentence": sentence, "code": "csrf_failed"}, status=403)
