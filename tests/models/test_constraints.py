"""Every named constraint, once accepting and once rejecting. The database is asked, not the forms."""

import uuid
from collections.abc import Callable
from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, models, transaction

from aftercare.models import (
    CheckIn,
    CheckInDraft,
    Clinic,
    ContactTry,
    Flag,
    FlagAction,
    Holiday,
    Invitation,
    Message,
    OnCallShift,
    Patient,
    Photo,
    PhotoImage,
    ProtocolVersion,
    PushSubscription,
    RecordAccess,
    SessionChange,
    TreatedArea,
    TreatmentSession,
    User,
    Watch,
)
from tests.cast import MONDAY, book, complete, make_provider

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
Make = Callable[..., models.Model]


def a_session(patient: Patient, **change: object) -> TreatmentSession:
    row = {
        "patient": patient,
        "clinic": patient.user.clinic,
        "treatment": "prp",
        "scheduled_at": MONDAY,
        "slot_ends_at": MONDAY + HOUR,
        "buffer_ends_at": MONDAY + HOUR,
        "room": patient.user.clinic.rooms.get(name="Treatment room"),
        "at": MONDAY,
        "booked_at": MONDAY - HOUR,
        "booked_by": patient.invited_by,
    }
    return TreatmentSession.objects.create(**{**row, **change})


def at_half_past() -> dict:
    half_past = MONDAY + HOUR / 2
    return {"at": half_past, "scheduled_at": half_past}


def a_flag(patient: Patient, **change: object) -> Flag:
    row = {
        "patient": patient,
        "clinic": patient.user.clinic,
        "rule": "severe-pain",
        "rule_name": "Severe pain",
        "episode": "one",
        "severity": "urgent",
        "gravity": 2,
        "raised_at": MONDAY,
        "due_at": MONDAY + 2 * HOUR,
        "escalate_at": MONDAY + 2 * HOUR,
    }
    return Flag.objects.create(**{**row, **change})


def a_check_in(patient: Patient, **change: object) -> CheckIn:
    row = {"patient": patient, "submission": uuid.uuid4(), "at": MONDAY, "pain_score": 0}
    return CheckIn.objects.create(**{**row, **change})


def a_message(patient: Patient, **change: object) -> Message:
    row = {
        "patient": patient,
        "submission": uuid.uuid4(),
        "body": "Thank you.",
        "written_at": MONDAY,
        "written_by": patient.invited_by,
    }
    return Message.objects.create(**{**row, **change})


def a_photo(patient: Patient, **change: object) -> Photo:
    row = {
        "patient": patient,
        "submission": uuid.uuid4(),
        "sha256": "0" * 64,
        "width_pixels": 1,
        "height_pixels": 1,
        "size_bytes": 1,
        "added_at": MONDAY,
        "added_by": patient.user,
    }
    return Photo.objects.create(**{**row, **change})


def rejected_by(name: str, make: Callable[[], object]) -> bool:
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        make()
    return f'"{name}"' in str(refusal.value)


def test_user_email_lower_case(clinic: Clinic) -> None:
    person = {"full_name": "A", "role": "nurse", "clinic": clinic}
    User.objects.create(email="a@juniper.example", **person)

    assert rejected_by(
        "user_email_lower_case", lambda: User.objects.create(email="B@juniper.example", **person)
    )


def test_user_role_known(clinic: Clinic) -> None:
    User.objects.create(email="a@juniper.example", role="administrator", clinic=clinic)

    assert rejected_by(
        "user_role_known", lambda: User.objects.create(email="b@juniper.example", role="owner", clinic=clinic)
    )


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("clinic_slot_has_length", {"slot_minutes": 1}, {"slot_minutes": 0}),
        ("clinic_response_times_have_length", {"emergency_minutes": 1}, {"emergency_minutes": 0}),
        ("clinic_response_times_have_length", {"urgent_minutes": 1}, {"urgent_minutes": 0}),
        ("clinic_escalation_interval_has_length", {"escalation_minutes": 1}, {"escalation_minutes": 0}),
        ("clinic_works_on_known_days", {"working_days": [0, 6]}, {"working_days": [6, 7]}),
        ("clinic_works_on_known_days", {"working_days": [6]}, {"working_days": []}),
    ],
)
def test_clinic_constraints(clinic: Clinic, name: str, good: dict, bad: dict) -> None:
    Clinic.objects.filter(pk=clinic.pk).update(**good)

    assert rejected_by(name, lambda: Clinic.objects.filter(pk=clinic.pk).update(**bad))


