"""Every page and the API."""

from django.contrib.auth.decorators import login_not_required
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import RedirectView
from django.views.i18n import set_language

from dmops_platform import health

favicon = RedirectView.as_view(url=static("favicon.svg"))

handler500 = "dmops_platform.outages.answer_to_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("language/", login_not_required(require_POST(set_language)), name="set_language"),
    path("favicon.ico", login_not_required(require_safe(favicon)), name="favicon"),
    path("accounts/", include("accounts.urls")),
    path("api/v1/", include("dmops_platform.api")),
    path("", include("projects.urls")),
    path("", include("sourcing.urls")),
    path("", include("guidelines.urls")),
    path("", include("annotators.urls")),
    path("", include("labeling.urls")),
    path("", include("delivery.urls")),
    path("", include("verification.urls")),
    path("", include("overview.urls")),
]
