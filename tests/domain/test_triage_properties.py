"""What must hold of every course, made up at random: time and later reports never take a flag back."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from aftercare.domain.sessions import Session, SessionStatus
from aftercare.domain.triage import Assessment, CheckIn, SymptomReport, Watch, assess, check_report
from tests.domain.triage_story import shipped

START = datetime(2026, 3, 2, 10, tzinfo=UTC)
LAST_HOUR = 24 * 21
SYMPTOMS = ["heat", "redness", "swelling", "rash", "hives", "itching", "fever", "chest-pain", "pain"]
ZONES = ["UTC", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"]
SECOND = timedelta(seconds=1)

hours = st.integers(min_value=0, max_value=LAST_HOUR)


def hour(count: int) -> datetime:
    return START + timedelta(hours=count)


@st.composite
def reports(draw: st.DrawFn, symptom: str, at: int) -> SymptomReport:
    """Often within a day or two of the check-in, so that stretches meet."""
    until = draw(st.none() | st.integers(max(at - 30, -20), at))
    latest = at if until is None else until
    since = draw(st.none() | st.integers(max(latest - 40, -40), latest))
    score = draw(st.integers(0, 10)) if symptom == "pain" else None
    return SymptomReport(
        None if since is None else hour(since), None if until is None else hour(until), score
    )


@st.composite
def check_ins(draw: st.DrawFn) -> CheckIn:
    at = draw(st.integers(-20, 24 * 10) | hours)
    named = draw(st.lists(st.sampled_from(SYMPTOMS), unique=True, max_size=4))
    symptoms = {symptom: draw(reports(symptom, at)) for symptom in named}
    mg = draw(st.sampled_from([0, 2500, 2501]))
    taken = draw(st.dictionaries(st.sampled_from(["nsaids", "gel-packs"]), st.none(), max_size=1))
    return CheckIn(hour(at), symptoms, mg, taken, key=draw(st.uuids()).hex)


@st.composite
def courses(draw: st.DrawFn) -> tuple[list[Session], list[CheckIn], ZoneInfo]:
    starts = draw(st.lists(st.integers(0, 24 * 14), unique=True, max_size=3))
    statuses = st.sampled_from([SessionStatus.SCHEDULED, SessionStatus.SCHEDULED, SessionStatus.CANCELLED])
    sessions = [Session(hour(start), draw(statuses), f"session {start}") for start in starts]
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    return sessions, draw(st.lists(check_ins(), max_size=7)), zone


def raised(assessment: Assessment) -> set[tuple[str, str, datetime]]:
    return {(flag.rule, flag.episode, flag.raised_at) for flag in assessment.flags}


def known_at(told: Sequence[CheckIn], now: datetime) -> list[CheckIn]:
    return [check_in for check_in in told if check_in.at <= now]


@settings(max_examples=150, deadline=None)
@given(courses(), hours, hours)
def test_flag_once_raised_is_raised_in_every_later_replay(
    course: tuple[list[Session], list[CheckIn], ZoneInfo], one: int, other: int
) -> None:
    sessions, told, zone = course
    earlier, later = hour(min(one, other)), hour(max(one, other))

    then = assess(shipped(), sessions, known_at(told, earlier), earlier, zone)
    now = assess(shipped(), sessions, told, later, zone)

    assert raised(then) <= raised(now)


@settings(max_examples=100, deadline=None)
@given(courses(), hours)
def test_watch_that_nobody_answers_becomes_the_flag_it_announced(
    course: tuple[list[Session], list[CheckIn], ZoneInfo], count: int
) -> None:
    sessions, told, zone = course
    now = hour(count)
    watches = assess(shipped(), sessions, known_at(told, now), now, zone).watches

    for watch in watches:
        if not _answered(watch, sessions, now):
            replay = assess(shipped(), sessions, known_at(told, now), watch.due_at + SECOND, zone)
            assert (watch.rule, watch.episode, watch.due_at) in raised(replay)


def _answered(watch: Watch, sessions: Sequence[Session], now: datetime) -> bool:
    """A session that comes by the due time takes over the silence after the one before."""
    return watch.rule.startswith("no-check-in") and any(now < one.at <= watch.due_at for one in sessions)


@settings(max_examples=100, deadline=None)
@given(courses(), hours, st.randoms(use_true_random=False))
def test_order_in_which_check_ins_are_given_does_not_matter(
    course: tuple[list[Session], list[CheckIn], ZoneInfo],
    count: int,
    shuffler: Random,
) -> None:
    sessions, told, zone = course
    told = list({check_in.at: check_in for check_in in told}.values())
    shuffled = shuffler.sample(told, len(told))

    given_in_order = assess(shipped(), sessions, told, hour(count), zone)
    given_shuffled = assess(shipped(), sessions, shuffled, hour(count), zone)

    assert raised(given_shuffled) == raised(given_in_order)
    assert (given_shuffled.watches, given_shuffled.advice) == (given_in_order.watches, given_in_order.advice)


@settings(max_examples=100, deadline=None)
@given(courses(), hours)
def test_flags_are_past_watches_are_to_come_and_no_identity_comes_twice(
    course: tuple[list[Session], list[CheckIn], ZoneInfo], count: int
) -> None:
    sessions, told, zone = course
    now = hour(count)

    found = assess(shipped(), sessions, told, now, zone)

    identities = [(one.rule, one.episode) for one in (*found.flags, *found.watches)]
    assert len(identities) == len(set(identities))
    assert all(flag.raised_at <= now for flag in found.flags)
    assert all(watch.due_at >= now for watch in found.watches)


@settings(max_examples=100, deadline=None)
@given(check_ins())
def test_made_up_check_ins_are_ones_a_form_would_take(check_in: CheckIn) -> None:
    check_report(shipped(), check_in)
