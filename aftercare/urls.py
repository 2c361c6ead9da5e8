"""The addresses of the portal, one line a page, by audience. One word for one thing; ids are UUIDs."""

from allauth.account import views as allauth_views
from django.urls import URLPattern, path, re_path
from django.views.generic import RedirectView

from aftercare.forms.accounts import ChangePasswordForm, ForgottenPasswordForm, NewPasswordForm
from aftercare.views import (
    about_me,
    accounts,
    calendar,
    care,
    check_in_steps,
    check_ins,
    clinic,
    demo,
    desk,
    escalations,
    figures,
    flag_work,
    flags,
    front,
    hand_over,
    history,
    invitations,
    lot_recall,
    lots,
    me,
    messages,
    nurse,
    on_call,
    outreach,
    patient,
    photos,
    protocol,
    schedule,
    session_end,
    sessions,
    staff,
    staff_patients,
    unsubscribe,
)
from aftercare.views.doors import for_staff

# everyone. Of allauth's pages only those that are offered; it finds the others by these names, too.
everyone: list[URLPattern] = [
    path("", front.front, name="front"),
    path("calendar/<slug:token>/plan.ics", calendar.calendar_feed, name="calendar_feed"),
    path("invitations/<str:token>/", invitations.invitation, name="invitation"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("accounts/", RedirectView.as_view(pattern_name="account_login")),
    path("accounts/login/", accounts.SignIn.as_view(), name="account_login"),
    path("accounts/login/code/", accounts.RequestCode.as_view(), name="account_request_login_code"),
    path("accounts/login/code/confirm/", accounts.EnterCode.as_view(), name="account_confirm_login_code"),
    path("accounts/logout/", allauth_views.logout, name="account_logout"),
    path("accounts/inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("accounts/signup/", allauth_views.signup, name="account_signup"),
    path(
        "accounts/password/change/",
        for_staff(allauth_views.PasswordChangeView.as_view(form_class=ChangePasswordForm)),
        name="account_change_password",
    ),
    path(
        "accounts/password/reset/",
        allauth_views.PasswordResetView.as_view(form_class=ForgottenPasswordForm),
        name="account_reset_password",
    ),
    path(
        "accounts/password/reset/done/", allauth_views.password_reset_done, name="account_reset_password_done"
    ),
    path(
        "accounts/password/reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    re_path(
        r"^accounts/password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.PasswordResetFromKeyView.as_view(form_class=NewPasswordForm),
        name="account_reset_password_from_key",
    ),
    path("photos/<uuid:photo_id>/", photos.photo, name="photo"),
    path("photos/<uuid:photo_id>/small/", photos.photo_small, name="photo_small"),
    path("demo/mail/", demo.demo_mail, name="demo_mail"),
    path("demo/mail/<str:name>/", demo.demo_mail_message, name="demo_mail_message"),
]

# patients
patients: list[URLPattern] = [
    path("today/", patient.today, name="today"),
    path("plan/", patient.plan, name="plan"),
    path("plan/calendar/", calendar.plan_calendar_address, name="calendar_address"),
    path("can-i/", patient.can_i, name="can_i"),
    path("check-ins/", check_ins.check_in_list, name="check_in_list"),
    path("check-ins/new/", check_in_steps.check_in_new, name="check_in_new"),
    path("check-ins/new/<slug:step>/", check_in_steps.check_in_step, name="check_in_step"),
    path("check-ins/<uuid:check_in_id>/", check_ins.check_in, name="check_in"),
    path("learn/", patient.learn, name="learn"),
    path("progress/", patient.progress, name="progress"),
    path("messages/", messages.messages, name="messages"),
    path("me/", me.me, name="me"),
    path("me/time-zone/", about_me.me_zone, name="me_zone"),
    path("me/health/", about_me.me_health, name="me_health"),
    path("me/pain/", about_me.me_pain, name="me_pain"),
    path("me/push/", me.push_save, name="push_save"),
    path("me/push/forget/", me.push_forget, name="push_forget"),
]

# schedulers; nurses read the patients, the sessions and the lots, and phone whom messages do not reach
scheduling: list[URLPattern] = [
    path("schedule/", schedule.schedule, name="schedule"),
    path("patients/", staff_patients.patients, name="patients"),
    path("patients/new/", staff_patients.patient_invite, name="patient_invite"),
    path("patients/<uuid:patient_id>/", staff_patients.patient, name="patient"),
    path("patients/<uuid:patient_id>/edit/", staff_patients.patient_edit, name="patient_edit"),
    path("patients/<uuid:patient_id>/invite/", staff_patients.invitation_renew, name="invitation_renew"),
    path("patients/<uuid:patient_id>/care/", care.patient_care, name="patient_care"),
    path("patients/<uuid:patient_id>/outreach/", outreach.patient_outreach, name="patient_outreach"),
    path("patients/<uuid:patient_id>/reached/", outreach.patient_reached, name="patient_reached"),
    path("patients/<uuid:patient_id>/ask/", outreach.patient_ask, name="patient_ask"),
    path("patients/<uuid:patient_id>/call/", outreach.patient_call, name="patient_call"),
    path("patients/<uuid:patient_id>/address/", outreach.patient_address, name="patient_address"),
    path("outreach/", outreach.outreach, name="outreach"),
    path("silent/", outreach.silent, name="silent"),
    path("sessions/new/", sessions.session_new, name="session_new"),
    path("sessions/<uuid:session_id>/", sessions.session, name="session"),
    path("sessions/<uuid:session_id>/move/", sessions.session_move, name="session_move"),
    path("sessions/<uuid:session_id>/cancel/", session_end.session_cancel, name="session_cancel"),
    path("sessions/<uuid:session_id>/missed/", session_end.session_missed, name="session_missed"),
    path("sessions/<uuid:session_id>/complete/", session_end.session_complete, name="session_complete"),
    path("lots/", lots.lot_list, name="lots"),
    path("lots/new/", lots.lot_new, name="lot_new"),
    path("lots/<uuid:lot_id>/", lots.lot, name="lot"),
    path("lots/<uuid:lot_id>/edit/", lots.lot_edit, name="lot_edit"),
    path("lots/<uuid:lot_id>/quarantine/", lots.lot_quarantine, name="lot_quarantine"),
    path("lots/<uuid:lot_id>/release/", lots.lot_release, name="lot_release"),
    path("lots/<uuid:lot_id>/recall/", lot_recall.lot_recall, name="lot_recall"),
    path("lots/<uuid:lot_id>/recall.csv", lot_recall.lot_recall_export, name="lot_recall_export"),
]

# nurses
nursing: list[URLPattern] = [
    path("queue/", nurse.queue, name="queue"),
    path("queue/claim/", nurse.queue_claim, name="queue_claim"),
    path("queue/acknowledge/", nurse.queue_acknowledge, name="queue_acknowledge"),
    path("flags/<uuid:flag_id>/", flags.flag, name="flag"),
    path("flags/<uuid:flag_id>/acknowledge/", flags.flag_acknowledge, name="flag_acknowledge"),
    path("flags/<uuid:flag_id>/claim/", flag_work.flag_claim, name="flag_claim"),
    path("flags/<uuid:flag_id>/take-over/", flag_work.flag_take_over, name="flag_take_over"),
    path("flags/<uuid:flag_id>/hand-over/", flag_work.flag_hand_over, name="flag_hand_over"),
    path("flags/<uuid:flag_id>/snooze/", flag_work.flag_snooze, name="flag_snooze"),
    path("flags/<uuid:flag_id>/recheck/", flag_work.flag_recheck, name="flag_recheck"),
    path("flags/<uuid:flag_id>/call/", flag_work.flag_call, name="flag_call"),
    path("flags/<uuid:flag_id>/undo/", flag_work.flag_undo, name="flag_undo"),
    path("flags/<uuid:flag_id>/reply/", flags.flag_reply, name="flag_reply"),
    path("flags/<uuid:flag_id>/resolve/", flags.flag_resolve, name="flag_resolve"),
    path("patients/<uuid:patient_id>/messages/", messages.patient_messages, name="patient_messages"),
    path(
        "patients/<uuid:patient_id>/messages/settle/",
        messages.patient_messages_settle,
        name="patient_messages_settle",
    ),
    path("escalations/<uuid:escalation_id>/", escalations.escalation, name="escalation"),
    path("escalations/<uuid:escalation_id>/take/", escalations.escalation_take, name="escalation_take"),
    path(
        "escalations/<uuid:escalation_id>/call/<uuid:flag_id>/",
        escalations.escalation_call,
        name="escalation_call",
    ),
    path("hand-over/", hand_over.hand_over, name="hand_over"),
    path("patients/<uuid:patient_id>/history/", history.patient_history, name="patient_history"),
    path("flags/<uuid:flag_id>/history/", history.flag_history, name="flag_history"),
    path("figures/", figures.figures, name="figures"),
    path("protocol/", protocol.protocol, name="protocol"),
]

# clinic administrators; all staff read who is on call
administration: list[URLPattern] = [
    path("clinic/", clinic.clinic, name="clinic"),
    path("clinic/hours/", clinic.clinic_hours, name="clinic_hours"),
    path("clinic/on-call/", on_call.on_call, name="on_call"),
    path("clinic/on-call/new/", on_call.on_call_shift, name="on_call_new"),
    path("clinic/on-call/<uuid:shift_id>/", on_call.on_call_shift, name="on_call_shift"),
    path("clinic/on-call/<uuid:shift_id>/end/", on_call.on_call_end, name="on_call_end"),
    path("clinic/providers/", desk.providers, name="providers"),
    path("clinic/providers/new/", desk.provider, name="provider_new"),
    path("clinic/providers/<uuid:provider_id>/", desk.provider, name="provider"),
    path("clinic/rooms/", desk.rooms, name="rooms"),
    path("clinic/rooms/new/", desk.room, name="room_new"),
    path("clinic/rooms/<uuid:room_id>/", desk.room, name="room"),
    path("clinic/staff/", staff.staff, name="staff"),
    path("clinic/staff/new/", staff.staff_invite, name="staff_invite"),
    path("clinic/staff/<uuid:person_id>/", staff.staff_member, name="staff_member"),
    path("clinic/staff/<uuid:person_id>/invite/", staff.staff_renew, name="staff_renew"),
    path("clinic/staff/<uuid:person_id>/deactivate/", staff.staff_deactivate, name="staff_deactivate"),
    path("clinic/staff/<uuid:person_id>/reactivate/", staff.staff_reactivate, name="staff_reactivate"),
    path("clinic/treatments/", desk.treatment_lengths, name="treatment_lengths"),
]

urlpatterns = [*everyone, *patients, *scheduling, *nursing, *administration]
