"""Replace personal data by typed surrogates."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from dmops_platform.errors import _
from sourcing.domain.personal import Masked, Personal, mask
from sourcing.domain.steps.base import Outcome, Param, ParamKind, Step, with_columns

if TYPE_CHECKING:
    import pandas as pd

KINDS = (
    (Personal.RESIDENT.value, _("Korean resident numbers")),
    (Personal.EMAIL.value, _("E-mail addresses")),
    (Personal.PHONE.value, _("Phone numbers")),
    (Personal.CARD.value, _("Card numbers")),
    (Personal.ACCOUNT.value, _("Bank accounts")),
    (Personal.IBAN.value, _("IBAN")),
    (Personal.PASSPORT.value, _("Passport numbers")),
    (Personal.LICENCE.value, _("Korean driving licences")),
    (Personal.SSN.value, _("US social security numbers")),
    (Personal.IP.value, _("IP addresses")),
)
MASKED = _("Personal data was masked: %(surrogates)s.")


def run(frame: "pd.DataFrame", *, kinds: list[str]) -> "pd.DataFrame":
    """Return the frame with masked texts and data. `masked` holds what the surrogates stand for, for a vault."""
    chosen = [Personal(kind) for kind in kinds]
    results = [
        _mask_item(parts, data, chosen) for parts, data in zip(frame["parts"], frame["data"], strict=True)
    ]
    return with_columns(
        frame,
        parts=[result.parts for result in results],
        data=[result.data for result in results],
        outcome=[Outcome.CHANGED if result.found else Outcome.KEPT for result in results],
        reason=[MASKED if result.found else "" for result in results],
        details=[result.details for result in results],
        masked=[[one._asdict() for one in result.found] for result in results],
    )


class MaskedItem(NamedTuple):
    """One item after masking."""

    parts: dict[str, str]
    data: dict[str, str]
    found: list[Masked]

    @property
    def details(self) -> dict[str, str]:
        """Return which surrogates stand in it now, without what they stand for."""
        return {"surrogates": ", ".join(one.surrogate for one in self.found)} if self.found else {}


def _mask_item(parts: dict[str, str], data: dict[str, str], kinds: list[Personal]) -> MaskedItem:
    texts = {f"part {name}": text for name, text in parts.items()}
    texts |= {f"data {name}": text for name, text in data.items()}
    masked, found = mask(texts, kinds)
    return MaskedItem(
        {name: masked[f"part {name}"] for name in parts},
        {name: masked[f"data {name}"] for name in data},
        found,
    )


def _all_kinds(params: Mapping[str, Any]) -> bool:
    return set(params["kinds"]) == {name for name, _title in KINDS}


STEP = Step(
    "mask_personal_data",
    _("Mask personal data"),
    _(
        "Replaces numbers and addresses that lead to a person by surrogates such as [PHONE_1]. The originals are kept"
        " apart; who looks at them says why and is written down. Names and postal addresses are not found."
    ),
    (
        Param(
            "kinds", ParamKind.CHOICES, _("What is masked"), [name for name, _title in KINDS], choices=KINDS
        ),
    ),
    run,
    reads_data=True,
    masks=_all_kinds,
)
