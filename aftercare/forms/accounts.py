"""The forms of signing in: allauth's, with our words and our look."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aftercare.forms.layout import CalmHelper, Question, Submit

EMAIL = gettext_lazy("E-mail address")
EMAIL_ERRORS = {
    "required": gettext_lazy("Type your e-mail address."),
    "invalid": gettext_lazy("Type a whole e-mail address, such as name@example.org."),
}
NEW_PASSWORD_HINT = gettext_lazy(
    "At least 8 characters, not only digits, and nothing that others guess easily."
)


def say(form: forms.Form, name: str, label: Any, hint: Any = "") -> None:
    """Word a field of allauth's: a label and a hint, and no words inside the control."""
    field = form.fields[name]
    field.label = label
    field.help_text = hint
    field.widget.attrs.pop("placeholder", None)
    if isinstance(field, forms.EmailField):
        field.error_messages.update(EMAIL_ERRORS)


class CodeRequestForm(allauth_forms.RequestLoginCodeForm):
    """A patient's e-mail address. Any other is answered alike: by a mail, and the page for the code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "email", EMAIL, _("The one to which your clinic wrote."))
        self.helper = CalmHelper("email", Submit(_("E-mail me a code")), tag=False)

    def clean_email(self) -> str:
        """Staff come in by password, so that no lost mailbox opens a whole clinic."""
        email: str = super().clean_email()
        if self._user is not None and not self._user.is_patient:
            self._user = None
        return email


class PasswordForm(allauth_forms.LoginForm):
    """E-mail address and password of one of the staff."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "login", EMAIL)
        say(self, "password", _("Password"))
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].error_messages["required"] = _("Type your password.")
        self.helper = CalmHelper(
            "login", "password", Submit(_("Sign in with a password"), big=False, quiet=True), tag=False
        )


class CodeForm(allauth_forms.ConfirmLoginCodeForm):
    """The code from the e-mail, with or without its dash."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "code", _("Code"), _("8 digits; with or without the dash."))
        self.fields["code"].widget.attrs.update(inputmode="numeric", size=12, autocapitalize="off")
        self.fields["code"].error_messages["required"] = _("Type the code from the e-mail.")
        self.helper = CalmHelper(Question("code", short=True), Submit(_("Sign in")), tag=False)

    def tell_tries_left(self, count: int) -> None:
        """Say with the error how often a code may still be tried."""
        left = ngettext("You can try once more.", "You can try %(count)d more times.", count)
        errors = [*self.errors["code"], left % {"count": count}]
        self.errors["code"] = self.error_class([" ".join(errors)])


class ForgottenPasswordForm(allauth_forms.ResetPasswordForm):
    """The e-mail address of one of the staff. Any other address is answered alike."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "email", EMAIL)
        self.helper = CalmHelper("email", Submit(_("E-mail me a link")))

    def clean_email(self) -> str:
        """Patients have no password, and are not to get one this way."""
        email: str = super().clean_email()
        self.users = [user for user in self.users if not user.is_patient]
        return email


class NewPasswordForm(allauth_forms.ResetPasswordKeyForm):
    """A new password, twice, after the link in the e-mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "password1", _("New password"), NEW_PASSWORD_HINT)
        say(self, "password2", _("The same again"))
        self.helper = CalmHelper("password1", "password2", Submit(_("Keep this password")))


class ChangePasswordForm(allauth_forms.ChangePasswordForm):
    """The password so far and a new one, twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, "oldpassword", _("Your password so far"))
        say(self, "password1", _("New password"), NEW_PASSWORD_HINT)
        say(self, "password2", _("The same again"))
        self.helper = CalmHelper(
            "oldpassword", "password1", "password2", Submit(_("Change my password"), big=False)
        )
