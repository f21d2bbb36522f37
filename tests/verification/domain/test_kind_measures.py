import json

import pytest

from dmops_platform.errors import BadInput
from sourcing.domain.ratings_table import coded_ratings
from verification.domain.answers import Answers, as_label
from verification.domain.estimates import Undefined
from verification.domain.kind_measures import figures, measured
from verification.domain.loose_kinds import KINDS, kind_report
from verification.domain.rankings import kendall_tau
from verification.domain.ratings import CodedRatings, Rating
from verification.domain.regions import intersection_over_union, region_distance
from verification.domain.sets import jaccard_distance, masi_distance
from verification.domain.tables import RatingTable
from verification.domain.texts import chrf, edit_similarity

# Krippendorff (1995), (2004) p. 254: two observers on a continuum from 150 to 450, as (begin, length, label)
KRIPPENDORFF_1995 = (
    ((225, 70, "c"), (370, 30, "c"), (180, 60, "k"), (300, 50, "k")),
    ((220, 80, "c"), (355, 20, "c"), (400, 20, "c"), (180, 60, "k"), (300, 50, "k")),
)


def spans(*units, label=None):
    return [
        {"start": begin - 150, "end": begin - 150 + length, "label": name}
        for begin, length, name in units
        if label in (None, name)
    ]


def answers(items, lengths=None, distance=lambda one, other: float(one != other)):
    values = [value for given in items.values() for value in given]
    ratings = [
        Rating(item, str(person), as_label(value))
        for item, given in items.items()
        for person, value in enumerate(given)
    ]
    coded = CodedRatings.from_ratings(ratings).pairable()
    return Answers(coded, {as_label(value): value for value in values}, distance, lengths or {})


def value_of(measure, items, **facts):
    return measured(answers(items, **facts), measure).estimate


@pytest.mark.parametrize(("label", "alpha"), [("c", 0.7286), ("k", 1), (None, 0.8591)])
def test_unitizing_alpha_is_as_printed_by_krippendorff(label, alpha):
    one, two = (spans(*units, label=label) for units in KRIPPENDORFF_1995)
    found = value_of("alpha_unitizing", {"x": [one, two]}, lengths={"x": 300})
    assert found.value == pytest.approx(alpha, abs=5e-4)


def test_unitizing_alpha_of_items_end_to_end_is_that_of_one_text_cut_where_nothing_lies():
    one, two = ([{"start": 10, "end": 20, "label": "a"}], [{"start": 12, "end": 22, "label": "a"}])
    apart = value_of("alpha_unitizing", {"x": [one, two], "y": [two, one]}, lengths={"x": 50, "y": 50})
    assert 0 < apart.value < 1
    assert apart.n == 2


def test_unitizing_alpha_of_nothing_marked_is_undefined():
    found = value_of("alpha_unitizing", {"x": [[], []]}, lengths={"x": 50})
    assert (found.value, found.undefined) == (None, Undefined.NOTHING_MARKED)


def test_unitizing_alpha_of_very_many_labels_says_that_they_are_too_many(monkeypatch):
    monkeypatch.setattr("verification.domain.unitizing.MOST_GAPS", 3)
    items = {"x": [[{"start": 0, "end": 3, "label": "a"}], [{"start": 0, "end": 3, "label": "b"}]]}
    assert value_of("alpha_unitizing", items).undefined == Undefined.TOO_MANY_VALUES


def test_character_alpha_is_nominal_alpha_over_characters():
    from verification.domain.agreement import krippendorff_alpha

    one, two = [{"start": 0, "end": 3, "label": "a"}], [{"start": 1, "end": 4, "label": "a"}]
    by_character = CodedRatings.from_ratings(
        Rating(str(place), person, "a" if start <= place < end else "-")
        for person, start, end in (("one", 0, 3), ("two", 1, 4))
        for place in range(10)
    )
    found = value_of("alpha_characters", {"x": [one, two]}, lengths={"x": 10})
    assert found.value == pytest.approx(krippendorff_alpha(by_character).value)


def test_span_f1_counts_exact_and_overlapping_spans_over_all_pairs():
    one = [{"start": 0, "end": 3, "label": "a"}, {"start": 5, "end": 9, "label": "b"}]
    two = [{"start": 0, "end": 3, "label": "a"}, {"start": 6, "end": 9, "label": "b"}]
    assert value_of("span_f1_exact", {"x": [one, two]}).value == 0.5
    assert value_of("span_f1_overlap", {"x": [one, two]}).value == 1
    assert value_of("time_overlap", {"x": [one, two]}).value == pytest.approx(2 * 6 / 13)


