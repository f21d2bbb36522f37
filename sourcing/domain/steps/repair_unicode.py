"""Repair texts that were read in a wrong encoding, and compose letters."""

from typing import TYPE_CHECKING

from dmops_platform.errors import _
from sourcing.domain.steps.base import Change, Param, ParamKind, Step, change_where

if TYPE_CHECKING:
    import pandas as pd

#: everything ftfy offers that changes what somebody typed stays off: width, quotes, ligatures, entities, line ends
ONLY_ENCODING = {
    "unescape_html": False,
    "remove_terminal_escapes": False,
    "fix_latin_ligatures": False,
    "fix_character_width": False,
    "uncurl_quotes": False,
    "fix_line_breaks": False,
    "fix_surrogates": False,
    "remove_control_chars": False,
    "explain": False,
}
REPAIRED = _("The encoding was repaired or letters were composed (NFC).")


def run(frame: "pd.DataFrame", *, encoding: bool, compose: bool) -> "pd.DataFrame":
    """Return the frame with repaired texts."""
    from ftfy import TextFixerConfig, fix_text

    config = TextFixerConfig(
        **ONLY_ENCODING,
        fix_encoding=encoding,
        fix_c1_controls=encoding,
        normalization="NFC" if compose else None,
    )

    def alter(parts: dict[str, str]) -> Change:
        repaired = {name: fix_text(text, config) for name, text in parts.items()}
        return (repaired, REPAIRED, {}) if repaired != parts else None

    return change_where(frame, alter)


STEP = Step(
    "repair_unicode",
    _("Repair encoding"),
    _(
        "Mends texts that were read in a wrong encoding (“ìˆ˜ì—…” becomes “수업”) and composes letters. Width, quotes"
        " and signs stay as typed."
    ),
    (
        Param("encoding", ParamKind.FLAG, _("Mend wrong encodings"), True),
        Param("compose", ParamKind.FLAG, _("Compose letters (NFC)"), True),
    ),
    run,
)
