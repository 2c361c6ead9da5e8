"""The clinic's settings: stored whole, tracked, the same again changes nothing."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.apps import apps

from aftercare.domain.protocol import Severity
from aftercare.models import Clinic, Flag, Patient, User
from aftercare.services.clinics import ClinicSettings, update_clinic
from aftercare.services.deadlines import acknowledge_by
from tests.cast import MONDAY, complete, report

SETTINGS = ClinicSettings(
    phone="+12125550142",
    out_of_hours_phone="+12125550199",
    opens_at=time(8),
    closes_at=time(18),
    working_days=[0, 1, 2, 3, 4],
    emergency_minutes=15,
    urgent_minutes=120,
    routine_by=time(17),
    escalation_minutes=15,
)
CHRISTMAS, NEW_YEAR = date(2026, 12, 25), date(2027, 1, 1)


def update(clinic: Clinic, by: User, holidays: dict[date, str] | None = None, **changed: object) -> Clinic:
    update_clinic(
        clinic=clinic, settings=replace(SETTINGS, **changed), holidays=holidays or {}, by=by, at=MONDAY
    )
    return Clinic.objects.get(pk=clinic.pk)


def on_record(model: str) -> int:
    return apps.get_model("aftercare", f"{model}Event").objects.count()


def test_every_setting_is_stored(clinic: Clinic, administrator: User) -> None:
    wanted = ClinicSettings(
        phone="+12125550150",
        out_of_hours_phone="+12125550151",
        opens_at=time(9),
        closes_at=time(17, 30),
        working_days=[1, 2],
        emergency_minutes=10,
        urgent_minutes=60,
        routine_by=time(12),
        escalation_minutes=5,
        on_call_name="Isolde Penhallow",
        on_call_email="oncall@juniper.example",
        on_call_phone="+12125550152",
    )

    update_clinic(clinic=clinic, settings=wanted, holidays={}, by=administrator, at=MONDAY)

    stored = Clinic.objects.get(pk=clinic.pk)
    assert {name: str(getattr(stored, name)) for name in ClinicSettings.__slots__} == {
        name: str(getattr(wanted, name)) for name in ClinicSettings.__slots__
    }


def test_holidays_are_kept_added_renamed_and_taken_away(clinic: Clinic, administrator: User) -> None:
    update(clinic, administrator, {CHRISTMAS: "", NEW_YEAR: "New Year", date(2027, 7, 4): ""})
    before = dict(clinic.holidays.values_list("date", "pk"))

    update(clinic, administrator, {CHRISTMAS: "Christmas Day", NEW_YEAR: "New Year", date(2027, 7, 5): ""})

    assert list(clinic.holidays.order_by("date").values_list("date", "name")) == [
        (CHRISTMAS, "Christmas Day"),
        (NEW_YEAR, "New Year"),
        (date(2027, 7, 5), ""),
    ]
    assert clinic.holidays.get(date=NEW_YEAR).pk == before[NEW_YEAR]


def test_another_clinics_holidays_stay(clinic: Clinic, other_clinic: Clinic, administrator: User) -> None:
    other_clinic.holidays.create(date=CHRISTMAS)

    update(clinic, administrator)

    assert other_clinic.holidays.count() == 1


def test_the_same_settings_again_change_nothing(clinic: Clinic, administrator: User) -> None:
    update(clinic, administrator, {CHRISTMAS: ""}, urgent_minutes=90)
    before = on_record("Clinic"), on_record("Holiday")

    update(clinic, administrator, {CHRISTMAS: ""}, urgent_minutes=90)

    assert (on_record("Clinic"), on_record("Holiday")) == before


def test_a_change_is_on_record_with_who_made_it(clinic: Clinic, administrator: User) -> None:
    update(clinic, administrator, urgent_minutes=90)

    event = apps.get_model("aftercare", "ClinicEvent").objects.order_by("-pgh_id")[0]
    assert (event.urgent_minutes, event.pgh_context.metadata["by"]) == (90, str(administrator.pk))


@pytest.mark.parametrize("changed", [{"working_days": [5]}, {"routine_by": time(9)}])
def test_flags_that_rose_before_keep_their_time(
    clinic: Clinic, patient: Patient, administrator: User, changed: dict[str, object]
) -> None:
    complete(patient, MONDAY - timedelta(days=1))
    report(patient, MONDAY, discoloration=MONDAY)
    before = Flag.objects.get().due_at

    changed_clinic = update(clinic, administrator, **changed)

    assert Flag.objects.get().due_at == before
    assert acknowledge_by(clinic=changed_clinic, severity=Severity.ROUTINE, at=MONDAY) != before