@pytest.mark.parametrize(
    ("one", "other", "masi", "jaccard"),
    [  # Passonneau 2006, section 3: 1 for identity, 2/3 for subsumption, 1/3 for intersection, 0 for none
        ("ab", "ab", 0, 0),
        ("ab", "a", 1 - 1 / 2 * 2 / 3, 1 / 2),
        ("ab", "bc", 1 - 1 / 3 * 1 / 3, 2 / 3),
        ("ab", "cd", 1, 1),
        ("", "", 0, 0),
        ("", "a", 1, 1),
    ],
)
def test_distances_of_sets_are_as_defined(one, other, masi, jaccard):
    assert masi_distance(one, other) == pytest.approx(masi)
    assert jaccard_distance(one, other) == pytest.approx(jaccard)


def test_alpha_of_sets_of_one_is_nominal_alpha():
    items = {"x": [["a"], ["b"]], "y": [["a"], ["a"]], "z": [["b"], ["b"]]}
    nominal = value_of("alpha_nominal", items).value
    assert value_of("alpha_masi", items).value == pytest.approx(nominal)
    assert value_of("alpha_jaccard", items).value == pytest.approx(nominal)


def test_alpha_of_a_sample_of_marks_is_near_that_of_all_pairs(monkeypatch):
    box = {"x": 0, "y": 0, "width": 20, "height": 20, "label": "a"}
    items = {str(n): [[box | {"x": 12 * (n % 9)}], [box | {"x": 12 * (n % 9) + n % 4}]] for n in range(60)}
    exact = value_of("alpha_distance", items, distance=region_distance).value
    monkeypatch.setattr("verification.domain.distances.MOST_MARKED", 1)
    assert value_of("alpha_distance", items, distance=region_distance).value == pytest.approx(exact, abs=0.02)


def test_alpha_of_a_sample_is_near_that_of_all_pairs(monkeypatch):
    items = {str(n): [["a", str(n % 7)], ["a", str((n + n % 3) % 7)]] for n in range(80)}
    exact = value_of("alpha_masi", items).value
    monkeypatch.setattr("verification.domain.distances.MOST_DISTANCES", 1)
    assert value_of("alpha_masi", items).value == pytest.approx(exact, abs=0.02)


@pytest.mark.parametrize(
    ("text", "reference", "score"),
    [  # by sacreBLEU 2.5, sentence_chrf, over 100
        ("the cat sat on the mat", "the cat sat on the mat", 1),
        ("the cat sat on the mat", "the cat is on the mat", 0.645779),
        ("고양이가 앉았다", "고양이는 앉았다", 0.320635),
        ("abc", "xyz", 0),
        ("", "", 1),
        ("", "a", 0),
    ],
)
def test_chrf_is_that_of_sacrebleu(text, reference, score):
    assert chrf(text, reference) == pytest.approx(score, abs=1e-5)


def test_edit_similarity_counts_code_points():
    assert edit_similarity("kitten", "sitting") == pytest.approx(4 / 7)
    assert edit_similarity("", "") == 1
    assert edit_similarity("가나다", "가다") == pytest.approx(2 / 3)


def test_kendall_tau_is_one_for_the_same_order_and_minus_one_for_the_reverse():
    assert kendall_tau("abcd", "abcd") == 1
    assert kendall_tau("abcd", "dcba") == -1
    assert kendall_tau("abcd", "bacd") == pytest.approx(2 / 3)
    assert kendall_tau("a", "a") == 1


def test_boxes_match_at_half_of_their_union():
    box = {"x": 0, "y": 0, "width": 10, "height": 10, "label": "cell"}
    assert intersection_over_union(box, box | {"x": 5}) == pytest.approx(1 / 3)
    near, far, other = box | {"x": 2}, box | {"x": 5}, box | {"label": "other"}
    assert value_of("box_f1", {"x": [[box], [near]]}).value == 1
    assert value_of("box_f1", {"x": [[box], [far]]}).value == 0
    assert value_of("box_f1", {"x": [[box], [other]]}).value == 0
    assert region_distance([box], []) == 1
    assert region_distance([], []) == 0


def test_every_measure_of_every_kind_has_an_interval_that_holds_it():
    span = {"start": 0, "end": 4, "label": "a"}
    items = {str(n): [[span], [span if n % 2 else {**span, "end": 5 + n}]] for n in range(12)}
    for name in KINDS["spans"].measures:
        figure = figures(answers(items), [name], draws=100)[name]
        assert figure.low <= figure.value <= figure.high, name


