"""The addresses of the whole portal: health, the mail provider's, and the aftercare app's own."""

from django.conf import settings
from django.urls import include, path

from portal import health

handler400 = "aftercare.views.unreadable.unreadable"

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("", include("aftercare.urls")),
]
if settings.MAIL_WEBHOOKS:
    urlpatterns.append(path("webhooks/mail/", include("anymail.urls")))
