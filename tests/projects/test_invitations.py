import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from dmops_platform.errors import BadInput, NotAllowed, RuleBroken
from projects.domain.roles import Role
from projects.models import Invitation, Membership
from projects.selectors import open_invitation
from projects.services import accept_as_newcomer, accept_invitation, invite, remove_member, revoke_invitation
from tests.factories import make_user
from tests.verification.factories import compute, make_answered_batch
from verification.services.audits import draw_audit

pytestmark = pytest.mark.django_db

GUEST = "ana@audit.example"
ACCOUNT = {"username": "ana", "full_name": "Ana Ruiz", "password": "Sechs-rote-Ziegel-7"}


def send(project, manager, **facts):
    return invite(
        project=project, by=manager, site="http://site", **{"email": GUEST, "role": Role.AUDITOR, **facts}
    )


def door(link):
    return link.removeprefix("http://site")


@pytest.fixture
def sent(project, manager):
    return send(project, manager)


def test_an_invitation_is_a_letter_whose_token_is_kept_as_a_digest_only(
    project, manager, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sent = send(project, manager)
    [letter] = mail.outbox
    assert (letter.to, sent.link in letter.body) == ([GUEST], True)
    token = sent.link.rstrip("/").rpartition("/")[2]
    assert len(token) >= 43
    assert token not in str(Invitation.objects.values().get())


def test_a_newcomer_makes_the_account_the_invitation_was_sent_to(project, sent):
    client = Client()
    assert client.get(door(sent.link)).status_code == 200
    answer = client.post(door(sent.link), {**ACCOUNT, "email": "evil@x.example", "role": "pm"})
    assert answer.url == project.get_absolute_url()
    person = User.objects.get(username="ana")
    assert person.email == GUEST
    assert list(Membership.objects.filter(user=person).values_list("project", "role")) == [
        (project.pk, "auditor")
    ]
    assert client.get(project.get_absolute_url()).status_code == 200


def test_a68_an_invitation_works_once(sent):
    Client().post(door(sent.link), ACCOUNT)
    assert Client().get(door(sent.link)).status_code == 404
    assert Client().post(door(sent.link), {**ACCOUNT, "username": "eve"}).status_code == 404
    person = User.objects.get(username="ana")
    with pytest.raises(RuleBroken, match="does not work any more"):
        accept_invitation(invitation=sent.invitation, person=person)


def test_a68_two_at_once_have_one_success(sent):
    stale = Invitation.objects.get(pk=sent.invitation.pk)
    accept_as_newcomer(invitation=sent.invitation, **ACCOUNT)
    with pytest.raises(RuleBroken):
        accept_as_newcomer(invitation=stale, **{**ACCOUNT, "username": "eve"})
    assert not User.objects.filter(username="eve").exists()


def test_a68_expired_revoked_and_guessed_links_do_not_exist(project, manager, sent):
    with time_machine.travel(timezone.now() + timedelta(days=15)):
        assert sent.invitation.state == "expired"
    Invitation.objects.filter(pk=sent.invitation.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    other = send(project, manager, email="bo@audit.example")
    revoke_invitation(invitation=other.invitation, by=manager)
    for link in (sent.link, other.link, "http://site/invited/guess/", "http://site/invited/%00/"):
        assert Client().get(door(link)).status_code == 404
        assert Client().post(door(link), ACCOUNT).status_code == 404


def test_a68_another_persons_account_cannot_accept(project, manager, sent, outsider, page_client):
    assert page_client(outsider).post(door(sent.link)).status_code == 403
    with pytest.raises(NotAllowed):
        accept_invitation(invitation=sent.invitation, person=outsider)
    assert open_invitation(sent.link.rstrip("/").rpartition("/")[2]) == sent.invitation


def test_somebody_with_an_account_signs_in_and_accepts(project, sent, page_client):
    person = make_user("ana_has", email="Ana@audit.example")
    refused = Client().post(door(sent.link), ACCOUNT)
    assert refused.status_code == 422
    assert "Sign in with it" in refused.content.decode()
    assert page_client(person).post(door(sent.link)).url == project.get_absolute_url()
    assert Membership.objects.filter(user=person, role="auditor").exists()


def test_inviting_again_takes_the_former_link_back(project, manager, sent):
    again = send(project, manager)
    assert Client().get(door(sent.link)).status_code == 404
    assert Client().get(door(again.link)).status_code == 200
    send(project, manager, role=Role.CLIENT)
    assert Client().get(door(again.link)).status_code == 200


def test_a_bad_account_is_told_at_its_field_and_leaves_the_invitation_open(sent, annotator):
    for typed in (
        {},
        {**ACCOUNT, "password": "123"},
        {**ACCOUNT, "username": "annotator"},
        {**ACCOUNT, "username": "a b"},
    ):
        assert Client().post(door(sent.link), typed).status_code == 422
    assert Client().get(door(sent.link)).status_code == 200
    with pytest.raises(BadInput):
        accept_as_newcomer(invitation=sent.invitation, **{**ACCOUNT, "password": "ana"})


def test_revoke_refuses_what_was_accepted(manager, sent):
    accept_as_newcomer(invitation=sent.invitation, **ACCOUNT)
    with pytest.raises(RuleBroken, match="not open any more"):
        revoke_invitation(invitation=sent.invitation, by=manager)


def test_the_page_of_the_manager_shows_the_link_once(page_client, manager, project):
    client = page_client(manager)
    answer = client.post(
        reverse("projects:invite", args=[project.pk]), {"invite-email": GUEST, "invite-role": "auditor"}
    )
    [link] = re.findall(r"<code>(http://[^<]+)</code>", answer.content.decode())
    assert Client().get(link).status_code == 200
    listed = client.get(reverse("projects:invitation_list", args=[project.pk])).content.decode()
    assert GUEST in listed
    assert link not in listed
    wrong = client.post(
        reverse("projects:invite", args=[project.pk]), {"invite-email": "x", "invite-role": "auditor"}
    )
    assert wrong.status_code == 422


def test_invitations_by_api(api_client, manager, project):
    client, door_ = api_client(manager), reverse("api:invitation_list", args=[project.pk])
    sent = client.post(door_, {"email": GUEST, "role": "auditor"})
    assert (sent.status_code, sent.json()["state"]) == (201, "open")
    assert "/invited/" in sent.json()["link"]
    assert "link" not in client.get(door_).json()[0]
    taken = client.post(reverse("api:revoke_invitation", args=[sent.json()["id"]]))
    assert taken.json()["state"] == "revoked"
    again = client.post(reverse("api:revoke_invitation", args=[sent.json()["id"]]))
    assert (again.status_code, again.json()["code"]) == (409, "invitation_over")
    for bad in ({"email": "x", "role": "auditor"}, {"email": GUEST, "role": "king"}, {"email": GUEST}):
        assert client.post(door_, bad).status_code == 400


def test_an_auditor_who_was_taken_out_sees_nothing_from_that_moment(
    project, manager, auditor, page_client, api_client
):
    batch = make_answered_batch(project, [make_user(), make_user()], [("pos", "pos"), ("neg", "neg")])
    compute(batch, manager)
    audit = draw_audit(project=project, by=manager)
    pages = [
        reverse("verification:audit_page", args=[audit.pk]),
        reverse("verification:audit_item_page", args=[audit.items.first().pk]),
        reverse("api:audit", args=[audit.pk]),
    ]
    client = page_client(auditor)
    assert [client.get(page).status_code for page in pages] == [200, 200, 200]
    remove_member(membership=Membership.objects.get(user=auditor, project=project), by=manager)
    assert [client.get(page).status_code for page in pages] == [404, 404, 404]
    assert client.post(reverse("verification:sign_audit", args=[audit.pk]), {}).status_code == 404
