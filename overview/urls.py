"""Pages that span the stages."""

from django.urls import path

from overview import views

app_name = "overview"
urlpatterns = [
    path("", views.home, name="home"),
    path("projects/<int:project_pk>/board/", views.board, name="board"),
    path("projects/<int:project_pk>/stages/<int:stage>/pass/", views.pass_by_hand, name="pass_by_hand"),
    path("projects/<int:project_pk>/stages/<int:stage>/withdraw/", views.withdraw_pass, name="withdraw_pass"),
    path("projects/<int:project_pk>/requirements/", views.requirement_list, name="requirement_list"),
    path(
        "projects/<int:project_pk>/guideline/versions/<int:number>/affected/",
        views.affected_by_guideline,
        name="affected_by_guideline",
    ),
    path(
        "projects/<int:project_pk>/schema/versions/<int:number>/affected/",
        views.affected_by_schema,
        name="affected_by_schema",
    ),
    path("projects/<int:project_pk>/schema/draft/effects/", views.schema_effects, name="schema_effects"),
    path("projects/<int:project_pk>/schema/feedback/", views.schema_feedback, name="schema_feedback"),
    path("items/<int:pk>/trace/", views.trace_page, name="trace_page"),
]