def test_holiday_once_a_date(clinic: Clinic, other_clinic: Clinic) -> None:
    for one in (clinic, other_clinic):
        Holiday.objects.create(clinic=one, date=MONDAY.date())

    assert rejected_by(
        "holiday_once_a_date", lambda: Holiday.objects.create(clinic=clinic, date=MONDAY.date())
    )


@pytest.mark.parametrize("care", ["left", "deceased"])
def test_patient_care_ended_by_somebody(patient: Patient, nurse: User, care: str) -> None:
    mine = Patient.objects.filter(pk=patient.pk)
    mine.update(care=care, care_ended_at=MONDAY, care_ended_by=nurse)

    for half in ({"care_ended_at": None}, {"care_ended_by": None}, {"care": "active"}, {"care": "asleep"}):
        assert rejected_by("patient_care_ended_by_somebody", lambda half=half: mine.update(**half))


@pytest.mark.parametrize("what", ["allergies", "medicines"])
def test_patient_health_told_by_somebody(patient: Patient, what: str) -> None:
    mine = Patient.objects.filter(pk=patient.pk)
    mine.update(**{f"{what}_told_at": MONDAY, f"{what}_told_by": patient.user})

    for half in ("at", "by"):
        change = {f"{what}_told_{half}": None}
        assert rejected_by(f"patient_{what}_told_by_somebody", lambda change=change: mine.update(**change))


def test_patient_reached_by_somebody(patient: Patient, nurse: User) -> None:
    mine = Patient.objects.filter(pk=patient.pk)
    mine.update(reached_at=MONDAY, reached_by=nurse)

    for half in ({"reached_at": None}, {"reached_by": None}):
        assert rejected_by("patient_reached_by_somebody", lambda half=half: mine.update(**half))


def test_invitation_being_sent_has_a_link(patient: Patient) -> None:
    row = {"user": patient.user, "created_at": MONDAY, "expires_at": MONDAY + HOUR}
    row |= {"created_by": patient.invited_by, "leased_until": MONDAY}
    Invitation.objects.create(**row, token_digest="one")

    assert rejected_by("invitation_being_sent_has_a_link", lambda: Invitation.objects.create(**row))
    assert rejected_by(
        "invitation_being_sent_has_a_link",
        lambda: Invitation.objects.create(**row, token_digest="two", sent_at=MONDAY),
    )


def test_patient_email_confirmed_by_somebody(patient: Patient, nurse: User) -> None:
    mine = Patient.objects.filter(pk=patient.pk)
    mine.update(email_confirmed_at=MONDAY, email_confirmed_by=nurse)

    for half in ({"email_confirmed_at": None}, {"email_confirmed_by": None}):
        assert rejected_by("patient_email_confirmed_by_somebody", lambda half=half: mine.update(**half))


def test_patient_mrn_once_a_clinic(
    patient: Patient, other_patient: Patient, foreign_patient: Patient
) -> None:
    def give(who: Patient) -> int:
        return Patient.objects.filter(pk=who.pk).update(mrn="A-10234", mrn_clinic=who.clinic)

    give(patient)
    give(foreign_patient)

    assert rejected_by("patient_mrn_once_a_clinic", lambda: give(other_patient))


def test_patient_mrn_constraints(patient: Patient) -> None:
    mine = Patient.objects.filter(pk=patient.pk)
    mine.update(mrn="A-10234", mrn_clinic=patient.clinic)

    assert rejected_by("patient_mrn_of_a_clinic", lambda: mine.update(mrn=""))
    assert rejected_by("patient_mrn_of_a_clinic", lambda: mine.update(mrn_clinic=None))
    assert rejected_by("patient_mrn_upper_case", lambda: mine.update(mrn="a-10234"))


