"""What tests of pay begin from."""

import pytest

from annotators.models import Terms
from tests.annotators.factories import make_terms


@pytest.fixture
def agreed(project) -> Terms:
    """Return terms in force: 50 won for an item of the main phase."""
    return make_terms(project)
