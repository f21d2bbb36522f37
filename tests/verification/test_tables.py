import csv
import gzip
import io
import json
import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from tests.verification.domain import published
from verification.domain import crowd_kit

ADDRESS = "/api/v1/agreement/"
ROWS = [
    ("a", "kim", "1"),
    ("a", "lee", "1"),
    ("b", "kim", "2"),
    ("b", "lee", "1"),
    ("c", "kim", "2"),
    ("c", "lee", "2"),
]
HEADER = ("item", "annotator", "label")


def table(rows=ROWS, header=HEADER, delimiter=",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])
    return out.getvalue()


@pytest.fixture
def run(tmp_path, capsys):
    """Return a function that runs a command on a table and gives back its last line as JSON."""

    def run(command, data, name="ratings.csv", **options):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        call_command(command, ratings=path, **options)
        return json.loads(capsys.readouterr().out.splitlines()[-1])

    return run


@pytest.fixture
def refused(tmp_path, capsys):
    """Return a function that runs a command that must end with code 2, and gives back what it said."""

    def refused(command, data, name="ratings.csv", **options):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        with pytest.raises(SystemExit) as ended:
            call_command(command, ratings=path, **options)
        assert ended.value.code == 2
        return capsys.readouterr().err

    return refused


def test_agreement_prints_every_measure_with_counts(run):
    report = run("agreement", table())
    assert (report["items"], report["ratings"], report["annotators"], report["labels"]) == (3, 6, 2, 2)
    assert report["replaced"] == 0
    assert report["measures"]["percent"]["value"] == pytest.approx(2 / 3)
    assert report["measures"]["cohen_kappa"]["value"] == pytest.approx(0.4)
    assert set(report["measures"]["alpha_nominal"]) == {"value", "low", "high", "n", "why_undefined"}


def test_agreement_reads_every_format_and_other_column_names(run):
    plain = run("agreement", table())
    lines = "".join(json.dumps(dict(zip(HEADER, row, strict=True))) + "\n" for row in ROWS)
    renamed = table(header=("q", "w", "v"), delimiter="\t")
    assert run("agreement", gzip.compress(table().encode()), "ratings.csv.gz") == plain
    assert run("agreement", lines, "ratings.jsonl") == plain
    columns = {"item_column": "q", "annotator_column": "w", "label_column": "v"}
    assert run("agreement", renamed, "ratings.tsv", **columns) == plain


def test_agreement_counts_the_last_of_two_ratings_of_a_person(run):
    report = run("agreement", table([*ROWS[:3], ("b", "lee", "1"), *ROWS[4:], ("b", "lee", "2")]))
    assert (report["ratings_read"], report["ratings"], report["replaced"]) == (7, 6, 1)
    assert report["measures"]["percent"]["value"] == 1


def test_agreement_keeps_twenty_digit_ids_apart(run):
    near = [
        ("12345678901234567890", "k", "1"),
        ("12345678901234567891", "k", "2"),
        ("12345678901234567890", "l", "1"),
    ]
    assert run("agreement", table(near))["items"] == 2
    lines = "".join(
        f'{{"item": {item}, "annotator": "{who}", "label": {label}}}\n' for item, who, label in near
    )
    assert run("agreement", lines, "r.jsonl")["items"] == 2


EMPTY = [("a", "sun", ""), ("c", "sun", "  "), ("d", "sun", "")]


def test_an_empty_label_is_no_rating_and_is_counted(run):
    plain = run("agreement", table())
    assert plain["empty_labels"] == 0
    report = run("agreement", table([*ROWS, *EMPTY]))
    assert report == plain | {"empty_labels": 3}
    lines = [
        *(dict(zip(HEADER, row, strict=True)) for row in ROWS),
        {"item": "a", "annotator": "j", "label": None},
    ]
    nulls = "".join(json.dumps(line) + "\n" for line in lines)
    assert run("agreement", nulls, "r.jsonl") == plain | {"empty_labels": 1}


def test_na_and_none_are_labels_like_any_other(run):
    report = run("agreement", table([("a", "kim", "NA"), ("a", "lee", "None"), ("a", "sun", "nan")]))
    assert (report["labels"], report["empty_labels"]) == (3, 0)


def test_an_empty_label_may_stand_for_one(run):
    report = run("agreement", table([*ROWS, *EMPTY]), empty_label="none")
    assert (report["ratings"], report["labels"], report["empty_labels"]) == (9, 3, 3)
    sets = [("a", "kim", '["x"]'), ("a", "lee", ""), ("b", "kim", ""), ("b", "lee", "")]
    report = run("agreement", table(sets), kind="choices", empty_label="[]")
    assert report["measures"]["percent"]["value"] == 0.5
    report = run("agreement", table(sets), kind="choices")
    assert (report["ratings"], report["empty_labels"]) == (1, 3)


def test_consensus_has_no_row_for_an_item_that_nobody_rated(run, tmp_path):
    out = tmp_path / "answers.jsonl"
    report = run("consensus", table([*ROWS, *EMPTY]), out=out)
    assert (report["items"], report["empty_labels"]) == (3, 3)
    assert [json.loads(line)["item"] for line in out.read_text().splitlines()] == ["a", "b", "c"]
    run("consensus", table([*ROWS, *EMPTY]), out=out, empty_label="none")
    assert json.loads(out.read_text().splitlines()[-1])["answer"] == "none"


@pytest.mark.parametrize(
    ("data", "options", "words"),
    [
        (table(header=("item", "worker", "label")), {}, ["annotator", "item, worker, label"]),
        ("", {}, ["empty"]),
        ("item,annotator,label\n", {}, ["no rows"]),
        (table([("a", "kim", ""), ("b", "kim", " ")]), {}, ["label", "nobody rated"]),
        (table([("a", "", "1")]), {}, ["Line 2", "annotator"]),
        ("item,annotator,label\na,kim,1\nb,kim\n", {}, ["line 3", "2 cells"]),
        ('item,annotator,label\na,kim,"1\n', {}, ["line 2", "never closed"]),
        (table([*ROWS, ("d", "kim", "two")]), {"scale": "ordinal"}, ["Line 8", "label", "two"]),
        (table([*ROWS, ("d", "kim", "-1")]), {"scale": "ratio"}, ["Line 8", "negative"]),
    ],
)
def test_agreement_says_line_and_column_of_what_it_refuses(refused, data, options, words):
    told = refused("agreement", data, **options)
    assert all(word in told for word in words), told


def test_agreement_refuses_lists_as_labels_and_files_that_are_not_there(refused, tmp_path):
    assert "Line 1" in refused("agreement", '{"item": 1, "annotator": 2, "label": ["a"]}\n', "r.jsonl")
    with pytest.raises(SystemExit):
        call_command("agreement", ratings=tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("rows", "measure", "reason"),
    [
        ([("a", "kim", "1")], "percent", "no_pairs"),
        ([("a", "kim", "1")], "cohen_kappa", "two_raters_only"),
        ([("a", "kim", "1"), ("a", "lee", "1")], "alpha_nominal", "one_category"),
        ([("a", "kim", "x"), ("a", "lee", "2")], "alpha_interval", "not_numbers"),
        ([("a", "kim", "1"), ("a", "lee", "2"), ("b", "lee", "2")], "fleiss_kappa", "unequal_counts"),
    ],
)
def test_agreement_of_odd_tables_is_null_with_a_reason(run, rows, measure, reason):
    figure = run("agreement", table(rows))["measures"][measure]
    assert (figure["value"], figure["low"], figure["why_undefined"]) == (None, None, reason)


def test_agreement_takes_very_many_categories(run):
    rows = [(str(n), who, str(n + n % 2 * (who == "lee"))) for n in range(4_000) for who in ("kim", "lee")]
    measures = run("agreement", table(rows))["measures"]
    assert measures["alpha_nominal"]["value"] == pytest.approx(0.5, abs=1e-3)
    assert measures["alpha_ratio"]["why_undefined"] == "too_many_values"


def consensus_of(path):
    with path.open(encoding="utf-8", newline="") as file:
        return {row["item"]: row for row in csv.DictReader(file)}


@pytest.mark.parametrize("method", ["majority", "weighted", "dawid_skene"])
def test_consensus_writes_one_row_an_item_and_prints_accuracy(run, tmp_path, method):
    gold = tmp_path / "gold.csv"
    gold.write_text("item,label\na,1\nb,1\nc,1\n")
    report = run("consensus", table(), gold=gold, method=method, out=tmp_path / "out.csv")
    rows = consensus_of(tmp_path / "out.csv")
    assert (rows["a"]["answer"], rows["a"]["n"]) == ("1", "2")
    assert sum(json.loads(rows["b"]["soft"]).values()) == pytest.approx(1)
    assert report["accuracy"]["value"] == pytest.approx(2 / 3)
    assert report["accuracy"]["low"] < 2 / 3 < report["accuracy"]["high"]
    assert sum(report["marginals"].values()) == pytest.approx(1)
    assert report["people"]["kim"]["ratings"] == 3


def test_consensus_says_ties_and_writes_json_lines(run, tmp_path):
    report = run("consensus", table(), method="majority", out=tmp_path / "out.jsonl")
    [tied] = [row for row in map(json.loads, (tmp_path / "out.jsonl").open()) if row["tie"]]
    assert (tied["item"], tied["answer"], tied["confidence"], tied["soft"]) == (
        "b",
        "1",
        0.5,
        {"1": 0.5, "2": 0.5},
    )
    assert (report["ties"], report["accuracy"]["why_undefined"]) == (1, "no_gold")


def test_consensus_of_dawid_and_skene_1979_has_the_printed_marginals_and_confusion(run, tmp_path):
    rows = [
        (rating.item, f"{number} {rating.annotator}", rating.label)
        for number, rating in enumerate(published.dawid_skene_1979())
    ]
    once = {(item, who.split(" ")[1]): (item, who.split(" ")[1], label) for item, who, label in rows}
    report = run("consensus", table(once.values()), method="dawid_skene", out=tmp_path / "out.csv")
    assert (report["converged"], report["replaced"]) == (True, 0)
    assert report["steps"] > 1
    assert sum(report["people"]["2"]["confusion"]["1"].values()) == pytest.approx(1)


def test_consensus_without_crowd_kit_says_what_is_missing(refused, tmp_path, monkeypatch):
    def absent(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(crowd_kit, "import_module", absent)
    assert "crowd-kit" in refused("consensus", table(), method="mace", out=tmp_path / "out.csv")
    assert not os.path.exists(tmp_path / "out.csv")


def test_consensus_refuses_two_gold_labels_and_a_place_it_cannot_write(refused, tmp_path):
    gold = tmp_path / "gold.csv"
    gold.write_text("item,label\na,1\na,2\n")
    assert "two different gold labels" in refused(
        "consensus", table(), gold=gold, method="majority", out=tmp_path / "o.csv"
    )
    assert "cannot be written" in refused("consensus", table(), method="majority", out=tmp_path)


@pytest.fixture
def door(db, outsider):
    client = Client()
    client.force_login(outsider)
    return client


def test_agreement_over_http_asks_who_you_are(db, client):
    assert client.post(ADDRESS, data=table(), content_type="text/csv").status_code == 401


def test_agreement_over_http_takes_an_empty_label_as_the_command_does(door, run):
    plain, none = (
        run("agreement", table([*ROWS, *EMPTY[:1]]), **more) for more in ({}, {"empty_label": "none"})
    )
    assert (plain["empty_labels"], none["labels"]) == (1, 3)
    as_null = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    as_null.append({"item": "a", "annotator": "sun", "label": None})
    bodies = (
        {"data": table([*ROWS, *EMPTY[:1]]), "content_type": "text/csv"},
        {"data": json.dumps({"ratings": as_null}), "content_type": "application/json"},
    )
    for body in bodies:
        assert door.post(ADDRESS, **body).json() == plain
        assert door.post(f"{ADDRESS}?empty_label=none", **body).json() == none
    without = [{"item": "a", "annotator": "sun"}]
    assert door.post(ADDRESS, data=json.dumps(without), content_type="application/json").status_code == 400


def test_agreement_over_http_gives_what_the_command_gives(door, run):
    plain = run("agreement", table())
    rows = [dict(zip(HEADER, row, strict=True)) for row in ROWS]
    bodies = [
        {"data": table(), "content_type": "text/csv"},
        {"data": table(delimiter="\t"), "content_type": "text/tab-separated-values"},
        {"data": gzip.compress(table().encode()), "content_type": "application/gzip"},
        {"data": {"ratings": rows}, "content_type": "application/json"},
        {"data": json.dumps(rows), "content_type": "application/json"},
        {"data": "\n".join(map(json.dumps, rows)), "content_type": "application/x-ndjson"},
        {"data": {"file": SimpleUploadedFile("r.csv", table().encode())}},
    ]
    for body in bodies:
        answer = door.post(ADDRESS, **body)
        assert (answer.status_code, answer.json()) == (200, plain), body


def test_agreement_over_http_takes_column_names_and_scale(door):
    query = "?item_column=q&annotator_column=w&label_column=v&scale=nominal"
    answer = door.post(ADDRESS + query, data=table(header=("q", "w", "v")), content_type="text/csv")
    assert "alpha_ordinal" not in answer.json()["measures"]


@pytest.mark.parametrize(
    "body",
    [
        {"data": "", "content_type": "text/csv"},
        {"data": "item,annotator\n1,2\n", "content_type": "text/csv"},
        {"data": b"\xff\xfe\x00", "content_type": "text/csv"},
        {"data": {"ratings": []}, "content_type": "application/json"},
        {"data": {"ratings": [{"item": "a", "label": "1"}]}, "content_type": "application/json"},
        {
            "data": {"ratings": [{"item": "a", "annotator": {}, "label": "1"}]},
            "content_type": "application/json",
        },
        {
            "data": '[{"item": 123456789012345678901, "annotator": 1, "label": 1}]',
            "content_type": "application/json",
        },
        {"data": {"ratings": [1]}, "content_type": "application/json"},
        {"data": '"x"', "content_type": "application/json"},
        {
            "data": {"ratings": [{"item": "a", "annotator": "k", "label": "x"}], "more": 1},
            "content_type": "application/json",
        },
        {"data": {"other": "1"}},
    ],
)
def test_agreement_over_http_refuses_what_it_cannot_read(door, body):
    answer = door.post(ADDRESS, **body)
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_agreement_over_http_refuses_what_is_too_large(door):
    answer = door.post(ADDRESS, data="x" * (16 * 1024 * 1024 + 1), content_type="text/csv")
    assert (answer.status_code, answer.json()["code"]) == (413, "table_too_large")


MARKED = [
    ("a", "kim", '[{"start": 0, "end": 5, "label": "x"}]'),
    ("a", "lee", '[{"start": 0, "end": 5, "label": "x"}]'),
    ("b", "kim", '[{"start": 1, "end": 4, "label": "x"}]'),
    ("b", "lee", "[]"),
]


def test_agreement_of_marks_reads_json_and_the_length_of_the_texts(run, tmp_path):
    items = tmp_path / "items.jsonl"
    items.write_text(
        '{"item": "a", "text": "seven.."}\n{"item": "b", "text": "thirty characters, thirty char."}\n'
    )
    short = run("agreement", table(MARKED), kind="spans")["measures"]
    long = run("agreement", table(MARKED), kind="spans", items=items)["measures"]
    assert short["span_f1_exact"]["value"] == long["span_f1_exact"]["value"] == pytest.approx(2 / 3)
    assert short["alpha_characters"]["value"] < long["alpha_characters"]["value"]


def test_agreement_of_marks_over_http_takes_them_as_json(door, run):
    plain = run("agreement", table(MARKED), kind="spans")
    rows = [{"item": item, "annotator": who, "label": json.loads(label)} for item, who, label in MARKED]
    for body in ({"ratings": rows}, {"ratings": [dict(zip(HEADER, row, strict=True)) for row in MARKED]}):
        answer = door.post(ADDRESS + "?kind=spans", data=body, content_type="application/json")
        assert (answer.status_code, answer.json()) == (200, plain)


def test_agreement_of_marks_says_line_and_column_of_what_is_none(refused, door):
    bad = table([*MARKED, ("c", "kim", "five to nine")])
    assert "Line 6, column “label”" in refused("agreement", bad, kind="spans")
    assert "scale" in refused("agreement", table(MARKED), kind="spans", scale="nominal")
    answer = door.post(ADDRESS + "?kind=spans", data=bad, content_type="text/csv")
    assert (answer.status_code, answer.json()["code"]) == (400, "bad_answer")


BOX = {"x": 0, "y": 0, "width": 10, "height": 10, "label": "cell"}


def lines(*rows):
    return "".join(json.dumps(dict(zip(HEADER, row, strict=True))) + "\n" for row in rows)


@pytest.mark.parametrize(
    ("kind", "answers", "merged", "label"),
    [
        ("boxes", [[BOX], [BOX | {"x": 2}], []], [BOX | {"x": 1}], "cell"),
        (
            "spans",
            [[{"start": 0, "end": 4, "label": "who"}], [{"start": 0, "end": 4, "label": "who"}], []],
            [{"start": 0, "end": 4, "label": "who"}],
            "who",
        ),
        (
            "segments",
            [[{"start": 0.5, "end": 2, "label": "kim"}], [{"start": 0.7, "end": 2, "label": "kim"}]],
            [{"start": 0.6, "end": 2.0, "label": "kim", "text": ""}],
            "kim",
        ),
        ("ranking", [["a", "b", "c"], ["b", "a", "c"], ["b", "c"]], ["b", "a", "c"], "b"),
        ("choices", [["a", "b"], ["a"], ["a"]], ["a"], "a"),
        ("text", ["cat", "cat", "dog"], "cat", None),
        (
            "preference",
            [{"choice": "b", "strength": 2}, {"choice": "b"}, {"choice": "a"}],
            {"choice": "b", "strength": 1.0},
            "b",
        ),
        ("turns", [[{"turn": 0, "label": "ask"}]] * 2, [{"turn": 0, "label": "ask"}], "ask"),
    ],
)
def test_consensus_of_a_kind_merges_the_answers_and_scores_them_against_gold(
    run, tmp_path, kind, answers, merged, label
):
    data = lines(*(("x", f"p{person}", answer) for person, answer in enumerate(answers)))
    gold = tmp_path / "gold.jsonl"
    gold.write_text(json.dumps({"item": "x", "label": answers[0]}) + "\n")
    report = run(
        "consensus", data, "r.jsonl", kind=kind, gold=gold, method="majority", out=tmp_path / "o.jsonl"
    )
    [row] = map(json.loads, (tmp_path / "o.jsonl").open())
    assert (row["item"], row["answer"], row["n"]) == ("x", merged, len(answers))
    assert sum(one["share"] for one in row["soft"]) == pytest.approx(1)
    assert 0 < row["confidence"] <= 1
    assert report["marginals"] == ({label: 1.0} if label else {})
    assert (report["gold_items"], report["score"]["n"]) == (1, 1)
    assert report["accuracy"]["value"] == float(merged == answers[0])


def test_consensus_of_a_kind_counts_those_more_who_are_like_the_others(run, tmp_path):
    odd = [("x", "odd", ["z", "y", "x"]), ("y", "odd", ["c", "b", "a"])]
    rows = [
        (item, who, order)
        for item, order in (("x", ["x", "y", "z"]), ("y", ["a", "b", "c"]))
        for who in ("k", "l")
    ]
    report = run(
        "consensus", lines(*rows, *odd), "r.jsonl", kind="ranking", method="weighted", out=tmp_path / "o.csv"
    )
    assert report["people"]["odd"]["skill"] < report["people"]["k"]["skill"]
    answer = consensus_of(tmp_path / "o.csv")["y"]
    assert json.loads(answer["answer"]) == ["a", "b", "c"]
    assert float(answer["confidence"]) > 0.9


def test_consensus_of_a_kind_refuses_methods_for_lists_and_gold_of_another_kind(refused, tmp_path):
    data, out = lines(("x", "k", [BOX])), tmp_path / "o.csv"
    told = refused("consensus", data, "r.jsonl", kind="boxes", method="dawid_skene", out=out)
    assert "majority or weighted" in told
    gold = tmp_path / "gold.csv"
    gold.write_text("item,label\nx,cell\n")
    told = refused("consensus", data, "r.jsonl", kind="boxes", method="majority", gold=gold, out=out)
    assert "Line 2, column “label”" in told
    assert not out.exists()


def test_kinds_of_plain_labels_choose_the_scale(run):
    assert run("agreement", table(), kind="number")["scale"] == "interval"
    assert "alpha_interval" not in run("agreement", table(), kind="choice")["measures"]