def test_push_subscription_is_of_one_browser(patient: Patient, other_patient: Patient) -> None:
    def subscribe(who: Patient, path: str) -> PushSubscription:
        return PushSubscription.objects.create(
            patient=who, endpoint=f"https://push.example/{path}", created_at=MONDAY
        )

    subscribe(patient, "one")
    subscribe(patient, "two")

    assert rejected_by("aftercare_pushsubscription_endpoint_key", lambda: subscribe(other_patient, "one"))


def test_patient_baseline_pain_0_to_10(patient: Patient) -> None:
    mine = Patient.objects.filter(pk=patient.pk)
    mine.update(baseline_pain=10)
    mine.update(baseline_pain=None)

    assert rejected_by("patient_baseline_pain_0_to_10", lambda: mine.update(baseline_pain=11))


def test_patient_baseline_limitation_0_to_10(patient: Patient) -> None:
    mine = Patient.objects.filter(pk=patient.pk)
    mine.update(baseline_limitation=10)
    mine.update(baseline_limitation=None)

    assert rejected_by("patient_baseline_limitation_0_to_10", lambda: mine.update(baseline_limitation=11))


def test_invitation_expires_after_it_begins(patient: Patient, scheduler: User) -> None:
    row = {"user": patient.user, "created_at": MONDAY, "created_by": scheduler}
    Invitation.objects.create(expires_at=MONDAY + HOUR, **row)

    assert rejected_by(
        "invitation_expires_after_it_begins", lambda: Invitation.objects.create(expires_at=MONDAY, **row)
    )


def test_protocol_version_unique(protocol_version: ProtocolVersion) -> None:
    row = {"name": protocol_version.name, "document": "", "published_at": MONDAY}
    ProtocolVersion.objects.create(version=1003, digest="three", **row)

    assert rejected_by(
        "protocol_version_unique", lambda: ProtocolVersion.objects.create(version=1003, digest="3", **row)
    )


@pytest.mark.parametrize("change", [lambda rows: rows.update(version=9), lambda rows: rows.delete()])
def test_protocol_version_is_immutable(protocol_version: ProtocolVersion, change: Callable) -> None:
    rows = ProtocolVersion.objects.filter(pk=protocol_version.pk)

    with pytest.raises(InternalError), transaction.atomic():
        change(rows)

    assert rows.get().version == protocol_version.version


def test_session_room_taken(clinic: Clinic, patient: Patient, other_patient: Patient) -> None:
    a_session(patient)
    a_session(other_patient, room=clinic.rooms.create(name="Room 2"))

    assert rejected_by("session_room_taken", lambda: a_session(other_patient, **at_half_past()))


def test_session_provider_taken(clinic: Clinic, patient: Patient, other_patient: Patient) -> None:
    provider, room = make_provider(clinic, "Adelaide Fernsby"), clinic.rooms.create(name="Room 2")
    a_session(patient, provider=provider)
    later = {"at": MONDAY + HOUR, "scheduled_at": MONDAY + HOUR}
    a_session(
        other_patient,
        provider=provider,
        room=room,
        slot_ends_at=MONDAY + 2 * HOUR,
        buffer_ends_at=MONDAY + 2 * HOUR,
        **later,
    )

    assert rejected_by(
        "session_provider_taken",
        lambda: a_session(other_patient, provider=provider, room=room, **at_half_past()),
    )


def test_session_patient_taken(clinic: Clinic, patient: Patient) -> None:
    room = clinic.rooms.create(name="Room 2")
    a_session(patient, slot_ends_at=MONDAY + HOUR / 2)
    told = {"recorded_at": MONDAY, "recorded_by": patient.invited_by}
    a_session(patient, room=room, status="cancelled", **at_half_past(), **told)

    assert rejected_by("session_patient_taken", lambda: a_session(patient, room=room, **at_half_past()))


def test_session_scheduled_in_a_room(patient: Patient) -> None:
    told = {"recorded_at": MONDAY, "recorded_by": patient.invited_by}
    a_session(patient, room=None, status="cancelled", **told)

    assert rejected_by("session_scheduled_in_a_room", lambda: a_session(patient, room=None))


