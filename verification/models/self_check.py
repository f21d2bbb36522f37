"""Self-checks: by which rule people get items again that they answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from labeling.models import Batch


class SelfCheckRule(models.Model):
    """Which answers of a batch are asked again of whoever gave them, and how long after.

    `repeats` is the batch in which they are asked: its answers count nowhere but here.
    """

    batch = models.OneToOneField(Batch, on_delete=models.CASCADE, related_name="self_check_rule")
    percent = models.PositiveSmallIntegerField()
    delay_hours = models.PositiveIntegerField()
    is_active = models.BooleanField(default=True)
    repeats = models.OneToOneField(Batch, on_delete=models.PROTECT, related_name="repeats_for")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(percent__gte=1) & Q(percent__lte=100), name="self_check_percent"
            ),
        )

    def __str__(self) -> str:
        return f"self-check of {self.batch_id}"
