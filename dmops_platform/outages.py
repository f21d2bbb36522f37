"""What is answered while the database is away or busy, or the disk is full: what happened and when to try again."""

import errno
import sys
from typing import NamedTuple

from django.db import Error, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language_from_request, gettext, override
from django.views.defaults import server_error

from dmops_platform.errors import _


class Outage(NamedTuple):
    """Why nothing can be done at this moment, and after how many seconds it is worth another try."""

    status: int
    code: str
    sentence: str
    again_after: int


AWAY = Outage(503, "database_away", _("The database does not answer at this moment."), 2)
BUSY = Outage(503, "database_busy", _("Too many people are writing at this moment."), 2)
FULL = Outage(507, "storage_full", _("No space is left here, so nothing new can be stored."), 60)

#: how the codes of each begin: SQLSTATE (PostgreSQL manual, appendix A) and SQLite's result codes
CODES = {
    FULL: ("53100", "SQLITE_FULL"),
    BUSY: ("40", "53", "55P03", "SQLITE_BUSY", "SQLITE_LOCKED"),
    AWAY: ("08", "57P", "SQLITE_CANTOPEN"),
}


def outage_of(error: BaseException | None) -> Outage | None:
    """Return the outage behind an error, or None where it is a fault of the program."""
    if isinstance(error, OSError):
        return FULL if error.errno in (errno.ENOSPC, errno.EDQUOT) else None
    if isinstance(error, InterfaceError):
        return AWAY
    if not isinstance(error, Error):
        return None
    code = getattr(error.__cause__, "sqlite_errorname", None) or getattr(error.__cause__, "pgcode", None)
    if code is None:
        return AWAY if isinstance(error, OperationalError) and hasattr(error.__cause__, "pgcode") else None
    return next((outage for outage, codes in CODES.items() if code.startswith(codes)), None)


def answer_to_error(request: HttpRequest) -> HttpResponse:
    """Answer a request that ended in an error nobody caught: an outage with 503 or 507, anything else with 500."""
    outage = outage_of(sys.exception())
    if outage is None:
        return server_error(request)
    with override(get_language_from_request(request)):
        sentence = gettext(outage.sentence)
        answer: HttpResponse
        if request.path.startswith("/api/"):
            answer = JsonResponse({"code": outage.code, "message": sentence}, status=outage.status)
        else:
            answer = render(None, "errors/outage.html", {"sentence": sentence}, status=outage.status)
    answer.headers["Retry-After"] = str(outage.again_after)
    answer.headers["Cache-Control"] = "no-store"
    return answer
