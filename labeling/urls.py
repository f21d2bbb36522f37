"""Pages of labelling."""

from django.urls import path

from labeling import views

app_name = "labeling"
urlpatterns = [
    path("projects/<int:project_pk>/work/", views.work_page, name="work_page"),
    path("projects/<int:project_pk>/batches/", views.batch_list, name="batch_list"),
    path("projects/<int:project_pk>/batches/new/", views.open_batch, name="open_batch"),
    path("projects/<int:project_pk>/pilot/", views.pilot_page, name="pilot_page"),
    path(
        "projects/<int:project_pk>/pilot/confirm-guideline/",
        views.confirm_guideline,
        name="confirm_guideline",
    ),
    path("projects/<int:project_pk>/pilot/people/", views.choose_people, name="choose_people"),
    path("projects/<int:project_pk>/pilot/waive/", views.waive_pilot, name="waive_pilot"),
    path("projects/<int:project_pk>/people/", views.people_page, name="people_page"),
    path("projects/<int:project_pk>/pause-person/", views.pause_person, name="pause_person"),
    path("projects/<int:project_pk>/resume-person/", views.resume_person, name="resume_person"),
    path("batches/<int:pk>/", views.batch_page, name="batch_page"),
    path("batches/<int:pk>/inspection/", views.inspection_page, name="inspection_page"),
    path("batches/<int:pk>/pause/", views.pause_batch, name="pause_batch"),
    path("batches/<int:pk>/resume/", views.resume_batch, name="resume_batch"),
    path("batches/<int:pk>/close/", views.close_batch, name="close_batch"),
    path("label-imports/<int:pk>/undo/", views.undo_labels, name="undo_labels"),
]
