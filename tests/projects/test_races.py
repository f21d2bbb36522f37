"""Signing at once, with real connections on PostgreSQL."""

import threading

import pytest
from django.db import connection

from dmops_platform.errors import RuleBroken
from projects import services
from projects.domain.briefs import Side
from projects.domain.roles import Role
from projects.models import Activity, SignOff
from projects.services import briefs
from tests.factories import make_user
from tests.projects.factories import make_brief

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def sign_at_once(project) -> list[str]:
    """Let six managers sign for the model team at the same moment and return how each was answered."""
    brief = make_brief(project)
    people = [make_user() for _n in range(6)]
    services.add_members(project=project, users=people, role=Role.PM, by=project.created_by)
    start, answers = threading.Barrier(len(people)), []

    def sign(person) -> None:
        start.wait()
        try:
            services.sign_brief(brief=brief, side=Side.MODEL_TEAM, by=person)
            answers.append("signed")
        except RuleBroken as refusal:
            answers.append(refusal.code)
        except Exception as crash:  # told to the test, which names it
            answers.append(type(crash).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=sign, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_c29_six_people_signing_at_once_leave_one_signature_and_five_sentences(project):
    assert sign_at_once(project) == ["already_signed"] * 5 + ["signed"]
    assert SignOff.objects.count() == Activity.objects.filter(action="projects.sign_brief").count() == 1


def test_c29_twin_without_the_lock_people_get_a_crash_instead_of_a_sentence(project, monkeypatch):
    monkeypatch.setattr(briefs, "_lock", lambda project: None)
    for _attempt in range(5):
        answers = sign_at_once(project)
        if "IntegrityError" in answers:
            return
    pytest.fail("without the lock six at once never collided: this race tests nothing")