def test_session_buffer_follows_slot(patient: Patient) -> None:
    a_session(patient, buffer_ends_at=MONDAY + HOUR)
    mine = TreatmentSession.objects.filter(patient=patient)

    assert rejected_by(
        "session_buffer_follows_slot", lambda: mine.update(buffer_ends_at=MONDAY + HOUR - MINUTE)
    )


def test_session_change_constraints(patient: Patient) -> None:
    row = {"session": a_session(patient), "at": MONDAY, "by": patient.invited_by, "session_at": MONDAY}
    for kind in ("booked", "moved", "moved", "cancelled"):
        SessionChange.objects.create(kind=kind, **row)

    assert rejected_by(
        "session_change_ends_once", lambda: SessionChange.objects.create(kind="completed", **row)
    )
    assert rejected_by("session_change_kind_known", lambda: SessionChange.objects.create(kind="lost", **row))


@pytest.mark.parametrize("change", [lambda rows: rows.update(reason="x"), lambda rows: rows.delete()])
def test_the_history_of_a_session_stays(patient: Patient, change: Callable) -> None:
    book(patient, MONDAY)

    with pytest.raises(InternalError), transaction.atomic():
        change(SessionChange.objects.all())

    assert SessionChange.objects.get().reason == ""


def test_room_and_provider_are_named_once_a_clinic(clinic: Clinic, other_clinic: Clinic) -> None:
    for one in (clinic, other_clinic):
        make_provider(one, "Adelaide Fernsby")
        one.rooms.create(name="Room 2")

    assert rejected_by("room_named_once_a_clinic", lambda: clinic.rooms.create(name="ROOM 2"))
    assert rejected_by(
        "provider_named_once_a_clinic", lambda: clinic.providers.create(name="adelaide fernsby")
    )


def test_provider_is_one_of_the_staff(clinic: Clinic, nurse: User) -> None:
    clinic.providers.create(name="Odile Marrowby", user=nurse)

    assert rejected_by(
        "aftercare_provider_user_id_key", lambda: clinic.providers.create(name="Odile", user=nurse)
    )


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("working_hours_on_a_known_day", {"weekday": 7}),
        ("working_hours_have_length", {"ends": time(8)}),
        ("working_hours_begin_once_a_day", {"weekday": 1}),
    ],
)
def test_working_hours_constraints(clinic: Clinic, name: str, change: dict) -> None:
    monday = make_provider(clinic, "Adelaide Fernsby").hours.filter(weekday=0, begins=time(8))

    assert rejected_by(name, lambda: monday.update(**change))


def test_time_off_has_length(clinic: Clinic) -> None:
    provider = make_provider(clinic, "Adelaide Fernsby")
    provider.time_off.create(starts_at=MONDAY, ends_at=MONDAY + MINUTE)

    assert rejected_by(
        "time_off_has_length", lambda: provider.time_off.create(starts_at=MONDAY, ends_at=MONDAY)
    )


def on_call(clinic: Clinic, *, hours: int = 0, **change: object) -> OnCallShift:
    row = {"name": "Isolde Penhallow", "email": "isolde@outside.example", **change}
    start = MONDAY + hours * HOUR
    return clinic.on_call_shifts.create(**{"starts_at": start, "ends_at": start + HOUR, **row})


def test_on_call_shift_one_at_a_time(clinic: Clinic, other_clinic: Clinic) -> None:
    for whose, hours in ((clinic, 0), (clinic, 1), (other_clinic, 0)):
        on_call(whose, hours=hours)

    assert rejected_by(
        "on_call_shift_one_at_a_time",
        lambda: on_call(clinic, starts_at=MONDAY - HOUR, ends_at=MONDAY + MINUTE),
    )


def test_on_call_shift_has_length(clinic: Clinic) -> None:
    on_call(clinic, ends_at=MONDAY + MINUTE)

    assert rejected_by(
        "on_call_shift_has_length", lambda: on_call(clinic, hours=2, ends_at=MONDAY + 2 * HOUR)
    )


