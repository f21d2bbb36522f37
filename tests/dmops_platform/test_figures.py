import pytest

from dmops_platform.figures import written
from labeling.templatetags.labeling_words import interval_words, seconds_words
from projects.domain.intervals import Share
from sourcing.templatetags.source_words import as_share


@pytest.mark.parametrize(
    ("value", "places", "read"), [(81.818, 0, "82"), (2.96, 1, "3.0"), (0.839, 2, "0.84"), (-0.01, 1, "0.0")]
)
def test_written_rounds_and_cuts_nothing_off(value, places, read):
    assert written(value, places) == read


def test_shares_and_seconds_on_pages_are_rounded():
    assert interval_words(Share(value=9 / 11, low=0.5230, high=0.9486, n=11)) == "82 % (52–95 %, n = 11)"
    assert seconds_words(2.96) == "3.0 s"
    assert as_share(0.1299) == "13.0 %"
