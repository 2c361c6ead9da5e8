"""A patient's course in one process: a clock, a list that plays Redis, providers that do as told, a crash."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Min

from aftercare.domain.reminders import plan_reasons
from aftercare.models import Escalation, Patient, Reminder, Watch
from aftercare.models.outgoing import Channel as ChannelName
from aftercare.models.outgoing import State, Why
from aftercare.notifications.channel import Channel, DeliveryError, Letter
from aftercare.notifications.post import Post
from aftercare.queries.records import load_record
from aftercare.services.delivery import deliver_escalations, deliver_reminders
from aftercare.services.outreach import LEASE, claim_due
from aftercare.services.triage import SESSION_TIME, follow_up, renew_plan
from tests.faults.checker import accounted_for
from tests.mail_host import MailHost, Send

MILLISECOND = timedelta(milliseconds=1)
ROUNDS_AT_MOST = 60
FROM_MIGRATIONS = frozenset({"django_migrations", "django_content_type", "auth_permission"})
"""The tables whose rows migrations put there."""
POINTS = ["after-claim", "before-intent", "after-intent", "after-send"]

Chunk = tuple[str, list[UUID]]


UNKNOWN = DeliveryError(Why.OUTCOME_UNKNOWN, unknown=True)
"""It was taken, but nobody was told."""
LOST = DeliveryError(Why.OUTCOME_UNKNOWN, unknown=True)
"""It was not taken, and nobody was told."""
REFUSED = DeliveryError(Why.PROVIDER_REFUSED)
PERMANENT = DeliveryError(Why.PROVIDER_REFUSED, permanent=True)


class Crash(BaseException):
    """The worker ends here, as by `kill -9`."""


class Provider(Channel):
    """Takes text messages and notifications for nobody real; does with each what `answers` says next."""

    def __init__(self, course: "Course") -> None:
        self.course = course
        self.answers: list[DeliveryError] = []

    def send(self, letter: Letter) -> None:
        error = self.answers.pop(0) if self.answers else None
        taken = error is None or error is UNKNOWN
        self.course.sends.append(Send(letter.message_id, letter.to, self.course.now, taken))
        if error is not None:
            raise error


class CoursePost(Post):
    """The post of a worker that may die at a point, and during whose sending other things may happen."""

    def __init__(self, course: "Course") -> None:
        super().__init__()
        self.course = course
        self.channels |= {ChannelName.SMS: course.provider, ChannelName.PUSH: course.provider}

    def ready(self, name: ChannelName) -> None:
        self.course.pass_by("before-intent")
        super().ready(name)

    def send(self, letter: Letter) -> None:
        self.course.pass_by("after-intent")
        try:
            super().send(letter)
        finally:
            while self.course.meanwhile:
                self.course.now += MILLISECOND
                self.course.meanwhile.pop(0)()
            self.course.pass_by("after-send")


class Course:
    """What happens to the messages of the patients in the database, and when."""

    def __init__(self, host: MailHost, now: datetime) -> None:
        self.host = host
        self.sends = host.sends
        self.provider = Provider(self)
        self.now = now
        self.seconds_a_look = 0
        self.waiting: list[Chunk] = []
        self.taken_up: list[Chunk] = []
        self.dies_at = ""
        self.meanwhile: list[Callable[[], None]] = []

    def look(self) -> datetime:
        """The clock as a worker reads it."""
        self.now += timedelta(seconds=self.seconds_a_look)
        return self.now

    def pass_by(self, point: str) -> None:
        if point == self.dies_at:
            self.dies_at = ""
            raise Crash

    def tick(self) -> None:
        due = claim_due(at=self.now)
        if self.dies_at == "after-claim":
            self.dies_at = ""
            return
        found = {
            "escalations": due.escalations,
            "follow-ups": due.patients,
            "plans": due.replans,
            "reminders": due.reminders,
        }
        self.waiting += [(kind, ids) for kind, ids in found.items() if ids]

    def work(self, chunk: Chunk) -> None:
        """A worker takes up a chunk, and may die."""
        kind, ids = chunk
        self.taken_up.append(chunk)
        if kind in ("follow-ups", "plans"):
            task = follow_up if kind == "follow-ups" else renew_plan
            for patient in Patient.objects.filter(pk__in=ids).order_by("id"):
                task(patient=patient, at=self.now)
            return
        deliver = deliver_reminders if kind == "reminders" else deliver_escalations
        try:
            with CoursePost(self) as post:
                deliver(ids=ids, post=post, now=self.look)
        except Crash:
            self.now += MILLISECOND

    def tick_and_work(self) -> None:
        self.tick()
        while self.waiting:
            self.work(self.waiting.pop(0))

    def come_to_rest(self) -> None:
        """Nothing fails any more: ticks and workers go on until nothing is due or in hand."""
        self.dies_at, self.seconds_a_look = "", 0
        self.meanwhile.clear()
        for _ in range(ROUNDS_AT_MOST):
            self.now += MILLISECOND
            self.tick_and_work()
            if self.is_at_rest():
                return
            if self.holds_leases():
                self.now += LEASE
        raise AssertionError(f"no rest after {ROUNDS_AT_MOST} rounds")

    def is_at_rest(self) -> bool:
        behind = Watch.objects.run_out(self.now).exists() or Patient.objects.to_replan(self.now).exists()
        return not (behind or self.holds_leases()) and not any(
            model.objects.due(self.now).exists() for model in (Reminder, Escalation)
        )

    def holds_leases(self) -> bool:
        leased = Watch.objects.filter(leased_until__gt=self.now, due_at__lt=self.now).exists()
        replans = Patient.objects.filter(replan_at__gt=self.now).exists()
        return leased or replans or any(model.objects.in_hand().exists() for model in (Reminder, Escalation))

    def next_instant(self) -> datetime | None:
        """When something is due next."""
        dues = [
            Reminder.objects.filter(next_at__gt=self.now).aggregate(Min("next_at")),
            Reminder.objects.filter(state=State.PLANNED, expires_at__gt=self.now).aggregate(
                Min("expires_at")
            ),
            Watch.objects.filter(due_at__gt=self.now).aggregate(Min("due_at")),
        ]
        return min((one for due in dues for one in due.values() if one), default=None)

    def forgotten(self) -> Iterator[str]:
        """What the plan told by now, and no message holds; read at rest."""
        behind = Watch.objects.filter(rule=SESSION_TIME, due_at__lte=self.now).values("patient")
        for patient in Patient.objects.filter(care=Patient.Care.ACTIVE).exclude(pk__in=behind):
            if not patient.channels:
                continue
            kept = accounted_for(patient.reminders.all())
            timeline = load_record(patient=patient, with_check_ins=False).timeline
            for one in plan_reasons(timeline, patient.quiet_hours, self.now):
                if one.due_at <= self.now and one.key not in kept:
                    yield f"I2 {one.key}, due {one.due_at}, is nowhere on record"


def empty_tables() -> None:
    """Leave no row in any table but what migrations put there."""
    tables = [one for one in connection.introspection.table_names() if one not in FROM_MIGRATIONS]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
