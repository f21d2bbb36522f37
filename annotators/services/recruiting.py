"""Writes: campaigns, applications, entrance tests and who is accepted."""

import secrets
from datetime import date
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import create_user
from annotators.domain.entrance import check_test, entrance_result, pace_of
from annotators.domain.recruiting import APPLICATION_MOVES, MODE_RULES, ApplicationState, How, Mode
from annotators.models import Application, Attempt, AttemptKind, Campaign, Piece, Qualification, Use
from annotators.models.recruiting import LONGEST_REASON, LONGEST_TEXT
from annotators.selectors import attempts as pieces
from annotators.selectors import recruiting as reads
from annotators.selectors.terms import terms_at
from annotators.services.attempts import begin_attempt, held_against_gold, lock_attempt
from annotators.services.pay import record_earning
from dmops_platform.errors import BadInput, RuleBroken, _
from dmops_platform.states import move
from projects.domain.phases import Phase
from projects.domain.roles import Right, Role
from projects.models import Project
from projects.selectors import people_with, roles_of
from projects.services import add_member, notify, record


@transaction.atomic
def open_campaign(
    *,
    project: Project,
    title: str,
    text: str,
    mode: Mode,
    agreement: str,
    by: User,
    languages: str = "",
    opens_on: date | None = None,
    closes_on: date | None = None,
    test_size: int = 10,
    minutes: int = 20,
    attempts: int = 2,
    pass_accuracy: float = 0.8,
    pass_pace: float = 1.0,
    pays_test: bool = True,
) -> Campaign:
    """Open a campaign with a public page behind a link that cannot be guessed (256 bits)."""
    said = {"title": title, "text": text, "agreement": agreement}
    test = {
        "test_size": test_size,
        "minutes": minutes,
        "attempts": attempts,
        "pass_accuracy": pass_accuracy,
        "pass_pace": pass_pace,
    }
    _check_said(said)
    if opens_on and closes_on and closes_on < opens_on:
        raise BadInput(_("The last day is not before the first."), path="closes_on")
    _check_pool(project, mode, check_test(test)["test_size"])
    campaign = Campaign.objects.create(
        project=project,
        token=secrets.token_urlsafe(32),
        mode=mode,
        languages=languages,
        opens_on=opens_on,
        closes_on=closes_on,
        pays_test=pays_test,
        by=by,
        **said,
        **test,
    )
    record("annotators.open_campaign", project=project, about=campaign, by=by, mode=mode)
    return campaign


def _check_said(said: dict[str, str]) -> None:
    for path, words in said.items():
        if not words.strip():
            raise BadInput(_("Write something first."), path=path)
        if len(words) > LONGEST_TEXT:
            raise BadInput(_("This is longer than %(limit)s characters."), path=path, limit=LONGEST_TEXT)


def _check_pool(project: Project, mode: Mode, size: int) -> None:
    if MODE_RULES[mode].needs_test and size == 0:
        raise BadInput(_("People you do not know take a test: say of how many items."), path="test_size")
    there = pieces.items_in_use(project, Use.TEST).count()
    if there < size:
        raise BadInput(
            _("The test wants %(wanted)s items; gold marked for tests: %(there)s. Mark more under Gold."),
            path="test_size",
            code="too_little_gold",
            wanted=size,
            there=there,
        )


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: User) -> Campaign:
    """Take no more applications. Who applied can still finish their test."""
    Campaign.objects.filter(pk=campaign.pk, closed_at=None).update(closed_at=timezone.now())
    campaign.refresh_from_db()
    record("annotators.close_campaign", project=campaign.project, about=campaign, by=by)
    return campaign


@transaction.atomic
def sign_up(*, campaign: Campaign, username: str, full_name: str, email: str, password: str) -> User:
    """Make an account for somebody who wants to apply; only while the campaign is open."""
    _refuse_closed(campaign)
    return create_user(username=username, full_name=full_name, email=email, password=password)


