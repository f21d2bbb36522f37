"""Inviting somebody by mail: a link that works once, for one e-mail address, role and project."""

import secrets
from datetime import timedelta
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from accounts.models import User
from accounts.services import create_user, token_digest
from dmops_platform.errors import BadInput, NotAllowed, RuleBroken, _
from projects.domain.invitations import DAYS
from projects.domain.roles import Role
from projects.models import Invitation, Membership, Project
from projects.services.activity import record
from projects.services.members import add_member


class Sent(NamedTuple):
    """An invitation and its link, which is never shown again."""

    invitation: Invitation
    link: str


@transaction.atomic
def invite(*, project: Project, email: str, role: Role, by: User, site: str) -> Sent:
    """Send a letter with a link that gives this role to this e-mail address; open ones before it are taken back.

    `site` is the address of the site, such as "https://labels.example.org".
    """
    email = _clean_email(email)
    before = Invitation.objects.filter(project=project, role=role, email__iexact=email)
    before.filter(accepted_at=None, revoked_at=None).update(revoked_at=Now())
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        project=project,
        role=role,
        email=email,
        digest=token_digest(token),
        expires_at=timezone.now() + timedelta(days=DAYS),
        by=by,
    )
    link = f"{site}{reverse('projects:invitation_page', args=[token])}"
    record("projects.invite", project=project, about=invitation, by=by, role=role)
    transaction.on_commit(lambda: _send(invitation, link))
    return Sent(invitation, link)


def _clean_email(email: str) -> str:
    email = User.objects.normalize_email(email.strip())
    try:
        validate_email(email)
    except ValidationError as problem:
        raise BadInput(_("This is not an e-mail address."), path="email") from problem
    return email


def _send(invitation: Invitation, link: str) -> None:
    with override(invitation.project.language):
        facts = {
            "by": str(invitation.by),
            "project": invitation.project.name,
            "role": invitation.role_name,
            "link": link,
            "days": DAYS,
        }
        subject = gettext("%(by)s invites you to “%(project)s”") % facts
        text = gettext(
            "%(by)s invites you to the project “%(project)s” as: %(role)s.\n\nOpen this link within %(days)s days;"
            " it works once and for this e-mail address only:\n%(link)s\n\nIf you did not expect this letter,"
            " ignore it."
        )
        send_mail(" ".join(subject.split()), text % facts, None, [invitation.email])


@transaction.atomic
def revoke_invitation(*, invitation: Invitation, by: User) -> None:
    """Take an invitation back: its link opens nothing any more. One that was accepted stays accepted."""
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not taken.update(revoked_at=Now()):
        raise RuleBroken(
            _("This invitation is not open any more. Take the person out of the project instead."),
            code="invitation_over",
        )
    record("projects.revoke_invitation", project=invitation.project, about=invitation, by=by)


@transaction.atomic
def accept_invitation(*, invitation: Invitation, person: User) -> Membership:
    """Give the role to the person whose e-mail address it was sent to. It works once, whoever is faster."""
    if person.email.casefold() != invitation.email.casefold():
        raise NotAllowed(
            _("This invitation was sent to another e-mail address than that of your account."),
            code="other_address",
        )
    open_one = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=Now()
    )
    if not open_one.update(accepted_at=Now(), accepted_by=person):
        raise RuleBroken(_("This link does not work any more."), code="invitation_over")
    record("projects.accept_invitation", project=invitation.project, about=invitation, by=person)
    role = Role(invitation.role)
    return add_member(project=invitation.project, user=person, role=role, by=invitation.by)


@transaction.atomic
def accept_as_newcomer(*, invitation: Invitation, username: str, full_name: str, password: str) -> Membership:
    """Make an account with the e-mail address of the invitation, and give it the role."""
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise RuleBroken(
            _("An account has this e-mail address already. Sign in with it and open the link again."),
            code="has_account",
        )
    person = create_user(username=username, full_name=full_name, email=invitation.email, password=password)
    return accept_invitation(invitation=invitation, person=person)
