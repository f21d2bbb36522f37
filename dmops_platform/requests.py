"""What every request gets: an id in the logs, the reader's language, and no shared caching."""

import re
import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from dmops_platform.logs import current_request_id
from dmops_platform.types import GetResponse

ACCEPTABLE_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class RequestId:
    """Give each request an id, taken from a well-formed X-Request-ID, and send it back."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if ACCEPTABLE_ID.fullmatch(given) else uuid.uuid4().hex
        current_request_id.set(request_id)
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


class Language:
    """Speak the language the person chose, else the one the browser asks for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ("Accept-Language",))
        response.setdefault("Content-Language", language)
        return response


class PrivateByDefault:
    """Tell browsers and proxies to keep nothing that a signed-in person saw, unless the view says what may be kept."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        is_static = request.path.startswith(f"/{settings.STATIC_URL.strip('/')}/")
        if not is_static and "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response
