"""What is wrong in a table, where, and what to do about it."""

from dataclasses import dataclass, field
from typing import Any

from dmops_platform.errors import BadInput, _

SHOWN = 80


def shown(text: str) -> str:
    """Return the text short enough for a sentence."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


@dataclass(frozen=True)
class RowError:
    """One row that could not be read. The rows after it still can.

    `line` is the 1-based line of the file where the row starts (for an unclosed quote: where it opens),
    `column` a column's name. `sentence` is an English template; `values`, `line` and `column` fill it.
    """

    line: int
    column: str | None
    code: str
    sentence: str
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """Return the sentence with its places filled, in English."""
        return self.sentence % self.places

    @property
    def places(self) -> dict[str, Any]:
        """Return everything the sentence's places can name."""
        return {"line": self.line, "column": shown(self.column or ""), **self.values}

    def as_json(self) -> dict[str, Any]:
        """Return the error for a report, with template and values for those who translate it when shown."""
        return {
            "line": self.line,
            "column": self.column and shown(self.column),
            "code": self.code,
            "message": self.message,
            "sentence": self.sentence,
            "values": self.places,
        }


class TableError(BadInput):
    """A table that cannot be read, or not read any further; HTTP 400. `str()` is the sentence in English."""

    code = "table_unreadable"

    def __init__(
        self,
        line: int | None,
        column: str | None,
        sentence: str,
        *,
        code: str | None = None,
        **values: object,
    ) -> None:
        places: dict[str, Any] = {"line": line, "column": shown(column or ""), **values}
        super().__init__(sentence, code=code, **places)
        self.line = line
        self.column = column

    @classmethod
    def of_row(cls, error: RowError) -> "TableError":
        """Return a row's error as one that ends the reading."""
        return cls(error.line, error.column, error.sentence, code=error.code, **error.values)


def not_a_text(line: int, column: str) -> TableError:
    """Return the error for a list or an object where one value is asked for."""
    sentence = _("Line %(line)s, column “%(column)s” holds a list or an object. Write one value as text.")
    return TableError(line, column, sentence, code="not_a_text")


def empty_cell(line: int, column: str) -> TableError:
    """Return the error for a cell that may not be empty."""
    sentence = _("Line %(line)s, column “%(column)s” is empty. Fill it in or leave the row out.")
    return TableError(line, column, sentence, code="empty_cell")