@transaction.atomic
def apply_to(
    *,
    campaign: Campaign,
    person: User,
    agrees: bool,
    languages: str = "",
    experience: str = "",
    note: str = "",
) -> Application:
    """Apply to a campaign, once a person; applying again changes nothing."""
    _refuse_closed(campaign)
    if not agrees:
        raise BadInput(_("You can only apply when you agree to the text above."), path="agrees")
    if sent := reads.own_application(person, campaign):
        return sent
    if Role.ANNOTATOR in roles_of(person, campaign.project):
        raise RuleBroken(_("You label in this project already."), code="already_annotator")
    application = Application.objects.create(
        campaign=campaign,
        person=person,
        languages=languages,
        experience=experience,
        note=note,
        agreed_at=timezone.now(),
    )
    record("annotators.apply_to", project=campaign.project, about=application, by=person)
    _tell_managers(application, _("Somebody applied to “%(campaign)s”."))
    return application


def _refuse_closed(campaign: Campaign) -> None:
    if not reads.is_open(campaign):
        raise RuleBroken(_("This campaign takes no applications now."), code="campaign_closed")


@transaction.atomic
def begin_test(*, application: Application) -> Attempt:
    """Start the clock of an entrance test, or return the one that is running."""
    application = _locked(application)
    campaign = application.campaign
    if running := pieces.running_attempt(application.person, campaign.project, AttemptKind.TEST):
        if not pieces.is_over(running):
            return running
        finish_test(attempt=running)
        application = _locked(application)
    _check_may_begin(application)
    attempt = begin_attempt(
        project=campaign.project,
        person=application.person,
        kind=AttemptKind.TEST,
        size=campaign.test_size,
        minutes=campaign.minutes,
        application=application,
    )
    _move(application, ApplicationState.TESTING)
    record("annotators.begin_test", project=campaign.project, about=attempt, by=application.person)
    return attempt


def _check_may_begin(application: Application) -> None:
    campaign = application.campaign
    if campaign.test_size == 0:
        raise RuleBroken(
            _("This campaign has no test. You will hear from the project manager."), code="no_test"
        )
    if application.attempts.count() >= campaign.attempts:
        raise RuleBroken(_("You have used every attempt this campaign gives."), code="no_attempts_left")


@transaction.atomic
def finish_test(*, attempt: Attempt) -> Attempt:
    """End a test, score it and say whether it is passed; ending it twice changes nothing."""
    attempt = lock_attempt(attempt)
    if attempt.ended_at is not None or attempt.application is None:
        return attempt
    campaign = attempt.application.campaign
    scores = held_against_gold(attempt)
    answered = [piece.saved_at for piece in attempt.pieces.exclude(saved_at=None)]
    attempt.ended_at = timezone.now()
    last_at = max((at for at in answered if at), default=None)
    attempt.result = dict(
        entrance_result(
            scores,
            items=attempt.pieces.count(),
            answered=len(answered),
            pace=pace_of(len(answered), attempt.started_at, last_at),
            marks=campaign.marks,
        )
    )
    attempt.save(update_fields=["ended_at", "result"])
    if campaign.pays_test:
        _pay_test(attempt)
    _judge_test(attempt, campaign)
    return attempt


def _pay_test(attempt: Attempt) -> None:
    """Pay the answers of a test like those of the pilot, or of main where the pilot has no terms."""
    now = timezone.now()
    phases = [phase for phase in Phase if terms_at(attempt.project, Role.ANNOTATOR, phase, now)]
    for piece in Piece.objects.filter(attempt=attempt).exclude(saved_at=None).select_related("item_version"):
        for phase in phases[:1]:
            record_earning(
                project=attempt.project,
                person=attempt.person,
                work=f"annotators.piece:{piece.pk}",
                phase=phase,
                accepted_at=now,
                seconds=piece.seconds,
                item_id=piece.item_version.item_id,
            )


