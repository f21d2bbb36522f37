import pytest

from dmops_platform.errors import BadInput
from sourcing.domain.licences import CUSTOM, LICENCES, clean_licence, terms_of


@pytest.mark.parametrize(
    ("licence", "commercial", "derivatives", "share_alike", "attribution"),
    [
        ("CC0-1.0", True, True, False, False),
        ("CC-BY-4.0", True, True, False, True),
        ("CC-BY-SA-4.0", True, True, True, True),
        ("CC-BY-NC-4.0", False, True, False, True),
        ("CC-BY-ND-4.0", True, False, False, True),
        ("CC-BY-NC-ND-4.0", False, False, False, True),
        ("ODbL-1.0", True, True, True, True),
        ("MIT", True, True, False, True),
    ],
)
def test_terms_of_a_known_licence_are_those_of_its_deed(
    licence, commercial, derivatives, share_alike, attribution
):
    assert tuple(terms_of(licence, {})) == (commercial, derivatives, share_alike, attribution)


def test_names_that_say_what_they_forbid_agree_with_the_terms():
    for name, terms in LICENCES.items():
        assert ("-NC" in name) == (not terms.commercial), name
        assert ("-ND" in name) == (not terms.derivatives), name
        assert "-SA" not in name or terms.share_alike, name


def test_custom_licence_needs_its_text_and_allows_only_what_is_stated():
    with pytest.raises(BadInput, match="text of the licence"):
        clean_licence(CUSTOM, "  ", {"commercial": True})
    _licence, text, terms = clean_licence(CUSTOM, " Agreement 7 ", {"commercial": True, "unknown": True})
    assert text == "Agreement 7"
    assert terms == {
        "commercial": True,
        "derivatives": False,
        "share_alike": False,
        "attribution": False,
    }


def test_known_licence_takes_no_terms_by_hand():
    assert clean_licence("CC-BY-NC-4.0", "free for all", {"commercial": True}) == ("CC-BY-NC-4.0", "", {})


def test_unknown_licence_is_refused():
    with pytest.raises(BadInput, match="no licence known"):
        clean_licence("FREE", "", {})
