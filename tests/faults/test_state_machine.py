"""Whatever happens to a course, in whatever order, with whatever failing: what must always hold does.

Hypothesis draws the steps. `STATE_MACHINE_EXAMPLES` and `STATE_MACHINE_STEPS` lengthen the search by hand.
"""

import logging
import os
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from aftercare.domain.check_in import CheckIn, SymptomReport
from aftercare.domain.clinical_time import QuietHours, at_clock, local_date
from aftercare.models import Channel, Flag, Patient, TreatmentSession
from aftercare.services.care import set_care
from aftercare.services.checkins import record_check_in
from aftercare.services.flags import acknowledge_flag, reply_to_patient, resolve_flag
from aftercare.services.people import NewPatient, update_patient
from aftercare.services.preferences import set_preferences
from aftercare.services.protocols import publish_protocol
from aftercare.services.sessions import (
    SessionRefused,
    book_session,
    cancel_session,
    complete_session,
    mark_session_missed,
    move_session,
)
from tests import cast
from tests.faults.checker import check
from tests.faults.course import PERMANENT, REFUSED, UNKNOWN, Course, empty_tables
from tests.faults.mail_host import Answer, MailHost

BY_HAND = "STATE_MACHINE_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("STATE_MACHINE_EXAMPLES", "20"))
STEPS = int(os.environ.get("STATE_MACHINE_STEPS", "30"))

ODD_NIGHTS = [
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("Pacific/Apia", date(2011, 12, 30)),
]
ZONES = ["America/New_York", "America/Los_Angeles", "Australia/Lord_Howe", "Pacific/Apia"]
STRIDES = [
    timedelta(milliseconds=1),
    timedelta(minutes=1),
    timedelta(seconds=121),
    timedelta(minutes=16),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(hours=7),
    timedelta(days=1),
    timedelta(days=3),
    timedelta(days=8),
    timedelta(days=31),
]
HOURS = [timedelta(hours=hours) for hours in (0, 1, 5, 6, 7, 30)]
POINTS = ["after-claim", "before-intent", "after-intent", "after-send"]
MINUTES = st.sampled_from([0, 30, 60 * 9, 60 * 10, 60 * 21])
PICK = st.integers(0, 5)


def has_scheduled(course: "PatientCourse") -> bool:
    return TreatmentSession.objects.filter(status="scheduled").exists()


