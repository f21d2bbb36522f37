"""The token door of the API: `Authorization: Bearer dmops_…`."""

from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import ApiToken, User
from accounts.services import token_digest
from dmops_platform.prepared import Prepared

LIVE = Prepared(
    lambda digest: ApiToken.objects.select_related("user").filter(
        digest=digest, revoked_at=None, user__is_active=True
    ),
    texts=["digest"],
)


class TokenAuthentication(BaseAuthentication):
    """Sign a program in by its bearer token; anything else is left to the next door."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        kind, _, token = get_authorization_header(request).partition(b" ")
        if kind.lower() != b"bearer":
            return None
        digest = token_digest(token.decode("latin-1").strip())
        if found := LIVE.first(digest=digest):
            return found.user, found
        raise AuthenticationFailed

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
