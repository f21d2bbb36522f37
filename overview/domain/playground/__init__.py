"""The playground: projects in which a stranger tries every kind of field, in English and Korean."""

from overview.domain.playground import compared, harbour, letters, names, sounds, talks, translations
from overview.domain.playground.play import Piece, Play

#: every project, the languages taking turns
PLAYS: list[Play] = [
    play
    for plays in (
        letters.PLAYS,
        names.PLAYS,
        translations.PLAYS,
        compared.PLAYS,
        talks.PLAYS,
        harbour.PLAYS,
        sounds.PLAYS,
    )
    for play in plays
]

__all__ = ["PLAYS", "Piece", "Play"]
