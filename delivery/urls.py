"""Pages of releases."""

from django.urls import path

from delivery import views

app_name = "delivery"
urlpatterns = [
    path("projects/<int:project_pk>/releases/", views.release_list, name="release_list"),
    path("projects/<int:project_pk>/releases/freeze/", views.freeze_release, name="freeze_release"),
    path("releases/<int:pk>/", views.release_page, name="release_page"),
    path("releases/<int:pk>/download/", views.download_release, name="download_release"),
    path("releases/<int:pk>/labels/", views.download_labels, name="download_labels"),
    path("releases/<int:pk>/judge/", views.judge_release, name="judge_release"),
    path("releases/<int:pk>/withdraw/", views.withdraw_release, name="withdraw_release"),
    path("releases/<int:pk>/check/", views.check_release, name="check_release"),
    path("releases/<int:pk>/cancel/", views.cancel_release, name="cancel_release"),
    path("releases/<int:pk>/retry/", views.retry_release, name="retry_release"),
]
