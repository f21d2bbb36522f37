"""Answers kept while one reading lasts: the gates of twelve stages ask the same things of a project."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

#: what was answered in the present reading; None outside of one
_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def one_reading() -> Iterator[None]:
    """Ask the database once for what functions marked with `kept` are asked meanwhile; only reads belong inside."""
    if _answers.get() is not None:
        yield
        return
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def kept(ask: Callable[P, T]) -> Callable[P, T]:
    """Let a read answer each question once in a reading; outside of one it asks every time."""

    @wraps(ask)
    def answer(*args: P.args, **kwargs: P.kwargs) -> T:
        answers = _answers.get()
        if answers is None:
            return ask(*args, **kwargs)
        question = (ask, args, tuple(sorted(kwargs.items())))
        if question not in answers:
            answers[question] = ask(*args, **kwargs)
        found: T = answers[question]
        return found

    return answer
