"""The aftercare app's entry in INSTALLED_APPS."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AftercareConfig(AppConfig):
    """The one app of the portal."""

    name = "aftercare"
    verbose_name = _("Aftercare")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what the mail provider tells, and to who signs in."""
        from anymail.signals import tracking
        from django.contrib.auth.signals import user_logged_in

        from aftercare.views.held_answers import drop_what_is_not_theirs
        from aftercare.webhooks import hear_of_an_address

        user_logged_in.connect(drop_what_is_not_theirs, dispatch_uid="aftercare.views.held_answers")
        tracking.connect(hear_of_an_address, dispatch_uid="aftercare.webhooks")
