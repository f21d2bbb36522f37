"""A project whose every text, typed through the doors of the site, tries to become code in somebody's page."""

import json
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import ApiToken, User
from annotators.models import Question, WorkTime
from delivery.models import Release
from delivery.services.building import build_release
from delivery.services.checks import check_release
from dmops_platform.background import no_bell
from guidelines.domain.sections import SECTION_IDS
from labeling.models import Assignment, Batch
from projects.domain.roles import Role
from projects.models import Membership, Project
from sourcing.models import Import, RawFile, Source
from sourcing.services.imports import run_import
from tests.architecture.worlds import World
from tests.factories import make_user
from verification.models import ConsensusRun, Dispute
from verification.services.consensus import run_consensus

CANARY = "canary\"><img src=x onerror=c()>'{{7*7}}</script></textarea><script>c()</script>[x](javascript:c())${7*7}"
ROWS = ["one", "two", "three", "three"]
PASSWORD = "Kanarien-vogel-9"


def hostile_table() -> SimpleUploadedFile:
    """Return a CSV file whose name, column, ids and texts are hostile; its last row repeats an id."""
    quoted = CANARY.replace('"', '""')
    lines = [
        f'id,text,items,values,"{quoted}"',
        *(f'"{row}{quoted}","{row} {quoted}",more,"{quoted}","{quoted}"' for row in ROWS),
    ]
    return SimpleUploadedFile(f"{CANARY}.csv", "\n".join(lines).encode(), content_type="text/csv")


