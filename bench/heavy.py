"""The heaviest items one screen has to bear, each with a draft that is open: a text, an image, a recording."""

import io
import json
import random
import sys
import wave
from typing import Any

import django
import numpy as np
from PIL import Image

USERNAME, PASSWORD = "heavy", "heavy-to-carry"
WORDS = ("harbour", "keeps", "its", "lights", "on", "while", "boats", "come", "home", "late")
CHARACTERS = 1_000_000
SPANS = 2_000
WIDTH, HEIGHT = 4_000, 3_000
BOXES, ACROSS = 500, 25
SECONDS, RATE = 3_600, 8_000
LABELS = [{"id": name, "title": name.title()} for name in ("boat", "light", "gull")]


def long_text() -> str:
    """Return a megabyte of words in lines."""
    dice = random.Random(1)
    lines, size = [], 0
    while size < CHARACTERS:
        lines.append(" ".join(dice.choices(WORDS, k=14)) + ".")
        size += len(lines[-1]) + 1
    return "\n".join(lines)[:CHARACTERS].rstrip()


def spans_of(text: str) -> list[dict[str, Any]]:
    """Return spans spread over the text, one word each."""
    step = len(text) // SPANS
    starts = (text.find(" ", place * step) + 1 for place in range(SPANS - 1))
    return [
        {
            "start": start,
            "end": min(end for end in (text.find(" ", start), text.find(".", start)) if end > 0),
            "label": LABELS[number % 3]["id"],
        }
        for number, start in enumerate(starts)
    ]


def large_image() -> bytes:
    """Return a photograph-like JPEG."""
    noise = np.random.default_rng(1).integers(0, 255, (HEIGHT // 20, WIDTH // 20, 3), dtype=np.uint8)
    out = io.BytesIO()
    Image.fromarray(noise).resize((WIDTH, HEIGHT)).save(out, "JPEG", quality=85)
    return out.getvalue()


def boxes() -> list[dict[str, Any]]:
    """Return boxes spread over the image."""
    width, height = WIDTH // ACROSS, HEIGHT * ACROSS // BOXES
    return [
        {
            "x": place % ACROSS * width,
            "y": place // ACROSS * height,
            "width": width - 20,
            "height": height - 20,
            "label": LABELS[place % 3]["id"],
        }
        for place in range(BOXES)
    ]


def long_recording() -> bytes:
    """Return an hour of one tone that swells each second, as a WAV."""
    times = np.arange(RATE) / RATE
    second = (8_000 * np.sin(2 * np.pi * 220 * times) * np.sin(np.pi * times)).astype("<i2").tobytes()
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(second * SECONDS)
    return out.getvalue()


def write_heavy() -> dict[str, int]:
    """Write a project for each and return their ids by kind."""
    from accounts.services import create_user

    boss = create_user(username="heavy-boss", full_name="Boss", password=PASSWORD)
    person = create_user(username=USERNAME, full_name="Heavy", password=PASSWORD)
    text = long_text()
    kinds = {
        "spans": ({"text": text}, spans_of(text)),
        "boxes": ({"image": ("large.jpg", large_image())}, boxes()),
        "segments": ({"audio": ("long.wav", long_recording())}, []),
    }
    return {kind: _project(kind, parts, marks, boss, person) for kind, (parts, marks) in kinds.items()}


def _project(kind: str, parts: dict[str, Any], marks: list[Any], boss: Any, person: Any) -> int:
    from dmops_platform.background import no_bell
    from guidelines.services import publish_fields
    from labeling.services.annotations import save_draft
    from labeling.services.assignments import claim
    from labeling.services.batches import open_batch
    from projects.domain.roles import Role
    from projects.services import add_member, create_project
    from sourcing.services import add_source, review_source
    from sourcing.services.items import add_items
    from sourcing.services.media import keep_media

    with no_bell():
        project = create_project(name=f"Heavy {kind}", by=boss)
        add_member(project=project, user=person, role=Role.ANNOTATOR, by=boss)
        add_member(project=project, user=person, role=Role.LEGAL, by=boss)
        source = add_source(
            project=project, facts={"name": "Heavy", "kind": "public", "licence": "CC0-1.0"}, by=boss
        )
        review_source(source=source, verdict="approve", by=person)
        stored = {
            name: part
            if isinstance(part, str)
            else keep_media(project_id=project.pk, name=part[0], chunks=[part[1]])
            for name, part in parts.items()
        }
        add_items(source=source, rows=[("heavy", stored, {})], by=boss)
        field = {"name": "marks", "kind": kind, "title": "Marks", "config": {"labels": LABELS}}
        publish_fields(project=project, fields=[field], by=boss)
        open_batch(project=project, name="Heavy", overlap=1, by=boss)
        [work] = claim(project=project, person=person)
        if marks:
            save_draft(assignment=work, answers={"marks": marks}, base_revision=0)
    return int(project.pk)


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(write_heavy()))