@pytest.mark.parametrize("extra", [{"name": "Isolde"}, {"email": "isolde@outside.example"}])
def test_on_call_shift_of_staff_or_a_named_outsider(clinic: Clinic, nurse: User, extra: dict) -> None:
    name = "on_call_shift_of_staff_or_a_named_outsider"
    staff = {"user": nurse, "name": "", "email": ""}
    on_call(clinic)
    on_call(clinic, hours=1, **staff)

    assert rejected_by(name, lambda: on_call(clinic, hours=2, **{**staff, **extra}))
    assert rejected_by(name, lambda: on_call(clinic, hours=2, name=""))


def test_on_call_shift_can_be_told(clinic: Clinic) -> None:
    on_call(clinic, email="", phone="+12125550111")

    assert rejected_by("on_call_shift_can_be_told", lambda: on_call(clinic, hours=1, email=""))


def test_treatment_length_constraints(clinic: Clinic, other_clinic: Clinic) -> None:
    for one in (clinic, other_clinic):
        one.treatment_lengths.create(treatment="prp", minutes=480, buffer_minutes=480)
    mine = clinic.treatment_lengths.all()

    assert rejected_by(
        "treatment_length_once_a_clinic", lambda: clinic.treatment_lengths.create(treatment="prp", minutes=1)
    )
    for change in ({"minutes": 0}, {"minutes": 481}, {"buffer_minutes": 481}):
        assert rejected_by("treatment_length_within_a_day", lambda change=change: mine.update(**change))


def test_session_patient_instant_unique(patient: Patient) -> None:
    first = complete(patient, MONDAY)
    told = {"recorded_at": MONDAY, "recorded_by": patient.invited_by}
    a_session(patient, status="missed", **told)

    assert rejected_by(
        "session_patient_instant_unique",
        lambda: a_session(patient, status="completed", protocol_version=first.protocol_version, **told),
    )


def test_session_slot_has_length(patient: Patient) -> None:
    assert rejected_by("session_slot_has_length", lambda: a_session(patient, slot_ends_at=MONDAY))


def test_session_at_is_scheduled_until_completed(patient: Patient) -> None:
    assert rejected_by(
        "session_at_is_scheduled_until_completed", lambda: a_session(patient, at=MONDAY + HOUR)
    )


def test_session_completed_pins_protocol(patient: Patient) -> None:
    told = {"recorded_at": MONDAY, "recorded_by": patient.invited_by}

    assert rejected_by(
        "session_completed_pins_protocol", lambda: a_session(patient, status="completed", **told)
    )


@pytest.mark.parametrize("change", [{"status": "cancelled"}, {"recorded_at": MONDAY}])
def test_session_recorded_by_somebody(patient: Patient, change: dict) -> None:
    a_session(patient)
    TreatmentSession.objects.update(status="cancelled", recorded_at=MONDAY, recorded_by=patient.invited_by)

    assert rejected_by("session_recorded_by_somebody", lambda: a_session(patient, **change))


def test_session_dose_1_to_15(patient: Patient) -> None:
    session = a_session(patient, dose_billion_vesicles=1)
    mine = TreatmentSession.objects.filter(pk=session.pk)
    mine.update(dose_billion_vesicles=15)

    assert rejected_by("session_dose_1_to_15", lambda: mine.update(dose_billion_vesicles=Decimal("0.9")))
    assert rejected_by("session_dose_1_to_15", lambda: mine.update(dose_billion_vesicles=Decimal("15.1")))


def test_treated_area_constraints(patient: Patient) -> None:
    session = a_session(patient)
    TreatedArea.objects.create(session=session, area="knee", side="left")
    TreatedArea.objects.create(session=session, area="knee", side="right")

    def add(**row: str) -> Callable[[], object]:
        return lambda: TreatedArea.objects.create(session=session, **row)

    assert rejected_by("treated_area_once_a_session", add(area="knee", side="left"))
    assert rejected_by("treated_area_known", add(area="nose"))
    assert rejected_by("treated_area_side_known", add(area="hip", side="up"))


def test_check_in_submitted_once(patient: Patient, other_patient: Patient) -> None:
    submission = uuid.uuid4()
    a_check_in(patient, submission=submission)
    a_check_in(other_patient, submission=submission)

    assert rejected_by("check_in_submitted_once", lambda: a_check_in(patient, submission=submission))


