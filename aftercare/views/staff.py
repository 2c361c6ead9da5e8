"""The clinic's staff, for its administrators."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from aftercare.forms.staff import RoleForm, StaffInvitationForm
from aftercare.queries.clinic_staff import find_staff, staff_page, staff_rows
from aftercare.services.people import INVITATION_DAYS
from aftercare.services.staff import (
    StaffRefused,
    change_role,
    deactivate_staff,
    invite_staff,
    reactivate_staff,
    renew_staff_invitation,
)
from aftercare.views.doors import SignedInRequest, for_administrators

read_or_write = require_http_methods(["GET", "POST"])


@for_administrators
@require_GET
def staff(request: SignedInRequest) -> HttpResponse:
    """Everyone who works here, with role and last sign-in."""
    rows = staff_rows(user=request.user, now=timezone.now())
    return render(request, "clinic/staff_list.html", {"rows": rows})


@for_administrators
@read_or_write
def staff_invite(request: SignedInRequest) -> HttpResponse:
    """Invite somebody with a role; the e-mail goes out by itself."""
    form = StaffInvitationForm(request.POST or None)
    if form.is_valid():
        try:
            invite_staff(**form.cleaned_data, by=request.user, at=timezone.now())
        except StaffRefused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.reason)
        else:
            messages.success(request, _("Invited. The e-mail with the link goes out within seconds."))
            return redirect("staff")
    return render(request, "clinic/staff_invite.html", {"form": form, "days": INVITATION_DAYS})


@for_administrators
@read_or_write
def staff_member(request: SignedInRequest, person_id: UUID) -> HttpResponse:
    """One of the staff. POST: another role."""
    person = find_staff(user=request.user, person_id=person_id)
    form = RoleForm(request.POST or None, initial={"role": person.role})
    if form.is_valid():
        try:
            change_role(person=person, role=form.cleaned_data["role"], by=request.user, at=timezone.now())
        except StaffRefused as refusal:
            form.add_error(None, refusal.reason)
        else:
            messages.success(request, _("Saved. It holds from the next page that they open."))
            return redirect("staff")
    page = staff_page(user=request.user, person=person, now=timezone.now())
    return render(request, "clinic/staff_member.html", {"form": form, "page": page})


def _change(service: Callable[..., object], told: str) -> Callable[..., HttpResponse]:
    """A view that does one thing to one of the staff; whoever only opens its address is led to the person."""

    @for_administrators
    @read_or_write
    def change(request: SignedInRequest, person_id: UUID) -> HttpResponse:
        person = find_staff(user=request.user, person_id=person_id)
        if request.method == "POST":
            try:
                service(person=person, by=request.user, at=timezone.now())
                messages.success(request, told % {"name": person.full_name})
            except StaffRefused as refusal:
                messages.warning(request, refusal.reason)
        return redirect("staff_member", person_id)

    return change


staff_renew = _change(
    renew_staff_invitation,
    gettext_lazy("A new link goes out within seconds. The one before does not work any more."),
)
staff_deactivate = _change(
    deactivate_staff, gettext_lazy("%(name)s cannot sign in any more. What they have done stays on record.")
)
staff_reactivate = _change(
    reactivate_staff, gettext_lazy("A link goes out to %(name)s within seconds, to choose a new password.")
)
