from verification.domain.dimensions import Fact
from verification.templatetags.quality_words import fact_interval, fact_value


def test_the_interval_of_a_share_is_in_percent_as_its_value_is():
    fact = Fact("error_rate", 0.037, n=27, low=0.001, high=0.19)
    assert (fact_value(fact), fact_interval(fact)) == ("3.7 %", "0.1 % – 19.0 %")


def test_the_interval_of_another_fact_is_in_its_own_unit():
    assert fact_interval(Fact("alpha", 0.73, n=41, low=0.59, high=0.85)) == "0.59 – 0.85"
    assert fact_interval(Fact("items_accepted", 41, n=41)) == ""
