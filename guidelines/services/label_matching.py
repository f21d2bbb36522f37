"""The labels of a file and the items of a project that they belong to, by key or by file name."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from dmops_platform.errors import BadInput, _
from guidelines.domain.kinds import KINDS
from guidelines.domain.kinds.marks import text_of
from guidelines.domain.label_report import NO_ITEM, TABLE, LabelReport
from guidelines.domain.schema import Field
from guidelines.models import LabelImport
from projects.models import Project
from sourcing.domain.formats import TEXTS
from sourcing.domain.formats.base import LabelsWrong
from sourcing.domain.items import SeenIds
from sourcing.domain.problems import RowError, shown
from sourcing.domain.rows import Row
from sourcing.domain.tables import Table, read_table, require_columns
from sourcing.models import ItemVersion
from sourcing.selectors import items_of
from sourcing.services.label_notes import READERS, LabelNotes, Labels, Reader
from sourcing.services.labelled_files import LabelledText

KEY = "id"
AT_ONCE = 500


class Given(NamedTuple):
    """What a file says of one item: where it says so, the key of the item, the answer, the text it was counted in."""

    line: int
    key: str
    answer: Any = None
    text: str | None = None
    wrong: BadInput | RowError | None = None


class Match(NamedTuple):
    """An item and the answer that is suggested for it."""

    item_id: int
    value: Any


def labels_of(job: LabelImport, field: Field) -> Labels:
    """Return in which format the labels come, and for which field."""
    known = frozenset(label["id"] for label in field["config"].get("labels", ()))
    return Labels(job.format, field["name"], field["kind"], field["config"].get("part", ""), known)


def check_file(stream: BinaryIO, job: LabelImport, field: Field) -> None:
    """Refuse a file that cannot hold labels of this format."""
    if job.format == TABLE:
        _table(stream, job, field)
    elif job.format in TEXTS:
        LabelledText(stream, job.file, labels_of(job, field))
    else:
        _reader(stream, job, field, LabelReport())


def matches(stream: BinaryIO, job: LabelImport, field: Field, report: LabelReport) -> Iterator[Match]:
    """Yield each item that the file has an answer for; the report says why others have none."""
    if job.format == TABLE:
        return _by_key(job.project, field, _of_rows(_table(stream, job, field), field), report)
    if job.format in TEXTS:
        text = LabelledText(stream, job.file, labels_of(job, field))
        return _by_key(job.project, field, _of_sentences(text), report)
    return _by_name(job.project, field, _reader(stream, job, field, report), report)


def _table(stream: BinaryIO, job: LabelImport, field: Field) -> Table:
    table = read_table(stream, name=job.file.name)
    require_columns(table.columns, [KEY, field["name"]])
    return table


def _of_rows(table: Table, field: Field) -> Iterator[Given]:
    for row in table:
        if isinstance(row, RowError):
            yield Given(row.line, row.column or "", wrong=row)
        else:
            yield Given(row.line, row.text(KEY), _answer(row, field))


def _answer(row: Row, field: Field) -> Any:
    """Return the answer in a cell: JSON where the field asks for more than a text."""
    value = row.values.get(field["name"])
    if field["kind"] in ("choice", "text", "tree") or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except (ValueError, RecursionError):
        return value


def _of_sentences(text: LabelledText) -> Iterator[Given]:
    for sentence in text.sentences():
        wrong = sentence.wrong
        if wrong is None and not sentence.id:
            wrong = LabelsWrong(_("The sentence does not say which item it is: “# id = …”."), code="no_key")
        yield Given(sentence.line, sentence.id, sentence.spans, sentence.text, wrong)


def _by_key(project: Project, field: Field, given: Iterable[Given], report: LabelReport) -> Iterator[Match]:
    with closing(SeenIds()) as seen:
        rest = iter(given)
        while some := list(islice(rest, AT_ONCE)):
            named = items_of(project).filter(name__in={one.key for one in some})
            versions = {version.item.name: version for version in _latest(named).select_related("item")}
            for one in some:
                report.read += 1
                first = seen.first_line(one.key, one.line) if one.wrong is None else one.line
                match = _match(field, one, versions.get(one.key), first)
                if isinstance(match, RowError):
                    report.refuse(match)
                else:
                    yield match


def _match(field: Field, given: Given, version: ItemVersion | None, first: int) -> Match | RowError:
    if isinstance(given.wrong, RowError):
        return given.wrong
    try:
        if given.wrong is not None:
            raise given.wrong
        if version is None:
            raise LabelsWrong(_("The project has no item “%(key)s”."), code=NO_ITEM, key=shown(given.key))
        if first != given.line:
            sentence = _("The labels of this item are in line %(first)s already.")
            raise LabelsWrong(sentence, code="duplicate_id", first=first)
        if given.text is not None and text_of(field["config"], version.parts, "") != given.text:
            sentence = _("The text differs from that of the item, so places in it would be wrong.")
            raise LabelsWrong(sentence, code="text_differs")
        return _checked(field, version.item_id, version.parts, given.answer)
    except BadInput as wrong:
        return _refused(given.line, given.key, wrong)


def _checked(field: Field, item_id: int, parts: dict[str, Any], answer: Any) -> Match:
    if answer is None:
        raise LabelsWrong(_("There is no answer."), code="no_answer")
    return Match(item_id, KINDS[field["kind"]].clean(answer, field["config"], parts, field["name"]))


def _refused(line: int, name: str, wrong: BadInput) -> RowError:
    where = f"{name} · {wrong.path}" if wrong.path else name
    return RowError(line, where, wrong.code, wrong.sentence, wrong.values)


def _reader(stream: BinaryIO, job: LabelImport, field: Field, report: LabelReport) -> Reader:
    notes = LabelNotes(stream, job.file, labels_of(job, field))
    notes.check_notes()
    return READERS[job.format](notes, report)


def _by_name(project: Project, field: Field, reader: Reader, report: LabelReport) -> Iterator[Match]:
    wanted = "audio" if field["kind"] == "segments" else "image"
    versions = _latest(items_of(project)).order_by("item_id")
    twins = Counter(map(reader.key, versions.values_list("item__name", flat=True).iterator()))
    rows = versions.values_list("item_id", "item__name", "parts").iterator(chunk_size=AT_ONCE)
    for place, (item_id, name, parts) in enumerate(rows, 1):
        if not (count := reader.count(name)) or not (part := _part(field, parts, wanted)):
            continue
        report.read += 1
        try:
            if count < twins[reader.key(name)]:
                sentence = _("Several items of the project have this file name: put the labels in folders.")
                raise LabelsWrong(sentence, code="items_ambiguous")
            yield _checked(field, item_id, parts, reader.marks(name, part))
        except BadInput as wrong:
            report.refuse(_refused(place, name, wrong))
    for place, name in reader.left():
        report.read += 1
        sentence = _("The labels belong to no item of the project: none has this file name.")
        report.refuse(RowError(place, name, NO_ITEM, sentence))


def _part(field: Field, parts: dict[str, Any], wanted: str) -> dict[str, Any] | None:
    found = {name: part for name, part in parts.items() if isinstance(part, dict) and part["type"] == wanted}
    return found.get(field["config"].get("part") or next(iter(found), ""))


def _latest(items: QuerySet[Any]) -> QuerySet[ItemVersion]:
    newer = ItemVersion.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    return ItemVersion.objects.filter(~Exists(newer), item__in=items)
