"""Fields, entries and typed forms for the tests of schemas and guidelines."""

from typing import Any

from guidelines.domain.schema import Field, check_fields


def choice_field(*labels: str, name: str = "sentiment", **config: Any) -> dict[str, Any]:
    """Return a choice field as a program sends it."""
    return {
        "name": name,
        "kind": "choice",
        "config": {"labels": [{"id": label} for label in labels], **config},
    }


def canonical(*labels: str, **config: Any) -> list[Field]:
    """Return one choice field as a schema stores it."""
    return check_fields([choice_field(*labels, **config)])


def typed_schema(*titles: str, seen: str = "", **more: str) -> dict[str, str]:
    """Return what the schema form sends for one question with these labels."""
    labels = {f"fields-0-labels-{n}-title": title for n, title in enumerate(titles)}
    total = {"fields-total": "1", "fields-0-kind": "choice", "fields-0-labels-total": str(len(titles))}
    return {"seen": seen, "fields-0-title": "Sentiment", "fields-0-required": "on", **total, **labels, **more}


def typed_guideline(
    seen: str = "", entries: tuple[dict[str, str], ...] = (), **sections: str
) -> dict[str, str]:
    """Return what the guideline form sends."""
    rows = {f"entries-{n}-{part}": text for n, entry in enumerate(entries) for part, text in entry.items()}
    return {"seen": seen, "total": str(len(entries)), **sections, **rows}


def entry(label: str, field: str = "sentiment", **parts: Any) -> dict[str, Any]:
    """Return a complete entry of the guideline, or with other parts."""
    complete = {
        "definition": f"What {label} means.",
        "examples": ["This one."],
        "counter_examples": ["Not this."],
    }
    return {"field": field, "label": label, **complete, **parts}
