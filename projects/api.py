"""Projects, members, briefs, news and activity for programs."""

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.response import Response
from rest_framework.views import APIView

from dmops_platform.strict import StrictSerializer, asked, read
from dmops_platform.types import ApiRequest
from projects import selectors, services
from projects.domain.roles import Right, Role
from projects.forms import LARGEST_ID
from projects.models import AccessLog, Activity, Brief, Membership, Notice, Project
from projects.serializers import (
    BriefIn,
    BriefOut,
    InvitationIn,
    InvitationOut,
    InvitationSent,
    PublishBriefIn,
)


class PageQuery(StrictSerializer):
    """Which rows of a long list, newest first."""

    before = serializers.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)
    limit = serializers.IntegerField(min_value=1, max_value=200, default=50)


class ProjectIn(StrictSerializer):
    """A new project."""

    name = serializers.CharField(max_length=200)
    summary = serializers.CharField(max_length=5_000, allow_blank=True, default="")
    language = serializers.ChoiceField(choices=["en", "ko"], default="en")
    client = serializers.CharField(max_length=200, allow_blank=True, default="")


class ProjectOut(serializers.ModelSerializer[Project]):
    """A project."""

    class Meta:
        model = Project
        fields = ("id", "name", "summary", "language", "created_at")


class ProjectWithRights(ProjectOut):
    """A project, with what the caller is and may do in it."""

    roles = serializers.ListField(child=serializers.ChoiceField(Role.choices()), read_only=True)
    rights = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta(ProjectOut.Meta):
        fields = (*ProjectOut.Meta.fields, "roles", "rights")  # type: ignore[assignment]


class ProjectPage(serializers.Serializer[dict[str, Any]]):
    """Some projects, and the `before` of the next page or null."""

    results = ProjectOut(many=True)
    next_before = serializers.IntegerField(allow_null=True)


class MemberIn(StrictSerializer):
    """Who gets which role. With `password` an account is made unless the caller made it before."""

    username = serializers.CharField(
        max_length=150, help_text="Username, or e-mail where no password is given."
    )
    role = serializers.ChoiceField(choices=Role.choices())
    full_name = serializers.CharField(max_length=200, allow_blank=True, default="")
    password = serializers.CharField(
        max_length=128, trim_whitespace=False, write_only=True, required=False, help_text="First password."
    )


class MemberOut(serializers.ModelSerializer[Membership]):
    """One role of one person."""

    user = serializers.IntegerField(source="user_id", read_only=True)
    username = serializers.CharField(source="user.username", read_only=True)
    full_name = serializers.CharField(source="user.full_name", read_only=True)

    class Meta:
        model = Membership
        fields = ("id", "user", "username", "full_name", "role", "since")


class MemberAdded(MemberOut):
    """One role of one person, and whether the account is new; one that existed keeps its password."""

    is_new_account = serializers.BooleanField(read_only=True)

    class Meta(MemberOut.Meta):
        fields = (*MemberOut.Meta.fields, "is_new_account")  # type: ignore[assignment]


class MemberPage(serializers.Serializer[dict[str, Any]]):
    """Some members, and the `before` of the next page or null."""

    results = MemberOut(many=True)
    next_before = serializers.IntegerField(allow_null=True)


class ActivityOut(serializers.ModelSerializer[Activity]):
    """One line of the activity log."""

    by = serializers.CharField(source="by.username", default=None, allow_null=True, read_only=True)

    class Meta:
        model = Activity
        fields = ("id", "at", "by", "action", "about", "facts")


class ActivityPage(serializers.Serializer[dict[str, Any]]):
    """Some lines of the log, and the `before` of the next page or null."""

    results = ActivityOut(many=True)
    next_before = serializers.IntegerField(allow_null=True)


class AccessOut(serializers.ModelSerializer[AccessLog]):
    """One look at raw or personal data."""

    by = serializers.CharField(source="by.username", read_only=True)

    class Meta:
        model = AccessLog
        fields = ("id", "at", "by", "address", "action", "whose", "about", "reason")


class AccessPage(serializers.Serializer[dict[str, Any]]):
    """Some looks, and the `before` of the next page or null."""

    results = AccessOut(many=True)
    next_before = serializers.IntegerField(allow_null=True)


def _page(request: ApiRequest, rows: Any, out: type[serializers.Serializer[Any]]) -> Response:
    wanted = asked(PageQuery, request)
    page, next_before = selectors.page_before(rows, before=wanted.get("before"), size=wanted["limit"])
    return Response(out({"results": page, "next_before": next_before}).data)


