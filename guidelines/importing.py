"""What an import of a configuration could not take over, in the reader's language."""

from django.utils.translation import gettext

from guidelines.domain.label_studio import LeftOut


def told_sentence(one: LeftOut) -> str:
    """Return why something was left out."""
    sentence = gettext(one.sentence)
    return sentence % one.values if one.values else sentence
