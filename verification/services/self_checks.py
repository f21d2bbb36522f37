"""Self-checks: people get items again that they answered, without being told."""

from django.db import transaction

from accounts.models import User
from dmops_platform.errors import BadInput, RuleBroken, _
from labeling.models import Batch
from labeling.services.repeats import close_repeats, open_repeats, reopen_repeats, repeat_item
from projects.services import record
from verification.models import SelfCheckRule
from verification.selectors import self_check as selectors

MOST_HOURS = 24 * 365


@transaction.atomic
def set_self_check(*, batch: Batch, percent: int, delay_hours: int, by: User) -> SelfCheckRule:
    """Ask a share of each person's answers again after some hours; set anew it holds for what is not asked yet."""
    if not 1 <= percent <= 100:
        raise BadInput(_("The share asked again is from 1 to 100 percent."), path="percent")
    if not 0 <= delay_hours <= MOST_HOURS:
        raise BadInput(_("The delay is from 0 to %(most)s hours."), path="delay_hours", most=MOST_HOURS)
    batch = (
        Batch.objects.select_for_update(no_key=True, of=("self",)).select_related("project").get(pk=batch.pk)
    )
    rule = SelfCheckRule.objects.filter(batch=batch).select_related("repeats").first()
    if rule is None:
        rule = SelfCheckRule(batch=batch, repeats=open_repeats(batch=batch, by=by))
    reopen_repeats(rule.repeats)
    rule.percent, rule.delay_hours, rule.is_active, rule.by = percent, delay_hours, True, by
    rule.save()
    facts = {"percent": percent, "delay_hours": delay_hours}
    record("verification.set_self_check", project=batch.project, about=batch, by=by, **facts)
    draw_self_checks(rule)
    return rule


@transaction.atomic
def stop_self_check(*, batch: Batch, by: User) -> None:
    """Ask nothing again any more. What was answered twice still counts."""
    rule = SelfCheckRule.objects.select_for_update(of=("self",)).filter(batch=batch, is_active=True).first()
    if rule is None:
        raise RuleBroken(_("No self-check is in force here."), code="no_rule")
    rule.is_active = False
    rule.save(update_fields=["is_active", "at"])
    close_repeats(rule.repeats)
    record("verification.stop_self_check", project=batch.project, about=batch, by=by)


@transaction.atomic
def draw_self_checks(rule: SelfCheckRule) -> int:
    """Put what is due into its authors' hands again; return how many items."""
    rows = SelfCheckRule.objects.select_for_update(of=("self",)).select_related("batch__project", "repeats")
    rule = rows.get(pk=rule.pk)
    found = selectors.due(rule) if rule.is_active else []
    for assignment in found:
        repeat_item(repeats=rule.repeats, assignment=assignment)
    return len(found)


def draw_all_self_checks() -> None:
    """Put what is due into its authors' hands, in all projects."""
    for rule in SelfCheckRule.objects.filter(is_active=True):
        draw_self_checks(rule)
