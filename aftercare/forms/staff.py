"""The clinic's staff: who is invited, with which role; and the password that the invited one chooses."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aftercare.forms.accounts import NEW_PASSWORD_HINT
from aftercare.forms.layout import CalmHelper, Choices, Fieldset, Question, Submit
from aftercare.models import User

ROLES = [choice for choice in User.Role.choices if choice[0] != User.Role.PATIENT]
NOTES = {
    User.Role.SCHEDULER.value: gettext_lazy("Invites patients and books sessions. Reads no check-ins."),
    User.Role.NURSE.value: gettext_lazy("Works through the queue: check-ins, flags, patients' messages."),
    User.Role.ADMINISTRATOR.value: gettext_lazy(
        "Does all of it, and keeps the clinic's settings and its staff."
    ),
}


class RoleForm(forms.Form):
    """Which role somebody has, each with what it may do."""

    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a role.")},
    )

    @property
    def helper(self) -> CalmHelper:
        """The roles with their button."""
        return CalmHelper(Choices("role", notes=NOTES, sheet=True), Submit(_("Change the role"), big=False))


class StaffInvitationForm(RoleForm):
    """Who is invited."""

    full_name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the name.")},
    )
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        help_text=gettext_lazy("The invitation goes there. They sign in with this address."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": gettext_lazy("Write the e-mail address."),
            "invalid": gettext_lazy("This is no e-mail address. Write it like name@example.com."),
        },
    )

    @property
    def helper(self) -> CalmHelper:
        """Who it is, then the role."""
        who = Fieldset(_("Who it is"), Question("full_name"), Question("email"))
        return CalmHelper(who, Choices("role", notes=NOTES, sheet=True), Submit(_("Invite")))


class JoinForm(forms.Form):
    """The password that somebody chooses who was invited, twice. Who they are comes with the link."""

    password1 = forms.CharField(
        label=gettext_lazy("Your password"),
        help_text=NEW_PASSWORD_HINT,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Type a password.")},
    )
    password2 = forms.CharField(
        label=gettext_lazy("The same again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Type the password again.")},
    )

    def __init__(self, *args: object, email: str, full_name: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.person = User(email=email, full_name=full_name)
        self.helper = CalmHelper("password1", "password2", Submit(_("Keep this password and come in")))

    def clean_password1(self) -> str:
        """A password that is hard to guess, for this person."""
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.person)
        return password

    def clean_password2(self) -> str:
        """The very same password."""
        again: str = self.cleaned_data["password2"]
        if again != self.cleaned_data.get("password1", again):
            raise forms.ValidationError(_("The two passwords are not the same. Type the second one again."))
        return again
