from sourcing.domain.criteria import diversity, near_duplicates


def test_diversity_of_nothing_is_not_a_number():
    assert diversity([])[0] == 0
    assert set(diversity([])[1:]) == {None}


def test_diversity_counts_distinct_texts_and_lengths():
    found = diversity(["one", "one", "three", "four five six seven"])
    assert (found.n, found.distinct, found.near_duplicates) == (4, 0.75, 0.25)
    assert (found.shortest, found.median, found.longest) == (3, 4.0, 19)


def test_near_duplicates_finds_a_copy_with_another_ending_and_lets_the_others_be():
    text = "정말 오랜만에 극장에서 울면서 웃었다. 배우들의 연기가 모든 장면을 살리고 음악도 좋았다."
    others = [
        "두 시간이 아깝다. 각본이 형편없고 대사는 지루하다.",
        "The harbour at night was the best part of it.",
    ]
    assert near_duplicates([text, *others, text + "!!", text.upper()]) == [False, False, False, True, True]