class ProjectList(APIView):
    """The caller's projects."""

    @extend_schema(operation_id="project_list", parameters=[PageQuery], responses=ProjectPage)
    def get(self, request: ApiRequest) -> Response:
        return _page(request, selectors.projects_for(request.user), ProjectPage)

    @extend_schema(operation_id="create_project", request=ProjectIn, responses={201: ProjectOut})
    def post(self, request: ApiRequest) -> Response:
        selectors.check_may_create_projects(request.user)
        project = services.create_project(**read(ProjectIn, request), by=request.user)
        return Response(ProjectOut(project).data, status=status.HTTP_201_CREATED)


class ProjectDetail(APIView):
    """One project."""

    @extend_schema(operation_id="project", responses=ProjectWithRights)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = selectors.project_for(request.user, project_pk)
        mine = {
            "roles": selectors.roles_of(request.user, project),
            "rights": sorted(selectors.rights_of(request.user, project)),
        }
        return Response({**ProjectOut(project).data, **mine})


class MemberList(APIView):
    """Who belongs to a project, for its managers."""

    @extend_schema(operation_id="member_list", parameters=[PageQuery], responses=MemberPage)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        return _page(request, selectors.members(project), MemberPage)

    @extend_schema(operation_id="add_member", request=MemberIn, responses={201: MemberAdded})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        given = read(MemberIn, request)
        membership, is_new = services.bring_in(project=project, by=request.user, **given)
        body = {**MemberOut(membership).data, "is_new_account": is_new}
        return Response(body, status=status.HTTP_201_CREATED)


class RemoveMember(APIView):
    """Take a role from a person."""

    @extend_schema(operation_id="remove_member", responses={204: None})
    def delete(self, request: ApiRequest, pk: int) -> Response:
        membership = selectors.membership_for(request.user, pk)
        services.remove_member(membership=membership, by=request.user)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ActivityList(APIView):
    """What was done in a project, newest first, for its managers."""

    @extend_schema(operation_id="activity_list", parameters=[PageQuery], responses=ActivityPage)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        return _page(request, selectors.activities(project), ActivityPage)


class AccessList(APIView):
    """Who saw raw or personal data of a project, newest first, for its managers and legal reviewers."""

    @extend_schema(operation_id="access_list", parameters=[PageQuery], responses=AccessPage)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        _project, accesses = selectors.accesses_for(request.user, project_pk)
        return _page(request, accesses, AccessPage)


class ClientIn(StrictSerializer):
    """Who needs the data."""

    client = serializers.CharField(max_length=200)


class NoticeOut(serializers.ModelSerializer[Notice]):
    """One line of news."""

    text = serializers.CharField(source="sentence", read_only=True)

    class Meta:
        model = Notice
        fields = ("id", "project", "text", "url", "at", "read_at")


class NoticePage(serializers.Serializer[dict[str, Any]]):
    """Some news, latest first, and the `before` of the next page or null."""

    results = NoticeOut(many=True)
    next_before = serializers.IntegerField(allow_null=True)


class UpToIn(StrictSerializer):
    """The latest news that was seen."""

    up_to = serializers.IntegerField(min_value=1, max_value=LARGEST_ID)


class ReadOut(serializers.Serializer[Any]):
    """How many news were marked as read."""

    read = serializers.IntegerField()


class BriefInForce(APIView):
    """The brief in force: the latest version that both sides signed."""

    @extend_schema(operation_id="brief", responses=BriefOut)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = selectors.project_for(request.user, project_pk, Right.SEE_BRIEF)
        return Response(BriefOut(_existing(selectors.brief_in_force(project))).data)


