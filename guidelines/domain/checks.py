"""Checks that every part of a schema or guideline needs. Each raises BadInput naming the path."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from dmops_platform.errors import BadInput, _


class Incomplete(BadInput):
    """An answer that is on its way: no answer yet, but `so_far` may be kept as a draft."""

    code = "answer_incomplete"

    def __init__(self, sentence: str, *, path: str, so_far: Any, **values: object) -> None:
        super().__init__(sentence, path=path, code=self.code, **values)
        self.so_far = so_far


UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def clean_text(value: object, path: str, *, limit: int, is_empty_allowed: bool = True) -> str:
    """Return the text unchanged; refuse what is no text, too long, or cannot be stored."""
    if not isinstance(value, str):
        raise BadInput(_("This must be text."), path=path)
    if not value and not is_empty_allowed:
        raise BadInput(_("This must not be empty."), path=path)
    if len(value) > limit:
        raise BadInput(_("This is longer than %(limit)s characters."), path=path, limit=limit)
    if UNSTORABLE.search(value):
        raise BadInput(_("This has a character that cannot be stored (NUL or a lone surrogate)."), path=path)
    return value


def clean_flag(value: object, path: str) -> bool:
    """Return true or false; refuse anything else."""
    if not isinstance(value, bool):
        raise BadInput(_("This must be true or false."), path=path)
    return value


def clean_object(value: object, path: str, known: Collection[str]) -> Mapping[str, Any]:
    """Return the object; refuse what is none and keys that are not known."""
    if not isinstance(value, Mapping):
        raise BadInput(_("This must be an object."), path=path)
    for name in value:
        if name not in known:
            raise BadInput(_("“%(name)s” is not known here."), path=f"{path}.{shown(name)}", name=shown(name))
    return value


def clean_list(value: object, path: str, *, limit: int) -> list[Any]:
    """Return the list; refuse what is none or has more than `limit` entries."""
    if not isinstance(value, list | tuple):
        raise BadInput(_("This must be a list."), path=path)
    if len(value) > limit:
        raise BadInput(_("This has more than %(limit)s entries."), path=path, limit=limit)
    return list(value)


def shown(value: object) -> str:
    """Return the start of what somebody sent, safe to show in an error."""
    return UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", str(value)[:80])
