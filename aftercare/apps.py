"""The aftercare app's entry in INSTALLED_APPS."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AftercareConfig(AppConfig):
    """The one app of the portal."""

    name = "aftercare"
    verbose_name = _("Aftercare")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what the mail provider tells."""
        from anymail.signals import tracking

        from aftercare.webhooks import hear_of_an_address

        tracking.connect(hear_of_an_address, dispatch_uid="aftercare.webhooks")
