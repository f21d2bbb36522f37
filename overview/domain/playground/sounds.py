"""Sounds of a harbour: segments of a recording, with a word about some of them."""

import io
import random
import wave
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from overview.domain.playground.play import Label, Piece, Play, asked, entries_of, labels_of

RATE = 8_000
RECORDINGS = 12
ANSWERED = 4
LOUD = 9_000
BEEP, PAUSE = 0.18, 0.14


@dataclass(frozen=True)
class Sound:
    """One sound: what it is, when it begins and ends, and how many beeps it has."""

    kind: str
    start: float
    end: float
    beeps: int = 0


@dataclass(frozen=True)
class Recording:
    """A recording made of sounds with silence between them."""

    number: int
    seconds: float
    sounds: list[Sound]


def recording(number: int) -> Recording:
    """Return the recording with this number, always the same."""
    dice = random.Random(f"sounds {number}")  # noqa: S311
    sounds, now = [], 0.4
    for kind in dice.sample(["horn", "beeps", "waves"], 3)[: 2 + number % 2]:
        beeps = dice.randint(2, 5) if kind == "beeps" else 0
        long = beeps * (BEEP + PAUSE) - PAUSE if beeps else dice.choice((0.8, 1.2, 1.6))
        sounds.append(Sound(kind, round(now, 3), round(now + long, 3), beeps))
        now += long + dice.choice((0.4, 0.7))
    return Recording(number, round(now, 3), sounds)


def wav_of(heard: Recording) -> bytes:
    """Return the recording as a WAV file, 8,000 samples a second."""
    samples = np.zeros(round(heard.seconds * RATE))
    for sound in heard.sounds:
        start, end = round(sound.start * RATE), round(sound.end * RATE)
        samples[start:end] = _samples(sound, end - start)
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    return out.getvalue()


def _samples(sound: Sound, count: int) -> NDArray[np.float64]:
    times = np.arange(count) / RATE
    if sound.kind == "horn":
        return LOUD * (np.sin(2 * np.pi * 165 * times) + 0.5 * np.sin(2 * np.pi * 220 * times)) * _fade(count)
    if sound.kind == "waves":
        noise = np.random.default_rng(count).uniform(-1, 1, count)
        return LOUD * np.convolve(noise, np.ones(12) / 12, "same") * _fade(count)
    is_on = times % (BEEP + PAUSE) < BEEP
    return LOUD * np.sin(2 * np.pi * 880 * times) * is_on


def _fade(count: int) -> NDArray[np.float64]:
    return np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / (0.05 * RATE))


NUMBERS = {
    "en": ("", "one", "two", "three", "four", "five"),
    "ko": ("", "하나", "둘", "셋", "넷", "다섯"),
}
KINDS = {
    "en": [
        Label("horn", "Horn", "A low, steady tone.", "one long hoot", "short high beeps"),
        Label(
            "beeps", "Beeps", "Short high tones in a row: one segment. Write how many.", "“three”", "a hoot"
        ),
        Label("waves", "Waves", "A rushing noise.", "water on stones", "silence"),
    ],
    "ko": [
        Label("horn", "고동", "낮고 고른 소리입니다.", "길게 한 번 울리는 소리", "짧고 높은 소리"),
        Label(
            "beeps",
            "삑 소리",
            "이어지는 짧고 높은 소리를 한 구간으로 표시하고 몇 번인지 적습니다.",
            "“셋”",
            "고동",
        ),
        Label("waves", "파도", "쏴 하는 소리입니다.", "돌에 부딪는 물소리", "조용한 곳"),
    ],
}


def _heard(sound: Sound, language: str, late: float = 0) -> dict[str, Any]:
    words = NUMBERS[language][sound.beeps]
    return {"start": sound.start + late, "end": sound.end, "label": sound.kind, "text": words}


def _piece(number: int, language: str) -> Piece:
    heard = recording(number)
    parts = {"sound": heard}
    if number >= ANSWERED:
        return Piece(parts)
    meant = [_heard(sound, language) for sound in heard.sounds]
    late = [_heard(sound, language, 0.1) for sound in heard.sounds[: 1 if number == 1 else 3]]
    return Piece(parts, {"sounds": meant}, {"sounds": late} if number in (1, 2) else {})


def _play(
    language: str, name: str, summary: str, overview: str, scheme: str, caution: str, title: str
) -> Play:
    field = asked("segments", title, {"labels": labels_of(KINDS[language]), "has_text": True}, "sounds")
    return Play(
        language=language,
        name=name,
        summary=summary,
        overview=overview,
        label_scheme=scheme,
        cautions=caution,
        fields=[field],
        entries=entries_of("sounds", KINDS[language]),
        pieces=[_piece(number, language) for number in range(RECORDINGS)],
    )


PLAYS = [
    _play(
        "en",
        "Try it: sounds of a harbour",
        "Mark what is heard and when; of beeps, write how many.",
        "A harbour wants to count the horns of ships. The sounds are made by the program.",
        "A segment begins and ends with its sound. Silence gets none.",
        "Slow it down with `<` where an edge is hard to hear.",
        "What is heard, and when?",
    ),
    _play(
        "ko",
        "체험: 항구의 소리",
        "무엇이 언제 들리는지 표시하고, 삑 소리는 몇 번인지 적습니다.",
        "항구에서 뱃고동을 세려고 합니다. 소리는 프로그램이 만들었습니다.",
        "구간은 소리와 함께 시작하고 끝납니다. 조용한 곳은 표시하지 않습니다.",
        "끝이 잘 들리지 않으면 `<` 키로 느리게 듣습니다.",
        "무엇이 언제 들리나요?",
    ),
]