def test_check_in_pain_0_to_10(patient: Patient) -> None:
    a_check_in(patient, pain_score=10)

    assert rejected_by("check_in_pain_0_to_10", lambda: a_check_in(patient, pain_score=11))


def test_check_in_limitation_0_to_10(patient: Patient) -> None:
    a_check_in(patient, limitation_score=10)
    a_check_in(patient, limitation_score=None)

    assert rejected_by("check_in_limitation_0_to_10", lambda: a_check_in(patient, limitation_score=11))


def test_check_in_stays_as_it_was_told(patient: Patient) -> None:
    a_check_in(patient, pain_score=3)

    with pytest.raises(InternalError), transaction.atomic():
        CheckIn.objects.update(pain_score=1)

    assert CheckIn.objects.get().pain_score == 3


def test_flag_one_open_an_episode(patient: Patient, nurse: User) -> None:
    first = a_flag(patient)
    taken_on = {"acknowledged_at": MONDAY, "acknowledged_by": nurse, "holder": nurse}
    done = {**taken_on, "resolved_at": MONDAY, "resolved_by": nurse}

    assert rejected_by("flag_one_open_an_episode", lambda: a_flag(patient))
    Flag.objects.filter(pk=first.pk).update(disposition="no-action-needed", **done)
    assert a_flag(patient, previous=first).previous == first


@pytest.mark.parametrize(("severity", "gravity"), [("emergency", 3), ("urgent", 2), ("routine", 1)])
def test_flag_gravity_matches_severity(patient: Patient, severity: str, gravity: int) -> None:
    a_flag(patient, severity=severity, gravity=gravity)

    assert rejected_by(
        "flag_gravity_matches_severity",
        lambda: a_flag(patient, severity=severity, gravity=gravity % 3 + 1, episode="two"),
    )


def test_flag_acknowledged_by_somebody(patient: Patient, nurse: User) -> None:
    a_flag(patient, acknowledged_at=MONDAY, acknowledged_by=nurse, holder=nurse)

    assert rejected_by(
        "flag_acknowledged_by_somebody",
        lambda: a_flag(patient, acknowledged_at=MONDAY, holder=nurse, episode="two"),
    )
    assert rejected_by(
        "flag_acknowledged_by_somebody", lambda: a_flag(patient, acknowledged_by=nurse, episode="two")
    )


@pytest.mark.parametrize("missing", ["resolved_at", "resolved_by", "disposition", "acknowledged"])
def test_flag_resolved_by_somebody_with_disposition(patient: Patient, nurse: User, missing: str) -> None:
    done = {
        "acknowledged_at": MONDAY,
        "acknowledged_by": nurse,
        "holder": nurse,
        "resolved_at": MONDAY,
        "resolved_by": nurse,
        "disposition": "no-action-needed",
    }
    a_flag(patient, **done)

    half = {key: value for key, value in done.items() if not key.startswith(missing)}

    assert rejected_by(
        "flag_resolved_by_somebody_with_disposition", lambda: a_flag(patient, episode="two", **half)
    )


def test_flag_acknowledged_has_a_holder(patient: Patient, nurse: User) -> None:
    a_flag(patient, holder=nurse)

    assert rejected_by(
        "flag_acknowledged_has_a_holder",
        lambda: a_flag(patient, acknowledged_at=MONDAY, acknowledged_by=nurse, episode="two"),
    )


def test_flag_snoozed_is_acknowledged_and_no_emergency(patient: Patient, nurse: User) -> None:
    taken_on = {"acknowledged_at": MONDAY, "acknowledged_by": nurse, "holder": nurse}
    a_flag(patient, snoozed_until=MONDAY, **taken_on)

    for change in ({"holder": nurse}, {**taken_on, "severity": "emergency", "gravity": 3}):
        assert rejected_by(
            "flag_snoozed_is_acknowledged_and_no_emergency",
            lambda change=change: a_flag(patient, snoozed_until=MONDAY, episode="two", **change),
        )


