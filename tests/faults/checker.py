"""The one checker of every fault test: what must always hold, read off the database and the mail host's log.

I1  A message is taken once by the mail host, or twice with a recorded `unknown` between the tries.
I2  Nothing waits or is in hand past its time; what is `sent` was taken, and what was taken is on record.
I3  A check-in that was answered is there exactly once.
I4  Every flag that the domain raises is on record, once an episode, open at most once.
I5  Nothing of a session goes out after the session was cancelled, missed or moved.
I6  Every change of a clinical row has its history row.
I7  What is stored to be sent is what the domain plans.
I8  Nothing pends in Redis alone: whoever empties Redis and finds I2 has seen it.
I9  What an event has to tell is told while it is of use, or pends, or the ledger says what kept it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.apps import apps
from django.db.models import Exists, F, Model, OuterRef, Q
from django.db.models.expressions import RawSQL

from aftercare.domain.reminders import plan_reasons
from aftercare.models import CheckIn, Escalation, Flag, Patient, Reminder, TreatmentSession, Watch
from aftercare.models.outgoing import IN_HAND, State, Why
from aftercare.models.reminders import OUTSIDE_THE_PLAN
from aftercare.queries.records import load_record
from aftercare.services.triage import SESSION_TIME
from tests.mail_host import Send

TWICE = [State.SENDING, State.UNKNOWN, State.SENDING]
NOT_TOLD = (State.PLANNED, State.CLAIMED, State.CANCELLED)
TELLS = (*IN_HAND, State.PLANNED, State.SENT, State.UNKNOWN)


def check(*, sends: Sequence[Send], at: datetime, answered: Collection[UUID] = ()) -> list[str]:
    """What does not hold at `at`, in words; nothing where all does.

    Read when all has come to rest: whatever was due at `at` has had its tick and its worker. `answered` are
    the submissions whose check-in was answered with 2xx or a redirect.
    """
    sent = Counter(one.message_id for one in sends if one.taken)
    return [
        *_sent_once(sent),
        *_told_once(),
        *_came_to_rest(at),
        *_sent_is_sent(sent),
        *_check_ins_once(answered),
        *_flags_on_record(at),
        *_nothing_after_a_change(),
        *_history_is_whole(),
        *_plan_is_kept(at),
        *_news_is_told(at),
    ]


def _sent_once(sent: Mapping[str, int]) -> Iterator[str]:
    for model in (Reminder, Escalation):
        for row in model.objects.order_by("id").prefetch_related("transitions"):
            times = sent.get(row.message_id, 0)
            if times > 1 and not (times == 2 and _in_order(TWICE, _states(row))):
                yield f"I1 {row} was taken {times} times; its states: {_states(row)}"


def _told_once() -> Iterator[str]:
    """No reason reaches a patient twice on one channel in two messages, unless one was ever unknown."""
    told: defaultdict[tuple[UUID, str, str], list[UUID]] = defaultdict(list)
    for row in Reminder.objects.filter(state=State.SENT, unknowns=0).order_by("id"):
        for key in row.keys:
            told[row.patient_id, row.channel, key].append(row.pk)
    for (patient, channel, key), rows in told.items():
        if len(rows) > 1:
            yield f"I1 {key} was told to patient {patient} by {channel} in {len(rows)} messages: {rows}"


def _came_to_rest(at: datetime) -> Iterator[str]:
    for model in (Reminder, Escalation):
        waiting = Q(next_at__lte=at) | Q(state__in=IN_HAND, leased_until__lte=at)
        for row in model.objects.filter(waiting).order_by("id"):
            since = row.next_at or row.leased_until
            yield f"I2 {row} is {row.state} ({row.state_reason}) and was to be looked at from {since} on"
    for watch in Watch.objects.run_out(at).order_by("id"):
        yield f"I2 {watch} of patient {watch.patient_id} ({watch.rule}) ran out at {watch.due_at}"
    for patient in Patient.objects.to_replan(at).order_by("id"):
        yield f"I2 patient {patient.pk} waits for a plan since {patient.replan_at}"


def _sent_is_sent(sent: Mapping[str, int]) -> Iterator[str]:
    known = set()
    for model in (Reminder, Escalation):
        for row in model.objects.order_by("id").prefetch_related("transitions"):
            known.add(row.message_id)
            if row.state == State.SENT and row.message_id not in sent:
                yield f"I2 {row} is sent, but no host took it"
            if row.message_id in sent and row.state != State.SENT and State.UNKNOWN not in _states(row):
                yield f"I2 {row} was taken by the host, but is {row.state}"
    for message_id in sorted(sent):
        if message_id not in known and not message_id.startswith("<invitation-"):
            yield f"I2 {message_id} was taken, but there is no such message"


def _check_ins_once(answered: Collection[UUID]) -> Iterator[str]:
    stored = Counter(CheckIn.objects.values_list("patient", "submission"))
    yield from (f"I3 {key} is stored {count} times" for key, count in stored.items() if count > 1)
    submissions = {submission for _patient, submission in stored}
    yield from (
        f"I3 check-in {one} was answered, but is not stored" for one in answered if one not in submissions
    )


def _flags_on_record(at: datetime) -> Iterator[str]:
    stored: defaultdict[tuple[UUID, str, str], list[Flag]] = defaultdict(list)
    for flag in Flag.objects.order_by("id"):
        stored[flag.patient_id, flag.rule, flag.episode].append(flag)
    for key, flags in stored.items():
        latest = {flag.pk for flag in flags} - {flag.previous_id for flag in flags}
        if len(latest) != 1 or sum(flag.resolved_at is None for flag in flags) > 1:
            yield f"I4 {key} has {len(flags)} flags: {flags}"
    treated = Patient.objects.filter(Exists(TreatmentSession.objects.filter(patient=OuterRef("pk"))))
    for patient in treated.select_related("user__clinic").order_by("id"):
        record = load_record(patient=patient)
        last_told_at = max((one.at for one in record.check_in_rows), default=None)
        for raised in record.assess(at).flags:
            # out of care no clock runs: a flag rises only with a check-in
            wanted = patient.in_care or (raised.told_by and raised.raised_at <= last_told_at)
            if wanted and (patient.pk, raised.rule, raised.episode) not in stored:
                yield f"I4 patient {patient.pk} has no flag {raised.rule} of episode {raised.episode}"


def _nothing_after_a_change() -> Iterator[str]:
    """By the order of transactions: each of them begins to write by locking the patient."""
    history: defaultdict[str, list[tuple[int, str, datetime]]] = defaultdict(list)
    for event in _in_order_of_writing(TreatmentSession.events.rel.related_model):
        history[str(event.pgh_obj_id)].append((event.written, event.status, event.at))
    intents = _in_order_of_writing(Reminder.transitions.rel.related_model).filter(state=State.SENDING)
    for intent in intents.select_related("pgh_obj"):
        for key in sorted(intent.pgh_obj.keys):
            reason, _, rest = key.partition(":")
            before = [one for one in history[rest[:36]] if one[0] < intent.written]
            if reason not in OUTSIDE_THE_PLAN and before and not _is_of(key, *before[-1][1:]):
                yield f"I5 {intent.pgh_obj}: {key} was sent, but the session is {before[-1]}"


def _is_of(key: str, status: str, at: datetime) -> bool:
    """Whether a reason may be told of a session in this state; one of before the session names its time."""
    if key.count(":") < 3:
        return status in TreatmentSession.LIVE
    return status == TreatmentSession.Status.SCHEDULED and key.endswith(f":{at.isoformat()}")


def _history_is_whole() -> Iterator[str]:
    for event_model in apps.get_models():
        model = getattr(event_model, "pgh_tracked_model", None)
        if model is None or not hasattr(model, "events"):
            continue
        latest: dict[object, Model] = {}
        for event in event_model.objects.order_by("pgh_id"):
            latest[event.pgh_obj_id] = event
        names = [
            field.attname for field in model._meta.concrete_fields if hasattr(event_model, field.attname)
        ]
        for row in model.objects.order_by("pk"):
            event = latest.get(row.pk)
            changed = [name for name in names if getattr(row, name) != getattr(event, name, None)]
            if changed:
                yield f"I6 the history of {model.__name__} {row.pk} does not know its {changed}"


def _plan_is_kept(at: datetime) -> Iterator[str]:
    """Of what is still to come: rows and plan name the same reasons at the same times, on each channel."""
    behind = Q(replan_at__isnull=False) | Q(watches__rule=SESSION_TIME, watches__due_at__lte=at)
    settled = Patient.objects.exclude(behind).select_related("user__clinic").order_by("id")
    for patient in settled.prefetch_related("reminders", "sessions"):
        rows = patient.reminders.all()
        told = {key for row in rows if row.state not in NOT_TOLD or row.unknowns for key in row.keys}
        planned = _planned(patient, at) if patient.in_care and patient.sessions.all() else {}
        wanted = {
            (str(channel), key, due_at)
            for key, due_at in planned.items()
            for channel in patient.channels
            if due_at > at and key not in told
        }
        stored = {
            (row.channel, one["key"], row.due_at)
            for row in rows
            if row.has_not_left and row.due_at > at
            for one in row.reasons
            if one["reason"] not in OUTSIDE_THE_PLAN and one["key"] not in told
            if planned.get(one["key"], row.due_at) > at
        }
        for channel, key, due_at in sorted(wanted ^ stored):
            verb = "lacks" if (channel, key, due_at) in wanted else "has"
            yield f"I7 patient {patient.pk} {verb} {key} by {channel} at {due_at}, against the plan"


def _planned(patient: Patient, at: datetime) -> dict[str, datetime]:
    timeline = load_record(patient=patient, with_check_ins=False).timeline
    return {one.key: one.due_at for one in plan_reasons(timeline, patient.quiet_hours, at)}


def _news_is_told(at: datetime) -> Iterator[str]:
    patients = Patient.objects.filter(care=Patient.Care.ACTIVE).select_related("user").order_by("id")
    for patient in patients.prefetch_related("reminders"):
        rows = patient.reminders.all()
        by_email_instead = {
            row.pk
            for row in rows
            if row.state == State.FAILED
            and row.channel != "email"
            and not patient.user.email_undeliverable_at
        }
        of_use = {
            one["key"]
            for row in rows
            for one in row.reasons
            if one["reason"] in OUTSIDE_THE_PLAN and datetime.fromisoformat(one["expires_at"]) > at
        }
        care_ended = {key for row in rows if row.state_reason == Why.CARE_ENDED for key in row.keys}
        known = accounted_for(rows, without=by_email_instead)
        for key in sorted(of_use - known - care_ended):
            yield f"I9 patient {patient.pk} was not told {key}, and nothing says why"


def accounted_for(rows: Collection[Reminder], without: Collection[UUID] = ()) -> set[str]:
    """The keys of which a patient's messages say what became of them; a merged one hangs on the other."""
    by_id = {row.pk: row for row in rows}
    keys = set()
    for row in rows:
        end = row
        while end.merged_into_id is not None:
            end = by_id[end.merged_into_id]
        dropped = end.state == State.CANCELLED and not end.unknowns
        if end.state in TELLS or (end == row and not dropped and row.pk not in without):
            keys |= row.keys
    return keys


def _states(row: Reminder | Escalation) -> list[str]:
    return [one.state for one in sorted(row.transitions.all(), key=lambda one: one.pgh_id)]


def _in_order(wanted: Sequence[str], states: Sequence[str]) -> bool:
    """Whether `wanted` occur among `states` in this order."""
    left = iter(states)
    return all(one in left for one in wanted)


def _in_order_of_writing(events: type[Model]):
    """Events with `written`, the number of the transaction that wrote them."""
    written = RawSQL(f"{events._meta.db_table}.xmin::text::bigint", [])  # noqa: S611 - our own table's name
    return events.objects.annotate(written=written).order_by(F("written"), "pgh_id")
