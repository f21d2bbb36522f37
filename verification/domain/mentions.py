"""Who is spoken to in a text: @username."""

import re

#: as usernames are written; what stands right before the sign must not make it an e-mail address
MENTION = re.compile(r"(?<![\w.+-])@([\w.@+-]{1,150})")
ENDINGS = ".@+-"


def mentioned(text: str) -> set[str]:
    """Return the usernames that a text may mean, in lower case; the full stop after one may be part of it or not.

    >>> sorted(mentioned("@Rita, what do you think? a@b.kr, @min."))
    ['min', 'min.', 'rita']
    """
    found = [name.casefold() for name in MENTION.findall(text)]
    return {*found, *(name.rstrip(ENDINGS) for name in found)} - {""}