def table(*rows):
    columns = ("item", "annotator", "label")
    return RatingTable.of(coded_ratings(enumerate(rows, start=2), columns))


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("choices", ["a", "b"], ["a"]),
        (
            "spans",
            [{"start": 0, "end": 2, "label": "a"}],
            [{"start": 1, "end": 2, "label": "a", "text": "b"}],
        ),
        ("segments", [{"start": 0.5, "end": 2.25, "label": "a", "text": "hm"}], []),
        ("boxes", [{"x": 1, "y": 1, "width": 4.5, "height": 2, "label": "a"}], []),
        (
            "boxes",
            [{"bbox": [1, 1, 4.5, 2], "label": "a"}],
            [{"xmin": 1, "ymin": 1, "xmax": 3, "ymax": 2, "label": "a"}],
        ),
        ("polygons", [{"points": [[0, 0], [4, 0], [4, 4]], "label": "a"}], []),
        ("keypoints", [{"x": 1, "y": 2, "label": "eye"}], [{"x": 2, "y": 2, "label": "eye"}]),
        ("turns", [{"turn": 0, "label": "ask"}], [{"turn": 0, "label": "tell"}]),
        (
            "relations",
            [
                {
                    "from": {"start": 0, "end": 2, "label": "a"},
                    "to": {"start": 3, "end": 4, "label": "b"},
                    "label": "of",
                }
            ],
            [],
        ),
        ("text", "one text", "another text"),
        ("ranking", ["a", "b", "c"], ["b", "a", "c"]),
        ("preference", {"choice": "a", "strength": 2}, {"choice": "tie", "strength": None}),
    ],
)
def test_every_kind_is_read_from_json_and_measured(kind, one, other):
    report = kind_report(
        table(
            ("x", "kim", json.dumps(one)),
            ("x", "lee", json.dumps(other)),
            ("y", "kim", json.dumps(one)),
            ("y", "lee", json.dumps(one, indent=1)),
            ("z", "lee", json.dumps(other)),
        ),
        kind,
        "label",
    )
    assert report["items"] == 3
    assert set(report["measures"]) == set(KINDS[kind].measures)
    percent = report["measures"]["percent"]
    assert (percent["value"], percent["n"]) == (0.5, 2)
    json.dumps(report, allow_nan=False)


@pytest.mark.parametrize(
    ("kind", "label"),
    [
        ("choices", '"a"'),
        ("choices", "[1]"),
        ("choices", "not json"),
        ("spans", '[{"start": 3, "end": 3, "label": "a"}]'),
        ("spans", '[{"start": 0.5, "end": 3, "label": "a"}]'),
        ("spans", '[{"start": 0, "end": 3}]'),
        ("spans", "[3]"),
        ("segments", '[{"start": 2, "end": 1, "label": "a"}]'),
        ("segments", '[{"start": NaN, "end": 1, "label": "a"}]'),
        ("boxes", '[{"x": 1, "y": 1, "width": 0, "height": 2, "label": "a"}]'),
        ("boxes", '[{"x": "1", "y": 1, "width": 1, "height": 2, "label": "a"}]'),
        ("boxes", '[{"bbox": [1, 1, 2], "label": "a"}]'),
        ("boxes", '[{"xmin": 3, "ymin": 1, "xmax": 3, "ymax": 4, "label": "a"}]'),
        ("boxes", f'[{{"x": {10**400}, "y": 1, "width": 1, "height": 2, "label": "a"}}]'),
        ("spans", '[{"start": 0, "end": 99999999999999999999, "label": "a"}]'),
        ("polygons", '[{"points": [[0, 0], [1, 1], [0, 0]], "label": "a"}]'),
        ("keypoints", '[{"x": 1, "label": "a"}]'),
        ("turns", '[{"turn": 1, "label": "a"}, {"turn": 1, "label": "b"}]'),
        ("relations", '[{"from": {"start": 0, "end": 1, "label": "a"}, "label": "of"}]'),
        ("ranking", '["a", "a"]'),
        ("preference", '{"choice": "c"}'),
        ("preference", "3"),
    ],
)
def test_what_is_not_of_the_kind_is_named_with_its_line(kind, label):
    first = ("x", "kim", '{"choice": "a"}' if kind == "preference" else "[]")
    with pytest.raises(BadInput, match="Line 3, column “label”"):
        kind_report(table(first, ("x", "lee", label)), kind, "label")
