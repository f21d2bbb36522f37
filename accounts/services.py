"""Writes: people and tokens."""

import hashlib
import secrets
import unicodedata

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import ApiToken, User
from dmops_platform.errors import BadInput, RuleBroken, _

#: scripts whose letters cannot be taken for those of a to z
UNLIKE_LATIN = ("HANGUL", "CJK", "HIRAGANA", "KATAKANA")


def token_digest(token: str) -> str:
    """Return what is stored for a token: its SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def create_token(*, user: User, name: str) -> tuple[ApiToken, str]:
    """Make a token and return its row and its text, which is never shown again."""
    if not name.strip():
        raise BadInput(_("Give the token a name that says which program uses it."), path="name")
    text = f"dmops_{secrets.token_urlsafe(32)}"
    return ApiToken.objects.create(user=user, name=name.strip(), digest=token_digest(text)), text


@transaction.atomic
def revoke_token(*, token: ApiToken) -> ApiToken:
    """End a token; programs that hold it are refused from now on. Ending it twice changes nothing."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    token.refresh_from_db()
    return token


def clean_username(username: str) -> str:
    """Return a username as it is stored; BadInput for one that nobody could type or that could pass for another."""
    name = User.normalize_username(username)
    try:
        User._meta.get_field("username").clean(name, None)
    except ValidationError as problem:
        raise BadInput(" ".join(problem.messages), path="username") from problem
    if strange := next((letter for letter in name if not _is_plain(letter)), None):
        sentence = _(
            "A username has the letters a to z, also with accents, Korean, Chinese or Japanese letters, digits "
            "and @ . + - _; “%(letter)s” could be taken for another letter."
        )
        raise BadInput(sentence, path="username", letter=strange)
    return name


def _is_plain(letter: str) -> bool:
    base = unicodedata.normalize("NFD", letter)[0]
    return base.isascii() or unicodedata.name(base, "").startswith(UNLIKE_LATIN)


@transaction.atomic
def create_user(
    *,
    username: str,
    full_name: str = "",
    email: str = "",
    password: str | None = None,
    made_by: User | None = None,
) -> User:
    """Make an account. Without a password nobody can sign in to it."""
    name = clean_username(username)
    if User.objects.filter(username__iexact=name).exists():
        raise RuleBroken(
            _("The username %(name)s is taken. Choose another."), code="username_taken", name=name
        )
    user = User(
        username=name, email=User.objects.normalize_email(email), full_name=full_name, made_by=made_by
    )
    _check(user, password)
    user.set_password(password)
    user.save()
    return user


def _check(user: User, password: str | None) -> None:
    try:
        user.clean_fields(exclude=["password"])
    except ValidationError as problem:
        field, sentences = next(iter(problem.message_dict.items()))
        raise BadInput(sentences[0], path=field) from problem
    try:
        if password is not None:
            validate_password(password, user)
    except ValidationError as problem:
        raise BadInput(" ".join(problem.messages), path="password") from problem
