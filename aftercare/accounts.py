"""How people come in: patients by a code sent to them, staff by a password, nobody uninvited."""

import logging
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from aftercare.models import User
from aftercare.notifications.mail_answers import MAIL_ERRORS
from aftercare.queries.prepared import prepared

logger = logging.getLogger(__name__)

BACKEND = "aftercare.accounts.PortalBackend"
"""The backend a session is opened under, for whoever comes in by another way than allauth's pages."""

TOO_MANY = _("Too many tries. Wait a few minutes, then try again.")


class PortalBackend(AuthenticationBackend):
    """allauth's own, which fetches the clinic along with the person: every page names it."""

    def get_user(self, user_id: Any) -> User | None:
        """Whose session this is; None for somebody who may not sign in any more."""
        return next(iter(_active_user(user_id)), None)


@prepared
def _active_user(user_id: UUID) -> QuerySet[User]:
    return User.objects.select_related("clinic").filter(pk=user_id, is_active=True)


class AccountAdapter(DefaultAccountAdapter):
    """allauth's rules for this portal."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "enter_current_password": _("This is not your password."),
        "incorrect_code": _("This is not the code in our newest e-mail."),
        "rate_limited": TOO_MANY,
        "too_many_login_attempts": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up alone; the clinic invites."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The member of staff with this password. A patient has none, and could not use one."""
        user: User | None = super().authenticate(request, **credentials)
        return None if user is None or user.is_patient else user

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link to a new password, under the portal's own address whatever the request called it."""
        return settings.PORTAL_URL + urlsplit(super().get_reset_password_from_key_url(key)).path

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of `templates/account/email` to whoever has this address, if anyone does.

        An address in use the wrong way (staff asking for a code, a patient for a password) gets the same mail
        as an unknown one, worded for its person. A failure is told on the page, alike for every address, and
        logged without it: the errors of a mail host name the address they are about.
        """
        person = User.objects.filter(email=email.lower(), is_active=True).select_related("clinic").first()
        told = {
            "person": person,
            "minutes": app_settings.LOGIN_BY_CODE_TIMEOUT // 60,
            "sign_in_url": settings.PORTAL_URL + reverse("account_login"),
            "reset_url": settings.PORTAL_URL + reverse("account_reset_password"),
        }
        try:
            super().send_mail(template_prefix, email, {**context, **told})
        except MAIL_ERRORS as error:
            logger.error("%s was not sent: %s", template_prefix, type(error).__name__)
            messages.error(self.request, _("Our e-mail did not go out. Wait a minute, then try again."))