@pytest.mark.parametrize(
    ("name", "kind", "told"),
    [
        ("flag_action_handed_over_to_somebody", "handed-over", {"to": "nurse"}),
        ("flag_action_put_off_or_asked_again_at_a_time", "snoozed", {"until": MONDAY}),
        ("flag_action_put_off_or_asked_again_at_a_time", "asked-again", {"until": MONDAY}),
        ("flag_action_called_with_an_outcome", "called", {"outcome": "reached"}),
        ("flag_action_resolved_with_a_disposition", "resolved", {"disposition": "self-care"}),
    ],
)
def test_flag_action_tells_what_its_kind_asks_for_and_no_other(
    patient: Patient, nurse: User, name: str, kind: str, told: dict
) -> None:
    told = {key: nurse if value == "nurse" else value for key, value in told.items()}
    done = {"flag": a_flag(patient), "at": MONDAY, "by": nurse}
    FlagAction.objects.create(kind=kind, **done, **told)

    assert rejected_by(name, lambda: FlagAction.objects.create(kind=kind, **done))
    assert rejected_by(name, lambda: FlagAction.objects.create(kind="acknowledged", **done, **told))


@pytest.mark.parametrize("name", ["until_before", "unanswered_at"])
def test_flag_action_answer_is_of_asking_again(patient: Patient, nurse: User, name: str) -> None:
    done = {"flag": a_flag(patient), "at": MONDAY, "by": nurse, "until": MONDAY, name: MONDAY}
    FlagAction.objects.create(kind="asked-again", **done)

    assert rejected_by(
        "flag_action_answer_is_of_asking_again", lambda: FlagAction.objects.create(kind="snoozed", **done)
    )


def test_flag_asked_again_is_no_emergency(patient: Patient) -> None:
    a_flag(patient, recheck_at=MONDAY)

    assert rejected_by(
        "flag_asked_again_is_no_emergency",
        lambda: a_flag(patient, recheck_at=MONDAY, severity="emergency", gravity=3, episode="two"),
    )


def test_contact_try_submitted_once(patient: Patient, other_patient: Patient, nurse: User) -> None:
    call = {"kind": "called", "outcome": "reached", "submission": uuid.uuid4(), "at": MONDAY, "by": nurse}
    for who in (patient, other_patient):
        ContactTry.objects.create(patient=who, **call)

    assert rejected_by(
        "contact_try_submitted_once", lambda: ContactTry.objects.create(patient=patient, **call)
    )


@pytest.mark.parametrize(
    "change",
    [{"outcome": ""}, {"submission": None}, {"kind": "asked"}, {"kind": "written"}],
    ids=str,
)
def test_contact_try_asked_or_called_with_an_outcome(patient: Patient, nurse: User, change: dict) -> None:
    done = {"patient": patient, "at": MONDAY, "by": nurse}
    ContactTry.objects.create(kind="asked", **done)
    call = {"kind": "called", "outcome": "reached", "submission": uuid.uuid4(), **done}
    ContactTry.objects.create(**call)

    assert rejected_by(
        "contact_try_asked_or_called_with_an_outcome",
        lambda: ContactTry.objects.create(**{**call, "submission": uuid.uuid4(), **change}),
    )


def test_flag_action_undone_can_be(patient: Patient, nurse: User) -> None:
    undone = {"flag": a_flag(patient), "at": MONDAY, "by": nurse, "undone_at": MONDAY}
    FlagAction.objects.create(kind="claimed", **undone)

    assert rejected_by(
        "flag_action_undone_can_be", lambda: FlagAction.objects.create(kind="replied", **undone)
    )


def test_flag_action_kind_known(patient: Patient, nurse: User) -> None:
    flag = a_flag(patient)
    FlagAction.objects.create(flag=flag, kind="acknowledged", at=MONDAY, by=nurse)

    assert rejected_by(
        "flag_action_kind_known",
        lambda: FlagAction.objects.create(flag=flag, kind="ignored", at=MONDAY, by=nurse),
    )


def test_message_constraints(patient: Patient) -> None:
    first = a_message(patient)

    assert rejected_by("message_says_something", lambda: a_message(patient, body=""))
    assert rejected_by("message_submitted_once", lambda: a_message(patient, submission=first.submission))


