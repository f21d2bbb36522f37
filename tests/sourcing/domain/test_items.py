import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sourcing.domain.items import ImportReport, ItemDraft, content_hash, draft_items
from sourcing.domain.problems import RowError, TableError
from tests.sourcing.domain.reading import table_of


def drafts_of(data: str, name: str = "t.csv", **columns) -> tuple[list[ItemDraft], ImportReport]:
    report = ImportReport()
    columns.setdefault("text_columns", ["text"])
    return list(draft_items(table_of(data, name), report=report, **columns)), report


def test_draft_items_takes_id_parts_and_data_from_their_columns():
    (draft,), report = drafts_of(
        "id,text,title,year\nx 1,안녕,제목,1999\n", id_column="id", text_columns=["text", "title"]
    )
    parts = {"text": "안녕", "title": "제목"}
    assert draft == ItemDraft(1, 2, "x 1", parts, {"year": "1999"}, content_hash(parts))
    assert (report.read, report.accepted, report.refused) == (1, 1, 0)


def test_draft_items_numbers_the_rows_when_there_is_no_id_column():
    drafts, _report = drafts_of("text,n\na,1\n,2\nc,3\n")
    assert [draft.id for draft in drafts] == ["1", "3"]


def test_draft_items_keeps_ids_as_written():
    ids = ["12345678901234567890", "1.0", "1"]
    drafts, _report = drafts_of(
        "".join(f'{{"id": {each}, "text": "t"}}\n' for each in ids), "t.jsonl", id_column="id"
    )
    assert [draft.id for draft in drafts] == ids


def test_draft_items_names_both_lines_of_a_duplicate_id():
    drafts, report = drafts_of('id,text\n7,"a\nb"\n8,c\n7,d\n', id_column="id")
    assert [draft.id for draft in drafts] == ["7", "8"]
    (error,) = report.errors
    assert (error.line, error.column, error.values["first_line"]) == (5, "id", 2)
    assert error.message.startswith("Line 5, column “id”: the id “7” is already in line 2.")


def test_draft_items_counts_repeated_texts_and_accepts_them():
    _drafts, report = drafts_of("id,text\n1,a\n2,b\n3,a\n4,a\n5,A\n6,b\n", id_column="id")
    assert (report.accepted, report.repeats) == (6, 3)


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ({"id": "", "text": "t"}, "empty_id", "id"),
        ({"text": "t"}, "empty_id", "id"),
        ({"id": "x" * 201, "text": "t"}, "id_too_long", "id"),
        ({"id": ["1"], "text": "t"}, "not_a_text", "id"),
        ({"id": "1", "text": [1]}, "not_a_text", "text"),
        ({"id": "1", "text": " "}, "empty_text", "text"),
        ({"id": "1"}, "empty_text", "text"),
        ({"id": "1", "text": "x" * 1_000_001}, "text_too_long", "text"),
        ({"id": "1", "text": "가" * 333_334}, "text_too_long", "text"),
    ],
)
def test_draft_items_refuses_a_row_that_can_be_no_item(row, code, column):
    good = {"id": "good", "text": "t"}
    drafts, report = drafts_of(f"{json.dumps(good)}\n{json.dumps(row)}\n", "t.jsonl", id_column="id")
    (error,) = report.errors
    assert (error.line, error.code, error.column) == (2, code, column)
    assert [draft.id for draft in drafts] == ["good"]


@pytest.mark.parametrize("text", ["x" * 1_000_000, "가" * 333_333])
def test_draft_items_takes_a_text_of_a_megabyte(text):
    _drafts, report = drafts_of(json.dumps({"id": "x" * 200, "text": text}), "t.jsonl", id_column="id")
    assert report.accepted == 1


def test_draft_items_refuses_a_column_that_is_not_there():
    with pytest.raises(TableError, match="no column “body”"):
        drafts_of("id,text\n1,a\n", text_columns=["body"])


def test_a42_draft_items_reports_one_bad_row_in_ten_thousand():
    lines = [f"{n},text {n}" for n in range(10_000)]
    lines[9_998] = "9998,text,too much"
    drafts, report = drafts_of("id,text\n" + "\n".join(lines), id_column="id")
    assert (len(drafts), report.read, report.refused) == (9_999, 10_000, 1)
    assert report.errors[0].line == 10_000


def test_a42_draft_items_gives_the_same_drafts_for_the_same_file():
    data = "id,text\n1,a\n2,b\n"
    assert drafts_of(data, id_column="id") == drafts_of(data, id_column="id")


def test_import_report_keeps_the_first_errors_and_counts_all():
    _drafts, report = drafts_of("id,text\n" + "1\n" * 300 + "1,a\n1,b\n", id_column="id")
    stored = json.loads(json.dumps(report.as_json()))
    assert stored["counts"] == {"too_few_cells": 300, "duplicate_id": 1}
    assert (len(stored["errors"]), stored["refused"], stored["accepted"]) == (200, 301, 1)
    assert stored["errors"][0]["message"].startswith("The row in line 2 has 1 cells, the header 2.")
    assert stored["errors"][0]["sentence"] % stored["errors"][0]["values"] == stored["errors"][0]["message"]


TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(parts=st.dictionaries(TEXTS, TEXTS | st.lists(TEXTS | st.floats(allow_nan=False)), max_size=4))
def test_content_hash_is_that_of_canonical_json(parts):
    canonical = json.dumps(parts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert content_hash(parts) == hashlib.sha256(canonical.encode()).hexdigest()


def test_content_hash_does_not_depend_on_the_order_of_parts():
    assert content_hash({"a": "1", "b": "2"}) == content_hash({"b": "2", "a": "1"})
    assert content_hash({"a": "1"}) != content_hash({"a": "1 "})


def test_withdraw_takes_a_row_back_from_all_counts():
    drafts, report = drafts_of("id,text\n1,a\n2,a\n3,a\n4,b\n5,b\n", id_column="id")
    error = RowError(4, "id", "id_taken", "Line %(line)s.")
    assert (report.accepted, report.repeats) == (5, 3)
    report.withdraw(drafts[2], error)
    report.withdraw(drafts[3], error)
    assert (report.accepted, report.refused, report.repeats) == (3, 2, 1)
