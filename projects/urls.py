"""Pages of projects."""

from django.urls import path

from projects.views import briefs, invitations, projects

app_name = "projects"
urlpatterns = [
    path("projects/", projects.project_list, name="project_list"),
    path("projects/new/", projects.create_project, name="create_project"),
    path("projects/<int:project_pk>/", projects.project_page, name="project_page"),
    path("projects/<int:project_pk>/members/", projects.member_list, name="member_list"),
    path("projects/<int:project_pk>/members/add/", projects.add_member, name="add_member"),
    path("projects/<int:project_pk>/members/create/", projects.create_member, name="create_member"),
    path("projects/<int:project_pk>/invitations/", invitations.invitation_list, name="invitation_list"),
    path("projects/<int:project_pk>/invitations/send/", invitations.invite, name="invite"),
    path("invitations/<int:pk>/revoke/", invitations.revoke_invitation, name="revoke_invitation"),
    path("invited/<str:token>/", invitations.invitation_page, name="invitation_page"),
    path("members/<int:pk>/remove/", projects.remove_member, name="remove_member"),
    path("projects/<int:project_pk>/access/", projects.access_list, name="access_list"),
    path("projects/<int:project_pk>/activity/", projects.activity_list, name="activity_list"),
    path("projects/<int:project_pk>/client/", briefs.name_client, name="name_client"),
    path("projects/<int:project_pk>/brief/", briefs.brief_page, name="brief_page"),
    path("projects/<int:project_pk>/brief/draft/", briefs.brief_draft_page, name="brief_draft_page"),
    path("projects/<int:project_pk>/brief/draft/save/", briefs.save_brief_draft, name="save_brief_draft"),
    path("projects/<int:project_pk>/brief/draft/publish/", briefs.publish_brief, name="publish_brief"),
    path("projects/<int:project_pk>/brief/draft/new/", briefs.new_brief_version, name="new_brief_version"),
    path(
        "projects/<int:project_pk>/brief/versions/<int:number>/",
        briefs.brief_version_page,
        name="brief_version_page",
    ),
    path("projects/<int:project_pk>/brief/versions/<int:number>/sign/", briefs.sign_brief, name="sign_brief"),
    path("notices/read/", projects.read_notices, name="read_notices"),
]
