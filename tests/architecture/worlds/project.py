"""One client's project with a person in every role, and what it agreed on."""

from functools import cached_property

from accounts.models import ApiToken, User
from accounts.services import create_token
from projects.domain.roles import Role
from projects.models import Brief, Invitation, Membership, Message, Project
from projects.services import invite, open_thread, say
from projects.services.invitations import Sent
from tests.factories import make_project, make_user
from tests.projects.factories import make_brief


class ProjectRows:
    """One client's project with a person in every role, and what it agreed on."""

    def __init__(self, name: str) -> None:
        self.people = {role: make_user(f"{name}_{role}") for role in Role}
        others = {role: [person] for role, person in self.people.items() if role != Role.PM}
        self.project: Project = make_project(self.people[Role.PM], name=name, roles=others)

    @property
    def annotator(self) -> User:
        return self.people[Role.ANNOTATOR]

    @cached_property
    def token(self) -> ApiToken:
        return create_token(user=self.annotator, name="bench")[0]

    @cached_property
    def sent_invitation(self) -> Sent:
        return invite(
            project=self.project,
            email=f"guest{self.project.pk}@example.org",
            role=Role.AUDITOR,
            by=self.people[Role.PM],
            site="http://testserver",
        )

    @property
    def invitation(self) -> Invitation:
        return self.sent_invitation.invitation

    @property
    def invitation_link(self) -> str:
        return self.sent_invitation.link

    @cached_property
    def membership(self) -> Membership:
        return Membership.objects.get(project=self.project, role=Role.FINANCE)

    @cached_property
    def brief(self) -> Brief:
        """Return the version in force, written by nobody who signs; a draft follows it."""
        writer = make_user(f"writer_of_{self.project.pk}")
        signers = {"client": self.people[Role.CLIENT], "model_team": self.people[Role.PM]}
        in_force = make_brief(self.project, by=writer, signed=signers)
        make_brief(self.project, is_published=False)
        return in_force

    @cached_property
    def message(self) -> Message:
        return say(thread=open_thread(project=self.project), text="Why?", by=self.annotator)