@pytest.mark.parametrize("missing", ["read_at", "read_by"])
def test_message_read_by_somebody(patient: Patient, missing: str) -> None:
    read = {"read_at": MONDAY, "read_by": patient.user}
    a_message(patient, **read)

    del read[missing]

    assert rejected_by("message_read_by_somebody", lambda: a_message(patient, **read))


@pytest.mark.parametrize(
    "change",
    [
        {"answered_at": None},
        {"answered_by": None},
        {"from_patient": False},
        {"read_at": None, "read_by": None},
    ],
    ids=str,
)
def test_message_of_patient_answered_by_somebody_once_read(
    patient: Patient, nurse: User, change: dict
) -> None:
    read = {"read_at": MONDAY, "read_by": nurse}
    answered = {"from_patient": True, "answered_at": MONDAY, "answered_by": nurse, **read}
    a_message(patient, **answered)

    assert rejected_by(
        "message_of_patient_answered_by_somebody_once_read",
        lambda: a_message(patient, **{**answered, **change}),
    )


def test_photo_added_once(patient: Patient, nurse: User) -> None:
    first = a_photo(patient)
    a_photo(patient, submission=first.submission, sha256="1" * 64)
    a_photo(patient, submission=first.submission, added_by=nurse)

    assert rejected_by("photo_added_once", lambda: a_photo(patient, submission=first.submission))


def test_photo_in_one_place(patient: Patient) -> None:
    places = {"check_in": a_check_in(patient), "message": a_message(patient)}
    for place in places:
        a_photo(patient, **{place: places[place]})

    assert rejected_by("photo_in_one_place", lambda: a_photo(patient, **places))


@pytest.mark.parametrize("size", ["width_pixels", "height_pixels", "size_bytes"])
def test_photo_has_a_size(patient: Patient, size: str) -> None:
    a_photo(patient, **{size: 1})

    assert rejected_by("photo_has_a_size", lambda: a_photo(patient, **{size: 0}))


@pytest.mark.parametrize("place", ["check_in", "message"])
@pytest.mark.parametrize("change", [lambda rows: rows.update(message=None), lambda rows: rows.delete()])
def test_photo_that_was_sent_stays_where_it_is(patient: Patient, place: str, change: Callable) -> None:
    photo = a_photo(patient)
    Photo.objects.update(**{place: {"check_in": a_check_in, "message": a_message}[place](patient)})

    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic():
        change(Photo.objects.filter(pk=photo.pk))

    assert Photo.objects.exclude(check_in=None, message=None).count() == 1


def test_photo_image_stays_as_it_was_added(patient: Patient) -> None:
    PhotoImage.objects.create(photo=a_photo(patient), jpeg=b"one", small_jpeg=b"one")

    with pytest.raises(InternalError, match="Cannot update"), transaction.atomic():
        PhotoImage.objects.update(jpeg=b"two")

    assert bytes(PhotoImage.objects.get().jpeg) == b"one"


def test_watch_one_an_episode(patient: Patient) -> None:
    row = {"patient": patient, "rule": "severe-pain", "due_at": MONDAY}
    Watch.objects.create(episode="one", **row)
    Watch.objects.create(episode="two", **row)

    assert rejected_by("watch_one_an_episode", lambda: Watch.objects.create(episode="one", **row))


@pytest.mark.parametrize("change", [lambda rows: rows.update(what="x"), lambda rows: rows.delete()])
def test_the_trace_of_a_reading_stays(patient: Patient, nurse: User, change: Callable) -> None:
    RecordAccess.objects.create(patient=patient, by=nurse, at=MONDAY, what="record")

    with pytest.raises(InternalError), transaction.atomic():
        change(RecordAccess.objects.all())

    assert RecordAccess.objects.get().what == "record"


def test_check_in_draft_one_a_patient(patient: Patient, other_patient: Patient) -> None:
    for one in (patient, other_patient):
        CheckInDraft.objects.create(patient=one, opened_at=MONDAY, updated_at=MONDAY)

    assert rejected_by(
        "aftercare_checkindraft_pkey",
        lambda: CheckInDraft.objects.create(patient=patient, opened_at=MONDAY, updated_at=MONDAY),
    )
