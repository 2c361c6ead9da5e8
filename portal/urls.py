"""The addresses of the whole portal: health, and the aftercare app's own, sign-in included."""

from django.urls import include, path

from portal import health

handler400 = "aftercare.views.unreadable.unreadable"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("aftercare.urls")),
]
