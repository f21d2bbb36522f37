"""Reads: a person's own tokens."""

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from accounts.models import ApiToken, User


def tokens_for(user: User) -> QuerySet[ApiToken]:
    """Return the live tokens of this person, newest first."""
    return ApiToken.objects.filter(user=user, revoked_at=None).order_by("-pk")


def token_for(user: User, pk: int) -> ApiToken:
    """Return the token if it is this person's and lives; otherwise it does not exist."""
    return get_object_or_404(tokens_for(user), pk=pk)


def accounts_of(user: User) -> set[int]:
    """Return the ids of all accounts of this person: theirs, and those with the same mailbox."""
    box = mailbox(user.email)
    if not box:
        return {user.pk}
    name, _at, domain = box.partition("@")
    near = User.objects.filter(email__istartswith=name, email__iendswith=f"@{domain}")
    return {user.pk} | {pk for pk, email in near.values_list("pk", "email") if mailbox(email) == box}


def mailbox(email: str) -> str:
    """Return the address without case and without what follows a plus sign: one mailbox is one person.

    >>> mailbox("Ann+work@Example.org")
    'ann@example.org'
    """
    name, at, domain = email.strip().casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}" if at and name else ""