class PatientCourse(RuleBasedStateMachine):
    """One patient of one clinic, and everything that may happen."""

    def __init__(self, host: MailHost) -> None:
        super().__init__()
        empty_tables()
        host.sends.clear()
        host.answers.clear()
        host.greeting = 220
        self.host = host
        self.versions = 1

    @initialize(night=st.sampled_from(ODD_NIGHTS), days=st.integers(-9, 1), on_call=st.booleans())
    def begin(self, night: tuple[str, date], days: int, on_call: bool) -> None:
        zone, odd_date = night
        now = at_clock(odd_date + timedelta(days=days), time(9, 30), ZoneInfo(zone))
        self.document = cast.SHIPPED.read_text()
        publish_protocol(document=self.document, at=now - timedelta(days=365))
        self.clinic = cast.make_clinic(zone=zone)
        if on_call:
            self.clinic.on_call_email, self.clinic.on_call_phone = "call@juniper.example", "+12125550111"
            self.clinic.save()
        self.staff = cast.make_staff(self.clinic, "scheduler", "Felix Underleaf", "felix@juniper.example")
        self.nurse = cast.make_staff(self.clinic, "nurse", "Odile Marrowby", "odile@juniper.example")
        wren = "wren@patients.example"
        self.patient = cast.make_patient(self.clinic, "Wren Applegarth", wren, self.staff, by_sms=True)
        self.course = Course(self.host, now)

    # --- what people do ---------------------------------------------------------------------------------------

    @rule(days=st.integers(0, 30), minutes=MINUTES)
    def book(self, days: int, minutes: int) -> None:
        with suppress(SessionRefused):
            book_session(
                patient=self.patient,
                scheduled_at=self._slot(days, minutes),
                treatment="prp",
                areas=[],
                interval_reason="as agreed",
                by=self.staff,
                at=self.course.now,
            )

    @precondition(has_scheduled)
    @rule(which=PICK, days=st.integers(0, 30), minutes=MINUTES)
    def move(self, which: int, days: int, minutes: int) -> None:
        session, slot = self._scheduled(which), self._slot(days, minutes)
        with suppress(SessionRefused):
            move_session(
                session=session,
                scheduled_at=slot,
                interval_reason="as agreed",
                by=self.staff,
                at=self.course.now,
            )

    @precondition(has_scheduled)
    @rule(which=PICK)
    def cancel(self, which: int) -> None:
        cancel_session(session=self._scheduled(which), by=self.staff, at=self.course.now)

    @precondition(has_scheduled)
    @rule(which=PICK)
    def mark_missed(self, which: int) -> None:
        with suppress(SessionRefused):
            mark_session_missed(session=self._scheduled(which), by=self.staff, at=self.course.now)

    @precondition(has_scheduled)
    @rule(which=PICK, ago=st.sampled_from(HOURS))
    def complete(self, which: int, ago: timedelta) -> None:
        with suppress(SessionRefused):
            complete_session(
                session=self._scheduled(which),
                completed_at=self.course.now - ago,
                treatment="prp",
                areas=[],
                by=self.staff,
                at=self.course.now,
            )

    @precondition(lambda self: self.patient.sessions.exists())
    @rule(
        symptom=st.sampled_from(["heat", "swelling", "fever", "breathing-difficulty", None]),
        lasted=st.sampled_from(HOURS),
        over=st.booleans(),
        pain=st.sampled_from([0, 3, 8]),
    )
    def check_in(self, symptom: str | None, lasted: timedelta, over: bool, pain: int) -> None:
        now = self.course.now
        told = {"pain": SymptomReport(score=pain)}
        if symptom is not None:
            told[symptom] = SymptomReport(since=now - lasted, until=now if over else None)
        report = CheckIn(at=now, symptoms=told, acetaminophen_mg_24h=0)
        record_check_in(patient=self.patient, submission=uuid.uuid4(), report=report)

    @precondition(lambda self: Flag.objects.open().exists())
    @rule(which=PICK, what=st.sampled_from(["acknowledge", "reply", "resolve"]))
    def answer_flag(self, which: int, what: str) -> None:
        flags = Flag.objects.open().order_by("raised_at", "id")
        flag, now = flags[which % len(flags)], self.course.now
        if what == "acknowledge":
            acknowledge_flag(flag=flag, by=self.nurse, at=now)
        elif what == "reply":
            reply_to_patient(flag=flag, body="Thank you.", submission=uuid.uuid4(), by=self.nurse, at=now)
        else:
            resolve_flag(flag=flag, disposition="no-action-needed", by=self.nurse, at=now)

    @rule(
        channels=st.sets(st.sampled_from(Channel)),
        quiet=st.sampled_from([(21, 8), (0, 0), (9, 17), (22, 10)]),
    )
    def set_preferences(self, channels: set[Channel], quiet: tuple[int, int]) -> None:
        hours = QuietHours(time(quiet[0]), time(quiet[1]))
        set_preferences(
            patient=self.patient, channels=channels, quiet_hours=hours, at=self.course.now
        )

    @rule(zone=st.sampled_from(ZONES))
    def change_zone(self, zone: str) -> None:
        patient = Patient.objects.select_related("user").get()
        person = NewPatient(
            full_name=patient.user.full_name,
            email=patient.user.email,
            birth_date=patient.birth_date,
            zone=zone,
            phone=str(patient.phone),
        )
        update_patient(
            patient=patient,
            person=person,
            quiet_hours=patient.quiet_hours,
            by=self.staff,
            at=self.course.now,
        )

    @rule(care=st.sampled_from(["active", "active", "left", "deceased"]))
    def set_care(self, care: str) -> None:
        set_care(patient=self.patient, care=care, by=self.nurse, at=self.course.now)

    @rule(hour=st.integers(8, 11))
    def publish_protocol(self, hour: int) -> None:
        self.versions += 1
        document = self.document.replace("version = 1\n", f"version = {self.versions}\n")
        document = document.replace('clock = "09:00"', f'clock = "{hour:02}:00"')
        publish_protocol(document=document, at=self.course.now)

    # --- what the machinery does ------------------------------------------------------------------------------

    @rule(by=st.sampled_from(STRIDES))
    def time_passes(self, by: timedelta) -> None:
        self.course.now += by

    @rule(off=st.sampled_from([timedelta(0), timedelta(0), timedelta(milliseconds=1)]))
    def time_passes_to_what_is_due_next(self, off: timedelta) -> None:
        self.course.now = (self.course.next_instant() or self.course.now) + off

    @rule()
    def tick(self) -> None:
        self.course.tick()

    @precondition(lambda self: self.course.waiting)
    @rule(which=PICK, seconds=st.sampled_from([0, 0, 1, 30]))
    def work(self, which: int, seconds: int) -> None:
        self.course.seconds_a_look = seconds
        self.course.work(self.course.waiting.pop(which % len(self.course.waiting)))

    @rule()
    def tick_and_work(self) -> None:
        self.course.tick()
        while self.course.waiting:
            self.course.work(self.course.waiting.pop(0))

    @precondition(lambda self: self.course.taken_up)
    @rule(which=PICK)
    def work_again(self, which: int) -> None:
        self.course.work(self.course.taken_up[-1 - which % len(self.course.taken_up)])

    @rule()
    def flush_redis(self) -> None:
        self.course.waiting.clear()

    @rule(point=st.sampled_from(POINTS))
    def a_worker_will_die(self, point: str) -> None:
        self.course.dies_at = point

    @rule(code=st.sampled_from([450, 450, 550, None]))
    def the_mail_host_will_answer(self, code: int | None) -> None:
        answer = Answer(hang_up=True) if code is None else Answer(code)
        self.host.answers["wren@patients.example"].append(answer)

    @rule(error=st.sampled_from([UNKNOWN, UNKNOWN, REFUSED, PERMANENT]))
    def the_provider_will_answer(self, error: Exception) -> None:
        self.course.provider.answers.append(error)

    @rule()
    def the_mail_host_goes_or_comes(self) -> None:
        self.host.greeting = 421 if self.host.greeting == 220 else 220

    @rule(what=st.sampled_from(["book", "cancel", "prefer", "lease", "reply"]))
    def during_the_next_sending(self, what: str) -> None:
        acts = {
            "book": self._book_soon,
            "cancel": self._cancel_all,
            "prefer": self._prefer_sms,
            "lease": self._lease_runs_out,
            "reply": self._reply,
        }
        self.course.meanwhile.append(acts[what])

    # --- what must hold ---------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_taken_more_than_twice(self) -> None:
        taken = Counter(one.message_id for one in self.host.taken)

        assert [one for one, times in taken.items() if times > 2] == []

    @rule()
    def come_to_rest(self) -> None:
        self.course.come_to_rest()

        assert list(self._broken()) == []

    def teardown(self) -> None:
        if not hasattr(self, "course"):
            return
        for flag in Flag.objects.unacknowledged():
            acknowledge_flag(flag=flag, by=self.nurse, at=self.course.now)
        for stride in (timedelta(), timedelta(hours=9), timedelta(days=3), timedelta(days=400)):
            self.course.now += stride
            self.host.greeting = 220
            self.come_to_rest()

    def _broken(self) -> Iterator[str]:
        yield from check(sends=self.host.sends, at=self.course.now)
        yield from self.course.forgotten()

    # --- the details ------------------------------------------------------------------------------------------

    def _slot(self, days: int, minutes: int) -> datetime:
        day = local_date(self.course.now, self.clinic.tz) + timedelta(days=days)
        return at_clock(day, time(minutes // 60, minutes % 60), self.clinic.tz)

    def _scheduled(self, which: int) -> TreatmentSession:
        found = TreatmentSession.objects.filter(status="scheduled").order_by("at", "id")
        return found[which % len(found)]

    def _book_soon(self) -> None:
        with suppress(SessionRefused):
            book_session(
                patient=self.patient,
                scheduled_at=self._slot(5, 600),
                treatment="prp",
                areas=[],
                interval_reason="as agreed",
                by=self.staff,
                at=self.course.now,
            )

    def _cancel_all(self) -> None:
        for session in TreatmentSession.objects.filter(status="scheduled"):
            cancel_session(session=session, by=self.staff, at=self.course.now)

    def _prefer_sms(self) -> None:
        hours = QuietHours(time(21), time(8))
        set_preferences(
            patient=self.patient, channels={Channel.SMS}, quiet_hours=hours, at=self.course.now
        )

    def _lease_runs_out(self) -> None:
        self.course.now += timedelta(seconds=150)
        self.tick_and_work()

    def _reply(self) -> None:
        for flag in Flag.objects.open()[:1]:
            reply_to_patient(
                flag=flag, body="Thank you.", submission=uuid.uuid4(), by=self.nurse, at=self.course.now
            )


@pytest.mark.django_db(transaction=True)
def test_what_must_always_hold_holds_in_any_course(settings_of_mail: MailHost) -> None:
    logging.disable(logging.WARNING)
    run_state_machine_as_test(
        lambda: PatientCourse(settings_of_mail),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=not BY_HAND,
            phases=(Phase.generate, Phase.shrink) if BY_HAND else (Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.fixture
def settings_of_mail(settings) -> Iterator[MailHost]:
    with MailHost() as host:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", host.port
        yield host
