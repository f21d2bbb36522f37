"""Licences as data: what each allows and asks for.

Sources: the SPDX licence list for the identifiers, the licence texts and the Creative Commons deeds for the terms.
A summary for people who decide, no legal advice.
"""

from typing import Any, NamedTuple

from dmops_platform.errors import BadInput, _

CUSTOM = "custom"
LONGEST_LICENCE_TEXT = 20_000


class Terms(NamedTuple):
    """What may be done with the material, and what has to be done in return."""

    commercial: bool
    derivatives: bool
    share_alike: bool
    attribution: bool


PUBLIC = Terms(commercial=True, derivatives=True, share_alike=False, attribution=False)
NAMED = PUBLIC._replace(attribution=True)
SHARED = NAMED._replace(share_alike=True)
UNPAID = NAMED._replace(commercial=False)
UNCHANGED = NAMED._replace(derivatives=False)

#: SPDX identifier → its terms
LICENCES: dict[str, Terms] = {
    "CC0-1.0": PUBLIC,
    "PDDL-1.0": PUBLIC,
    "Unlicense": PUBLIC,
    "CC-PDDC": PUBLIC,
    "0BSD": PUBLIC,
    "CDLA-Permissive-2.0": PUBLIC,
    "CC-BY-2.0": NAMED,
    "CC-BY-3.0": NAMED,
    "CC-BY-4.0": NAMED,
    "ODC-By-1.0": NAMED,
    "CDLA-Permissive-1.0": NAMED,
    "MIT": NAMED,
    "Apache-2.0": NAMED,
    "BSD-2-Clause": NAMED,
    "BSD-3-Clause": NAMED,
    "CC-BY-SA-3.0": SHARED,
    "CC-BY-SA-4.0": SHARED,
    "ODbL-1.0": SHARED,
    "CDLA-Sharing-1.0": SHARED,
    "GFDL-1.3-or-later": SHARED,
    "GPL-3.0-or-later": SHARED,
    "CC-BY-NC-3.0": UNPAID,
    "CC-BY-NC-4.0": UNPAID,
    "CC-BY-NC-SA-3.0": UNPAID._replace(share_alike=True),
    "CC-BY-NC-SA-4.0": UNPAID._replace(share_alike=True),
    "CC-BY-ND-4.0": UNCHANGED,
    "CC-BY-NC-ND-4.0": UNCHANGED._replace(commercial=False),
}

#: what to show of a term that binds: term → its words
DUTIES: dict[str, str] = {
    "attribution": _("Name the authors wherever the data goes."),
    "share_alike": _("What is made of it carries the same licence."),
}


def terms_of(licence: str, custom: dict[str, Any]) -> Terms:
    """Return the terms of a licence: those of its SPDX identifier, or for a custom text those stated by hand.

    >>> terms_of("CC-BY-NC-4.0", {}).commercial
    False
    """
    if licence == CUSTOM:
        return Terms(**{name: bool(custom.get(name, False)) for name in Terms._fields})
    return LICENCES[licence]


def clean_licence(licence: str, text: str, custom: dict[str, Any]) -> tuple[str, str, dict[str, bool]]:
    """Return licence, text and stated terms as they are stored; BadInput where they contradict each other."""
    if licence not in LICENCES and licence != CUSTOM:
        sentence = _(
            "“%(licence)s” is no licence known here. Choose one from the list, or “custom” and give its text."
        )
        raise BadInput(sentence, path="licence", licence=licence[:80])
    if licence != CUSTOM:
        return licence, "", {}
    if not text.strip():
        raise BadInput(_("Give the text of the licence or of the agreement."), path="licence_text")
    return licence, text.strip(), terms_of(CUSTOM, custom)._asdict()