class BriefVersions(APIView):
    """The versions of the brief, latest first; drafts to managers only."""

    @extend_schema(operation_id="brief_list", responses=BriefOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = selectors.project_for(request.user, project_pk, Right.SEE_BRIEF)
        return Response(BriefOut(selectors.briefs_for(request.user).filter(project=project), many=True).data)


class BriefVersion(APIView):
    """One version of the brief."""

    @extend_schema(operation_id="brief_version", responses=BriefOut)
    def get(self, request: ApiRequest, project_pk: int, number: int) -> Response:
        return Response(BriefOut(selectors.brief_for(request.user, project_pk, number)).data)


class BriefDraft(APIView):
    """The draft of the next version."""

    @extend_schema(operation_id="brief_draft", responses=BriefOut)
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        """Return the draft; 404 while there is none."""
        project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        return Response(BriefOut(_existing(selectors.brief_draft(project))).data)

    @extend_schema(operation_id="save_brief_draft", request=BriefIn, responses=BriefOut)
    def put(self, request: ApiRequest, project_pk: int) -> Response:
        """Save the draft; 409 `stale_draft` with `stored` and `yours` when `digest` is not that of the draft."""
        project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        content = read(BriefIn, request)
        note, seen = content.pop("change_note"), content.pop("digest")
        services.save_brief_draft(
            project=project, content=content, by=request.user, change_note=note, seen=seen
        )
        return Response(BriefOut(_existing(selectors.brief_draft(project))).data)


class NewBriefVersion(APIView):
    """Begin the next version with what the latest says."""

    @extend_schema(operation_id="new_brief_version", request=None, responses={201: BriefOut})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        services.new_brief_version(project=project, by=request.user)
        draft = _existing(selectors.brief_draft(project))
        return Response(BriefOut(draft).data, status=status.HTTP_201_CREATED)


class PublishBrief(APIView):
    """Publish the draft for good."""

    @extend_schema(operation_id="publish_brief", request=PublishBriefIn, responses=BriefOut)
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        given = read(PublishBriefIn, request)
        brief = services.publish_brief(
            project=project,
            by=request.user,
            change_note=given.get("change_note"),
            seen=given.get("digest"),
        )
        return Response(BriefOut(brief).data)


class SignBrief(APIView):
    """Sign a version: for the client with the right to sign, else for the model team."""

    @extend_schema(operation_id="sign_brief", request=None, responses={201: BriefOut})
    def post(self, request: ApiRequest, project_pk: int, number: int) -> Response:
        brief, side = selectors.brief_to_sign(request.user, project_pk, number)
        services.sign_brief(brief=brief, side=side, by=request.user)
        signed = selectors.brief_for(request.user, project_pk, number)
        return Response(BriefOut(signed).data, status=status.HTTP_201_CREATED)


class Invitations(APIView):
    """Who was invited by mail, latest first."""

    @extend_schema(operation_id="invitation_list", responses=InvitationOut(many=True))
    def get(self, request: ApiRequest, project_pk: int) -> Response:
        project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        return Response(InvitationOut(selectors.invitations(project)[:200], many=True).data)

    @extend_schema(operation_id="invite", request=InvitationIn, responses={201: InvitationSent})
    def post(self, request: ApiRequest, project_pk: int) -> Response:
        project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        given, site = read(InvitationIn, request), request.build_absolute_uri("/").rstrip("/")
        sent = services.invite(
            project=project, email=given["email"], role=Role(given["role"]), by=request.user, site=site
        )
        body = {**InvitationOut(sent.invitation).data, "link": sent.link}
        return Response(body, status=status.HTTP_201_CREATED)


class RevokeInvitation(APIView):
    """Take an invitation back."""

    @extend_schema(operation_id="revoke_invitation", request=None, responses=InvitationOut)
    def post(self, request: ApiRequest, pk: int) -> Response:
        invitation = selectors.invitation_for(request.user, pk)
        services.revoke_invitation(invitation=invitation, by=request.user)
        invitation.refresh_from_db()
        return Response(InvitationOut(invitation).data)


class NameClient(APIView):
    """Say who needs the data."""

    @extend_schema(operation_id="name_client", request=ClientIn, responses=ClientIn)
    def put(self, request: ApiRequest, project_pk: int) -> Response:
        project = selectors.project_for(request.user, project_pk, Right.MANAGE_PROJECT)
        services.name_client(project=project, name=read(ClientIn, request)["client"], by=request.user)
        return Response({"client": str(project.client)})


class NoticeList(APIView):
    """The caller's news, latest first."""

    @extend_schema(operation_id="notice_list", parameters=[PageQuery], responses=NoticePage)
    def get(self, request: ApiRequest) -> Response:
        return _page(request, selectors.notices_for(request.user), NoticePage)


class ReadNotices(APIView):
    """Mark news as read, up to one of them."""

    @extend_schema(operation_id="read_notices", request=UpToIn, responses=ReadOut)
    def post(self, request: ApiRequest) -> Response:
        n = services.read_notices(user=request.user, **read(UpToIn, request))
        return Response({"read": n})


def _existing(brief: Brief | None) -> Brief:
    """Return the version, or answer 404 while there is none."""
    if brief is None:
        raise Http404
    return brief
