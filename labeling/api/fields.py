"""Shapes that several calls share."""

from rest_framework import serializers

MAX_ID = 2**63 - 1


class IdsField(serializers.ListField):
    """A list of ids."""

    child = serializers.IntegerField(min_value=1, max_value=MAX_ID)