class HostileWorld(World):
    """The world told by people who type nothing but attacks."""

    def __init__(self) -> None:
        self.manager = make_user("manager", full_name=CANARY, is_staff=True)
        self.browsers: dict[User, Client] = {}
        with no_bell():
            self._tell()

    def _tell(self) -> None:
        made = self.send(self.manager, "create_project", name=CANARY, summary=CANARY)
        self.project = Project.objects.get(pk=made["id"])
        self.people = {Role.PM: self.manager, **{role: self._enrol(role) for role in Role if role != Role.PM}}
        self.second = self._enrol(Role.ANNOTATOR, "second")
        self._write_rules()
        self._import()
        self._label()
        self._settle()
        self._ask()
        self._release()
        self._write_rules(publish=False)
        self.send(self.annotator, "create_token", name=CANARY[:100])

    def send(self, by: User, action: str, *, pk: int | None = None, **body: Any) -> Any:
        """Send one request to the API as this person, who must be let in; return the answer."""
        if by not in self.browsers:
            self.browsers[by] = Client()
            self.browsers[by].force_login(by)
        args = [] if pk is None else [pk]
        headers = {"Idempotency-Key": f"hostile-{pk}-{by.pk}"}
        route = reverse(ROUTES[action], args=args)
        answer = self.browsers[by].post(route, json.dumps(body), content_type=JSON, headers=headers)
        assert answer.status_code < 300, (action, answer.content)
        return answer.json() if answer.content else None

    def _enrol(self, role: Role, name: str = "") -> User:
        person = {"username": name or role.value, "full_name": f"{role}{CANARY}", "password": PASSWORD}
        made = self.send(self.manager, "add_member", pk=self.project.pk, role=role.value, **person)
        return User.objects.get(pk=made["user"])

    def _write_rules(self, *, publish: bool = True) -> None:
        labels = [
            {"id": f"{word}{CANARY}", "title": CANARY, "key": key, "help": CANARY}
            for word, key in (("yes", "1"), ("no", "2"))
        ]
        field = {"name": "tone", "kind": "choice", "title": CANARY, "config": {"labels": labels}}
        note = {"change_note": CANARY, "publish": publish}
        self.send(self.manager, "write_schema", pk=self.project.pk, fields=[field], **note)
        texts = {"definition": CANARY, "examples": [CANARY], "counter_examples": [CANARY]}
        entries = [{"field": "tone", "label": label["id"], **texts} for label in labels]
        sections = dict.fromkeys(SECTION_IDS, CANARY)
        self.send(
            self.manager, "write_guideline", pk=self.project.pk, sections=sections, entries=entries, **note
        )

    def _import(self) -> None:
        facts = {"name": CANARY[:120], "kind": "public", "licence": "custom", "licence_text": CANARY}
        texts = dict.fromkeys(("origin", "collector", "copyright_holder", "consent_basis"), CANARY)
        terms = {"licence_terms": {"commercial": True, "derivatives": True}}
        made = self.send(self.manager, "add_source", pk=self.project.pk, **facts, **texts, **terms)
        source, lawyer = made["source"]["id"], self.people[Role.LEGAL]
        self.send(lawyer, "review_source", pk=source, verdict="conditions", reason=CANARY)
        judged = {"criterion": "reliability", "is_met": False, "evidence": CANARY}
        self.send(self.manager, "assess_source", pk=source, **judged)
        route = reverse("api:start_import", args=[self.project.pk], query=IMPORT_QUERY)
        answer = self.browsers[self.manager].post(route, {"file": hostile_table()})
        assert answer.status_code == 202, answer.content
        run_import(import_id=answer.json()["id"])

    def _label(self) -> None:
        body = {"name": CANARY, "overlap": 2}
        self.send(self.manager, "open_batch", pk=self.project.pk, **body)
        for person, word in ((self.annotator, "yes"), (self.second, "no")):
            self.send(person, "acknowledge", pk=self.project.pk, guideline=1)
            units = self.send(person, "next_work", pk=self.project.pk, ahead=3)["units"]
            for unit in units[:2]:
                self.send(person, "submit_work", pk=unit["id"], answers={"tone": f"{word}{CANARY}"})
        self.send(self.second, "skip_work", pk=units[2]["id"], reason="unclear", comment=CANARY)

    def _settle(self) -> None:
        run_consensus(self.send(self.manager, "start_consensus", pk=self.batch.pk)["id"])
        reviewer, words = self.people[Role.REVIEWER], {"cause": "mistake", "reason": CANARY}
        self.send(reviewer, "discuss", pk=self.dispute.pk, text=CANARY)
        self.send(reviewer, "decide", pk=self.dispute.pk, answer=f"yes{CANARY}", **words)

    def _ask(self) -> None:
        asked = self.send(self.annotator, "ask", pk=self.project.pk, text=CANARY, item=self.item.pk)
        self.send(self.people[Role.REVIEWER], "answer_question", pk=asked["id"], text=CANARY)
        self.send(self.manager, "set_faq", pk=asked["id"], is_faq=True)

    def _release(self) -> None:
        for _release in range(2):
            body = {"batches": [self.batch.pk], "note": CANARY, "with_open_disputes": True}
            made = self.send(self.manager, "freeze_release", pk=self.project.pk, **body)
            build_release(release_id=made["id"])
        check_release(check_id=self.send(self.manager, "check_release", pk=made["id"])["id"])
        self.send(self.manager, "withdraw_release", pk=self.release.pk, reason=CANARY)

    @cached_property
    def token(self) -> ApiToken:
        return ApiToken.objects.get()

    @cached_property
    def membership(self) -> Membership:
        return Membership.objects.get(project=self.project, role=Role.FINANCE)

    @cached_property
    def schema(self) -> Any:
        return self.project.schemas.get(number=1)

    @cached_property
    def batch(self) -> Batch:
        return Batch.objects.get()

    @cached_property
    def assignment(self) -> Assignment:
        return Assignment.objects.get(person=self.annotator, state="leased")

    @cached_property
    def raw_file(self) -> RawFile:
        return RawFile.objects.get()

    @cached_property
    def source(self) -> Source:
        return Source.objects.get()

    @cached_property
    def import_(self) -> Import:
        return Import.objects.get()

    @cached_property
    def consensus_run(self) -> ConsensusRun:
        return ConsensusRun.objects.get()

    @cached_property
    def dispute(self) -> Dispute:
        return Dispute.objects.order_by("pk")[0]

    @cached_property
    def question(self) -> Question:
        return Question.objects.get()

    @cached_property
    def release(self) -> Release:
        """Return the release that was withdrawn."""
        return Release.objects.get(number=2)

    @cached_property
    def work_time(self) -> WorkTime:
        return WorkTime.objects.order_by("pk")[0]


JSON = "application/json"
IMPORT_QUERY = {"text_column": ["text", "items"], "id_column": "id", "partial": "true", "encoding": "utf-8"}

#: deed → route to post to
ROUTES = {
    "create_project": "api:project_list",
    "add_member": "api:member_list",
    "write_schema": "api:schema",
    "write_guideline": "api:guideline",
    "add_source": "api:source_list",
    "review_source": "api:review_source",
    "assess_source": "api:assess_source",
    "open_batch": "api:batches",
    "acknowledge": "api:guideline_reading",
    "next_work": "api:next_work",
    "submit_work": "api:submit_work",
    "skip_work": "api:skip_work",
    "start_consensus": "api:consensus_run_list",
    "discuss": "api:discuss",
    "decide": "api:decide",
    "ask": "api:question_list",
    "answer_question": "api:answer_question",
    "set_faq": "api:set_faq",
    "freeze_release": "api:release_list",
    "check_release": "api:check_release",
    "withdraw_release": "api:withdraw_release",
    "create_token": "api:token_list",
}