def _judge_test(attempt: Attempt, campaign: Campaign) -> None:
    application = _locked(attempt.application)  # type: ignore[arg-type]
    if application.state != ApplicationState.TESTING:
        return
    is_passed = attempt.result["is_passed"]
    _move(application, ApplicationState.PASSED if is_passed else ApplicationState.FAILED)
    record(
        "annotators.finish_test",
        project=campaign.project,
        about=attempt,
        by=attempt.person,
        is_passed=is_passed,
        accuracy=round(attempt.result["accuracy"], 4),
        pace=round(attempt.result["pace"], 2),
    )
    if is_passed and campaign.rule.accepts_by_itself:
        accept_application(application=application, by=campaign.by)
    elif is_passed:
        _tell_managers(
            application, _("Somebody passed the test of “%(campaign)s” and waits for your decision.")
        )


def finish_overdue() -> int:
    """End the tests whose time is up and return how many."""
    late = Attempt.objects.filter(ended_at=None, kind=AttemptKind.TEST, due_at__lt=timezone.now())
    overdue = list(late.order_by("pk")[:500])
    for attempt in overdue:
        finish_test(attempt=attempt)
    return len(overdue)


@transaction.atomic
def accept_application(*, application: Application, by: User, reason: str = "") -> Qualification:
    """Let an applicant label. Without a passed test the manager vouches for them with a reason."""
    application = _locked(application)
    is_tested = application.state == ApplicationState.PASSED
    why = _check_reason(reason, is_needed=not is_tested)
    _move(application, ApplicationState.ACCEPTED, why)
    project = application.campaign.project
    qualification = Qualification.objects.create(
        project=project,
        person=application.person,
        how=How.TEST if is_tested else How.VOUCHED,
        reason=why,
        evidence=_evidence(application),
        by=by,
    )
    record("annotators.accept_application", project=project, about=application, by=by, how=qualification.how)
    add_member(project=project, user=application.person, role=Role.ANNOTATOR, by=by)
    return qualification


def _evidence(application: Application) -> dict[str, Any]:
    tests = [attempt for attempt in application.attempts.order_by("pk") if attempt.result]
    best = max(tests, key=lambda one: (one.result["is_passed"], one.result["score"]), default=None)
    return {"application": application.pk, **({"attempt": best.pk, **best.result} if best else {})}


@transaction.atomic
def decline_application(*, application: Application, by: User, reason: str) -> Application:
    """Turn an applicant down, with a reason that they read."""
    application = _locked(application)
    _move(application, ApplicationState.DECLINED, _check_reason(reason, is_needed=True))
    record("annotators.decline_application", project=application.campaign.project, about=application, by=by)
    return application


def _check_reason(reason: str, *, is_needed: bool) -> str:
    why = reason.strip()
    if is_needed and not why:
        raise BadInput(_("Say why: it is kept, and the person may ask."), path="reason")
    if len(why) > LONGEST_REASON:
        raise BadInput(_("This is longer than %(limit)s characters."), path="reason", limit=LONGEST_REASON)
    return why


def _locked(application: Application) -> Application:
    rows = Application.objects.select_for_update(of=("self",))
    return rows.select_related("campaign__project", "campaign__by", "person").get(pk=application.pk)


def _move(application: Application, state: ApplicationState, reason: str = "") -> None:
    application.state = move(APPLICATION_MOVES, application.state, state)
    if state in (ApplicationState.ACCEPTED, ApplicationState.DECLINED):
        application.decided_at, application.reason = timezone.now(), reason
    application.save(update_fields=["state", "decided_at", "reason"])


def _tell_managers(application: Application, text: str) -> None:
    campaign = application.campaign
    notify(
        people_with(campaign.project, Right.MANAGE_PROJECT),
        project=campaign.project,
        text=text,
        url=reverse("annotators:campaign_page", args=[campaign.pk]),
        by=application.person,
        campaign=campaign.title,
    )
