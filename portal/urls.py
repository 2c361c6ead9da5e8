"""The addresses of the whole portal: sign-in, health, and the aftercare app's own."""

from django.urls import include, path

from portal import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("", include("aftercare.urls")),
]
