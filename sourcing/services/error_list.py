"""Lists on disk of everything that a file brought and that was refused."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Self

import orjson

from sourcing.domain.chunks import MOST_ITEMS
from sourcing.domain.items import ImportReport
from sourcing.domain.problems import RowError
from sourcing.models import Import
from sourcing.services.files import arriving, error_list_path


class ErrorList:
    """A list of refusals, one JSON object a line; it takes its place when reading ends, by an error or not.

    `beat` is called now and then while rows are refused, since no chunk fills up meanwhile.
    """

    def __init__(self, path: Path, beat: Callable[[], None]) -> None:
        self._path = path
        self._beat = beat
        self._written = 0

    def __enter__(self) -> Self:
        self._stack = ExitStack()
        self._arriving = self._stack.enter_context(arriving(self._path.parent))
        self._file: BinaryIO = self._stack.enter_context(self._arriving.open("wb"))
        return self

    def __exit__(self, *error: object) -> None:
        self._file.flush()
        self._arriving.replace(self._path)
        self._stack.close()

    def write(self, error: RowError) -> None:
        """Write a refusal down."""
        self._file.write(orjson.dumps(error.as_json()) + b"\n")
        self._written += 1
        if self._written % MOST_ITEMS == 0:
            self._beat()


class LoggedReport(ImportReport):
    """Counts like any report, and writes every refused row to a list on disk while it is open."""

    def __init__(self, job: Import, beat: Callable[[], None]) -> None:
        super().__init__()
        self._all = ErrorList(error_list_path(job), beat)

    def __enter__(self) -> Self:
        self._all.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._all.__exit__(*error)

    def refuse(self, error: RowError) -> None:
        """Count a refused row and write it down."""
        super().refuse(error)
        self._all.write(error)


def refused_rows(job: Import) -> Iterator[dict[str, Any]]:
    """Yield every row an import refused, as in its report, in the order they were found."""
    return listed(error_list_path(job))


def listed(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the refusals of a list on disk; none where there is no list."""
    if path.exists():
        with path.open("rb") as lines:
            yield from map(orjson.loads, lines)
