from delivery.domain.frozen import InForce, frozen

GIVEN = {
    1: {"sentiment": "pos", "topic": "plot"},
    2: {"sentiment": "neg", "topic": "plot"},
    3: {"sentiment": "neg"},
}


def in_force(field="sentiment", answer="neg", how="majority", annotations=(1, 2, 3), **facts):
    values = {"share": 2 / 3, "n": len(annotations), "is_tie": False, "is_disputed": False} | facts
    return InForce(item_version=7, field=field, answer=answer, how=how, annotations=annotations, **values)


def test_frozen_has_every_field_and_every_annotation_once():
    row = frozen([in_force(), in_force("topic", "plot", "unanimous", (1, 2), share=1.0)], GIVEN)
    assert row.answers == {"sentiment": "neg", "topic": "plot"}
    assert row.annotations == [1, 2, 3]
    assert row.item_version == 7


def test_frozen_marks_what_is_disputed():
    [fact] = frozen([in_force(is_disputed=True, is_tie=True)], GIVEN).consensus.values()
    assert fact == {"how": "majority", "share": 2 / 3, "n": 3, "tie": True, "disputed": True}


def test_frozen_keeps_every_answer_given_where_people_differed():
    soft = [("neg", 2 / 3), ("pos", 1 / 3)]
    [fact] = frozen([in_force(soft=soft)], GIVEN).consensus.values()
    assert fact["soft"] == [{"answer": "neg", "share": 2 / 3}, {"answer": "pos", "share": 1 / 3}]


def test_frozen_gives_a_decision_the_share_of_those_who_had_answered_so():
    [fact] = frozen([in_force(answer="pos", how="decision")], GIVEN).consensus.values()
    assert fact["share"] == 1 / 3


def test_frozen_gives_a_decision_nobody_had_answered_no_share():
    [fact] = frozen([in_force(answer="none", how="decision")], GIVEN).consensus.values()
    assert fact["share"] == 0
