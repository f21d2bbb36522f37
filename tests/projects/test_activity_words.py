from projects.templatetags.activity_words import fact_words


def test_facts_of_an_action_are_told_in_words():
    facts = {"role": "annotator", "is_passed": False, "accuracy": 0.25, "slots": 1200}
    assert fact_words(facts) == [
        "Role: Annotator",
        "Passed: no",
        "Right answers: 25.0 %",
        "Answers wanted: 1,200",
    ]


def test_ids_and_codes_of_an_action_stay_with_programs():
    assert fact_words({"user": 7, "dependants": [1, 2], "what": "a_code", "scale": "nominal"}) == []
