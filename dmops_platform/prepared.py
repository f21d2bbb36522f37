"""Statements that are made once and planned once: for what every request of the labelling screen does.

Building a statement anew costs Django several times what it takes to run it, and planning it PostgreSQL likewise.
Everything else asks the ORM as usual.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import count
from typing import Any, Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection
from django.db.models import Field, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from django.http import Http404

M = TypeVar("M", bound=Model)

#: no row has such an id and no column such a text: they stand for what a call fills in
NUMBERS = count(7_310_000_000_000_000_001)
TEXT = "\ue000{}\ue000"


LARGEST_ID = 2**63 - 1


class _Made(NamedTuple):
    """A statement, the places its arguments fill, and how its rows become objects."""

    sql: str
    parameters: Sequence[Any]
    names: dict[Any, str]
    compiler: SQLCompiler
    converters: Any
    populators: Sequence[Any]
    columns: list[str]
    first: int


class Prepared(Generic[M]):
    """A query with open places: `build` gets a stand-in for each of them and returns the queryset.

    `numbers` and `texts` name the arguments. A query on another database or under other settings needs another
    object; one that builds itself differently for different values cannot be prepared.
    """

    def __init__(
        self, build: Callable[..., QuerySet[M]], *, numbers: Sequence[str] = (), texts: Sequence[str] = ()
    ) -> None:
        self.build, self.numbers, self.texts = build, numbers, texts

    @cached_property
    def _made(self) -> _Made:
        holes: dict[str, Any] = {name: next(NUMBERS) for name in self.numbers}
        holes |= {name: TEXT.format(name) for name in self.texts}
        query = self.build(**holes)
        compiler = query.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        open_places = [parameter for parameter in parameters if parameter in holes.values()]
        if set(open_places) != set(holes.values()):
            raise TypeError(f"The statement does not use each of {sorted(holes)}.")
        sql, parameters = _with_constants(sql, parameters, open_places), open_places
        klass = compiler.klass_info or {}
        fields = klass["select_fields"]
        return _Made(
            sql=sql,
            parameters=parameters,
            names={value: name for name, value in holes.items()},
            compiler=compiler,
            converters=compiler.get_converters([column for column, _sql, _alias in compiler.select or ()]),
            populators=get_related_populators(klass, compiler.select, connection.alias),  # type: ignore[call-arg]
            columns=[column[0].target.attname for column in compiler.select[fields[0] : fields[-1] + 1]],
            first=fields[0],
        )

    def __call__(self, **values: Any) -> list[M]:
        """Run the statement with these values and return its objects; none for a number no column holds."""
        if any(isinstance(value, int) and abs(value) > LARGEST_ID for value in values.values()):
            return []
        made = self._made
        parameters = [values[made.names[one]] for one in made.parameters]
        rows: Any = rows_of(made.sql, *parameters)
        if made.converters:
            rows = list(made.compiler.apply_converters(rows, made.converters))
        return [self._object(made, row) for row in rows]

    def _object(self, made: _Made, row: Sequence[Any]) -> M:
        model: type[M] = made.compiler.klass_info["model"]
        found = model.from_db(
            connection.alias, made.columns, row[made.first : made.first + len(made.columns)]
        )
        for populator in made.populators:
            populator.populate(row, found)
        return found

    def first(self, **values: Any) -> M | None:
        """Return the first object, or None."""
        return next(iter(self(**values)), None)

    def get_or_404(self, **values: Any) -> M:
        """Return the first object; where there is none, it does not exist for whoever asks."""
        found = self.first(**values)
        if found is None:
            raise Http404
        return found


def _with_constants(sql: str, parameters: Sequence[Any], open_places: Sequence[Any]) -> str:
    """Return the statement with its constants written out: a plan made once can then use partial indexes."""
    words = ["%s" if one in open_places else _literal(one) for one in parameters]
    pieces = sql.split("%s")
    return pieces[0] + "".join(word + piece for word, piece in zip(words, pieces[1:], strict=True))


def _literal(value: Any) -> str:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise TypeError(f"{value!r} cannot stand in a statement that is made once.")
    return (
        str(value) if isinstance(value, int) else "'{}'".format(value.replace("'", "''").replace("%", "%%"))
    )


def rows_of(sql: str, *parameters: Any) -> list[Any]:
    """Return the rows of one statement with %s for its parameters."""
    with connection.cursor() as cursor:
        _execute(cursor, sql, parameters)
        return list(cursor.fetchall())


def rows_named(sql: str, values: Mapping[str, Any]) -> list[Any]:
    """Return the rows of one statement with %(name)s for its values."""
    positional, names = _positional(sql)
    return rows_of(positional, *(values[name] for name in names))


@lru_cache(maxsize=256)
def _positional(sql: str) -> tuple[str, list[str]]:
    return re.sub(r"%\(\w+\)s", "%s", sql), re.findall(r"%\((\w+)\)s", sql)


def run(sql: str, *parameters: Any) -> int:
    """Run one statement and return how many rows it touched."""
    with connection.cursor() as cursor:
        _execute(cursor, sql, parameters)
        return int(cursor.rowcount)


def _execute(cursor: Any, sql: str, parameters: Sequence[Any]) -> None:
    values = [_stored(parameter) for parameter in parameters]
    is_planned = connection.vendor == "postgresql" and settings.DATABASE_PREPARE
    cursor.execute(_planned(cursor, sql) if is_planned else sql, values)


def _stored(parameter: Any) -> Any:
    is_moment = isinstance(parameter, datetime)
    return connection.ops.adapt_datetimefield_value(parameter) if is_moment else parameter


#: connection to PostgreSQL → statement → how to call its plan
PLANS: WeakKeyDictionary[Any, dict[str, str]] = WeakKeyDictionary()


def _planned(cursor: Any, sql: str) -> str:
    """Return the call of a statement this connection has prepared, preparing it the first time."""
    plans = PLANS.setdefault(connection.connection, {})
    if sql not in plans:
        pieces, name = sql.split("%s"), f"dmops_{len(plans)}"
        numbered = "".join(piece if not n else f"${n}{piece}" for n, piece in enumerate(pieces))
        cursor.execute(f"PREPARE {name} AS {numbered.replace('%%', '%')}")
        places = ", ".join("%s" for _piece in pieces[1:])
        plans[sql] = f"EXECUTE {name} ({places})" if places else f"EXECUTE {name}"
    return plans[sql]


def insert(row: M) -> M:
    """Write one new row and give it its id. No signal is sent."""
    sql, fields = _insertion(type(row))
    parameters = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    [[row.pk]] = rows_of(sql, *parameters)
    row._state.adding, row._state.db = False, connection.alias
    return row


@lru_cache(maxsize=64)
def _insertion(model: type[Model]) -> tuple[str, list["Field[Any, Any]"]]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join("%s" for _field in fields)
    table, key = quote(model._meta.db_table), quote(str(model._meta.pk.column))
    return f"INSERT INTO {table} ({columns}) VALUES ({places}) RETURNING {key}", fields  # noqa: S608
