"""Signing in: allauth's views, where ours say more or trap nobody."""

from typing import Any

from allauth.account import app_settings
from allauth.account import views as allauth_views
from allauth.account.internal.stagekit import get_pending_stage
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.accounts import CodeForm, CodeRequestForm, PasswordForm

TOO_OLD = gettext_lazy("That code is too old, or it was asked for elsewhere. Ask for a new one.")


class BothWays:
    """The one page with both ways in: a code for patients, a password for staff.

    allauth would lead whoever has asked for a code back to the page for it, whatever they came for; this page
    only points there, so that a mistyped address is no trap.
    """

    template_name = "account/login.html"

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: object) -> None:
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both forms, the one that was sent with its answers."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        forms = {"code_form": CodeRequestForm(), "password_form": PasswordForm()}
        forms[self.form_name] = context["form"]
        return {**context, **forms, "code_awaited": get_pending_stage(self.request)}


class SignIn(BothWays, allauth_views.LoginView):
    """GET: both ways in. POST: an e-mail address and a password."""

    form_class = PasswordForm
    form_name = "password_form"


class RequestCode(BothWays, allauth_views.RequestLoginCodeView):
    """POST: the e-mail address that is to get a code."""

    form_class = CodeRequestForm
    form_name = "code_form"


class EnterCode(allauth_views.ConfirmLoginCodeView):
    """The code from the e-mail; three tries, and a way out of everything that can go wrong."""

    form_class = CodeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Where no code is awaited (any more), say so on the page where one asks for it."""
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if getattr(response, "url", "") != reverse("account_request_login_code"):
            return response
        return self.start_again(TOO_OLD)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How long a code works, besides what allauth tells."""
        minutes = app_settings.LOGIN_BY_CODE_TIMEOUT // 60
        return {**super().get_context_data(**kwargs), "minutes": minutes}

    def form_valid(self, form: Form) -> HttpResponseBase:
        """A code lets in only by the address that the account has now, not by the mailbox it had before."""
        user = self._process.user
        if user is not None and user.email != self._process.state["email"].lower():
            self._process.abort()
            return self.start_again(TOO_OLD)
        response: HttpResponseBase = super().form_valid(form)
        return response

    def form_invalid(self, form: CodeForm) -> HttpResponseBase:
        """A wrong code costs a try and says how many are left; an empty one costs nothing."""
        if form.has_error("code", "incorrect_code"):
            if not self._process.record_invalid_attempt():
                return self.start_again(_("That code was wrong too often. Ask for a new one."))
            form.tell_tries_left(self._process.max_attempts - self._process.state["failed_attempts"])
        return self.render_to_response(self.get_context_data(form=form))

    def _resend_form_valid(self, form: Form) -> HttpResponseBase:
        messages.success(self.request, _("A new code is on its way. The one before works no longer."))
        return super()._resend_form_valid(form)

    def start_again(self, why: str) -> HttpResponseBase:
        """Back to the ways in, with the reason and the page that was asked for."""
        messages.warning(self.request, why)
        return redirect(self.passthrough_next_url(reverse("account_login")))
