"""Every named constraint, once accepting and once rejecting. The database is asked, not the forms."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, models, transaction

from aftercare.models import (
    CheckIn,
    Clinic,
    Flag,
    FlagAction,
    Holiday,
    Invitation,
    Message,
    Patient,
    Photo,
    PhotoImage,
    ProtocolVersion,
    PushSubscription,
    RecordAccess,
    TreatedArea,
    TreatmentSession,
    User,
    Watch,
)
from tests.cast import MONDAY, complete

HOUR = timedelta(hours=1)
Make = Callable[..., models.Model]


def a_session(patient: Patient, **change: object) -> TreatmentSession:
    row = {
        "patient": patient,
        "clinic": patient.user.clinic,
        "treatment": "prp",
        "scheduled_at": MONDAY,
        "slot_ends_at": MONDAY + HOUR,
        "at": MONDAY,
        "booked_at": MONDAY - HOUR,
        "booked_by": patient.invited_by,
    }
    return TreatmentSession.objects.create(**{**row, **change})


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


def test_patient_reached_by_somebody(patient: Patient, nurse: User) -> None:
    mine = Patient.objects.filter(pk=patient.pk)
    mine.update(reached_at=MONDAY, reached_by=nurse)

    for half in ({"reached_at": None}, {"reached_by": None}):
        assert rejected_by("patient_reached_by_somebody", lambda half=half: mine.update(**half))


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


def test_invitation_expires_after_it_begins(patient: Patient, scheduler: User) -> None:
    row = {"user": patient.user, "created_at": MONDAY, "created_by": scheduler}
    Invitation.objects.create(expires_at=MONDAY + HOUR, **row)

    assert rejected_by(
        "invitation_expires_after_it_begins", lambda: Invitation.objects.create(expires_at=MONDAY, **row)
    )


def test_protocol_version_unique(protocol_version: ProtocolVersion) -> None:
    row = {"name": protocol_version.name, "document": "", "published_at": MONDAY}
    ProtocolVersion.objects.create(version=3, digest="three", **row)

    assert rejected_by(
        "protocol_version_unique", lambda: ProtocolVersion.objects.create(version=3, digest="3", **row)
    )


@pytest.mark.parametrize("change", [lambda rows: rows.update(version=9), lambda rows: rows.delete()])
def test_protocol_version_is_immutable(protocol_version: ProtocolVersion, change: Callable) -> None:
    rows = ProtocolVersion.objects.filter(pk=protocol_version.pk)

    with pytest.raises(InternalError), transaction.atomic():
        change(rows)

    assert rows.get().version == 2


def test_session_slot_taken(patient: Patient, other_patient: Patient) -> None:
    a_session(patient)
    a_session(other_patient, scheduled_at=MONDAY + HOUR, at=MONDAY + HOUR, slot_ends_at=MONDAY + 2 * HOUR)
    half_past = MONDAY + HOUR / 2

    assert rejected_by(
        "session_slot_taken",
        lambda: a_session(other_patient, scheduled_at=half_past, at=half_past, slot_ends_at=MONDAY + HOUR),
    )


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


def test_check_in_stays_as_it_was_told(patient: Patient) -> None:
    a_check_in(patient, pain_score=3)

    with pytest.raises(InternalError), transaction.atomic():
        CheckIn.objects.update(pain_score=1)

    assert CheckIn.objects.get().pain_score == 3


def test_flag_one_open_an_episode(patient: Patient, nurse: User) -> None:
    first = a_flag(patient)
    done = {"acknowledged_at": MONDAY, "acknowledged_by": nurse, "resolved_at": MONDAY, "resolved_by": nurse}

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
    a_flag(patient, acknowledged_at=MONDAY, acknowledged_by=nurse)

    assert rejected_by(
        "flag_acknowledged_by_somebody", lambda: a_flag(patient, acknowledged_at=MONDAY, episode="two")
    )
    assert rejected_by(
        "flag_acknowledged_by_somebody", lambda: a_flag(patient, acknowledged_by=nurse, episode="two")
    )


@pytest.mark.parametrize("missing", ["resolved_at", "resolved_by", "disposition", "acknowledged"])
def test_flag_resolved_by_somebody_with_disposition(patient: Patient, nurse: User, missing: str) -> None:
    done = {
        "acknowledged_at": MONDAY,
        "acknowledged_by": nurse,
        "resolved_at": MONDAY,
        "resolved_by": nurse,
        "disposition": "no-action-needed",
    }
    a_flag(patient, **done)

    half = {key: value for key, value in done.items() if not key.startswith(missing)}

    assert rejected_by(
        "flag_resolved_by_somebody_with_disposition", lambda: a_flag(patient, episode="two", **half)
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
