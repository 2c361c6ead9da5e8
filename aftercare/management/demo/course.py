"""One invented patient's course, told forwards in time through the portal's own services."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from aftercare.domain.clinical_time import at_clock, local_date
from aftercare.domain.triage import CheckIn, SymptomReport
from aftercare.management.demo.clinics import Staffed
from aftercare.management.demo.drawing import Redness, draw_knee
from aftercare.management.demo.lots import lots_for
from aftercare.models import CheckIn as CheckInRow
from aftercare.models import Flag, FlagAction, Patient, Reminder, TreatmentSession
from aftercare.models.outgoing import State
from aftercare.services.checkins import record_check_in
from aftercare.services.contact import ask_how_it_goes, log_call_to_patient
from aftercare.services.flag_asking import ask_again
from aftercare.services.flags import acknowledge_flag, reply_to_patient, resolve_flag
from aftercare.services.messages import mark_messages_read, write_to_clinic, write_to_patient
from aftercare.services.people import NewPatient, invite_patient
from aftercare.services.photos import keep_photo
from aftercare.services.sessions import book_session, complete_session
from aftercare.services.triage import assess_patient

When = datetime | None
Told = Mapping[str, tuple[When, When]]
"""Symptoms by id: when each began and when it was over; None for "I do not know" and "it is not"."""

Areas = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who the story is about."""

    name: str
    email: str
    born: date
    phone: str
    mrn: str = ""
    baseline_pain: int | None = None
    baseline_limitation: int | None = None
    allergies: str | None = None
    medicines: str | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """A patient of a staffed clinic whose past is being told."""

    staffed: Staffed
    patient: Patient

    @classmethod
    def begin(cls, staffed: Staffed, person: Person, at: datetime) -> "Course":
        """Invite the person at `at`; the link has been used since."""
        new = NewPatient(
            full_name=person.name,
            email=person.email,
            birth_date=person.born,
            zone=staffed.clinic.zone,
            phone=person.phone,
            mrn=person.mrn,
            baseline_pain=person.baseline_pain,
            baseline_limitation=person.baseline_limitation,
            allergies=person.allergies,
            medicines=person.medicines,
        )
        patient = invite_patient(person=new, by=staffed.scheduler, at=at)
        patient.user.invitations.update(sent_at=at, used_at=at + timedelta(hours=3))
        return cls(staffed, patient)

    def clock(self, now: datetime, days: int, hour: int, minute: int = 0) -> datetime:
        """A time on the patient's wall, `days` dates from today."""
        return at_clock(
            local_date(now, self.patient.tz) + timedelta(days=days), time(hour, minute), self.patient.tz
        )

    def book(self, scheduled_at: datetime, *, at: datetime, treatment: str, areas: Areas) -> TreatmentSession:
        """A session booked at `at`."""
        self._let_messages_go_out(at)
        return book_session(
            patient=self.patient,
            scheduled_at=scheduled_at,
            treatment=treatment,
            areas=areas,
            by=self.staffed.scheduler,
            at=at,
        )

    def treat(self, ended_at: datetime, *, treatment: str = "exosome", areas: Areas) -> TreatmentSession:
        """A session booked nine days before and completed at `ended_at`."""
        begins_at = ended_at - timedelta(minutes=25)
        session = self.book(begins_at, at=ended_at - timedelta(days=9), treatment=treatment, areas=areas)
        self._let_messages_go_out(ended_at)
        clinic = self.staffed.clinic
        return complete_session(
            session=session,
            completed_at=ended_at,
            treatment=treatment,
            areas=areas,
            dose_billion_vesicles=Decimal(5) if treatment in TreatmentSession.WITH_EXOSOME else None,
            lots=[lot.pk for lot in lots_for(clinic, treatment, local_date(ended_at, clinic.tz))],
            confirmed=True,
            by=self.staffed.scheduler,
            at=ended_at,
        )

    def report(
        self,
        at: datetime,
        pain: int,
        told: Told | None = None,
        *,
        limitation: int | None = None,
        mg: int = 0,
        note: str = "",
        photo: Redness | None = None,
    ) -> CheckInRow:
        """A check-in at `at`, with a photo of the knee or without."""
        self._let_messages_go_out(at)
        symptoms = {"pain": SymptomReport(score=pain)} | {
            name: SymptomReport(since=since, until=until) for name, (since, until) in (told or {}).items()
        }
        return record_check_in(
            patient=self.patient,
            submission=self._form_with(photo, at),
            report=CheckIn(at=at, symptoms=symptoms, acetaminophen_mg_24h=mg, taken={}),
            limitation=limitation,
            note=note,
        )

    def answer(self, rule: str, body: str, *, at: datetime) -> None:
        """The nurse takes on the open flag of `rule` and writes to the patient."""
        self.catch_up(at)
        flag = Flag.objects.open().get(patient=self.patient, rule=rule)
        acknowledge_flag(flag=flag, by=self.staffed.nurse, at=at)
        reply_to_patient(flag=flag, body=body, submission=uuid.uuid4(), by=self.staffed.nurse, at=at)

    def ask(self, body: str, *, at: datetime, photo: Redness | None = None) -> None:
        """The patient writes to the clinic, with a photo of the knee or without."""
        write_to_clinic(patient=self.patient, body=body, submission=self._form_with(photo, at), at=at)

    def write(self, body: str, *, at: datetime) -> None:
        """The nurse opens the thread and writes; the patient reads it the same minute."""
        nurse = self.staffed.nurse
        self.catch_up(at)
        seen = list(self.patient.messages.waiting().values_list("pk", flat=True))
        mark_messages_read(patient=self.patient, seen=seen, by=nurse, at=at)
        note = write_to_patient(
            patient=self.patient, body=body, submission=uuid.uuid4(), seen=seen, by=nurse, at=at
        )
        mark_messages_read(patient=self.patient, seen=[note.pk], by=self.patient.user, at=at)

    def settle(self, rule: str, note: str, *, at: datetime) -> None:
        """The nurse closes the open flag of `rule`."""
        flag = Flag.objects.open().get(patient=self.patient, rule=rule)
        disposition = Flag.Disposition.ADVISED_BY_PHONE
        resolve_flag(flag=flag, disposition=disposition, note=note, by=self.staffed.nurse, at=at)

    def ask_again(self, rule: str, asked_at: datetime, *, at: datetime) -> None:
        """The nurse has the patient asked at `asked_at` about the open flag of `rule`."""
        flag = Flag.objects.open().get(patient=self.patient, rule=rule)
        ask_again(flag=flag, asked_at=asked_at, by=self.staffed.nurse, at=at)
        self.catch_up(asked_at)

    def ask_how_it_goes(self, at: datetime) -> None:
        """The scheduler asks the silent patient to check in."""
        self.catch_up(at)
        ask_how_it_goes(patient=self.patient, by=self.staffed.scheduler, at=at)

    def phone_in_vain(self, at: datetime) -> None:
        """The nurse calls the silent patient, and nobody answers."""
        self.catch_up(at)
        told = {"outcome": FlagAction.CallOutcome.NO_ANSWER, "submission": uuid.uuid4()}
        log_call_to_patient(patient=self.patient, **told, by=self.staffed.nurse, at=at)

    def refuse_address(self, at: datetime) -> None:
        """The mail host says at `at` that the patient's address does not work."""
        self._let_messages_go_out(at)
        self.patient.user.email_undeliverable_at = at
        self.patient.user.save(update_fields=["email_undeliverable_at"])

    def catch_up(self, at: datetime) -> None:
        """Let the clocks run up to `at`."""
        self._let_messages_go_out(at)
        assess_patient(patient=self.patient, at=at)

    def _form_with(self, photo: Redness | None, at: datetime) -> uuid.UUID:
        """A form that the patient has begun, a photo added to it or none."""
        form = uuid.uuid4()
        if photo is not None:
            keep_photo(
                patient=self.patient, upload=draw_knee(photo), submission=form, by=self.patient.user, at=at
            )
        return form

    def _let_messages_go_out(self, at: datetime) -> None:
        """What was due by then has been sent, unless the address was refused before."""
        refused = self.patient.user.email_undeliverable_at is not None
        for reminder in Reminder.objects.due(at).filter(patient=self.patient):
            reminder.pass_to(State.CLAIMED, at=reminder.due_at)
            if refused:
                reminder.pass_to(State.FAILED, at=reminder.due_at, why=Reminder.Why.ADDRESS_REFUSED)
                continue
            reminder.pass_to(State.SENDING, at=reminder.due_at)
            reminder.pass_to(State.SENT, at=reminder.due_at)
