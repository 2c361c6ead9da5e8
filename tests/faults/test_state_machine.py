"""Whatever happens to a course, in whatever order, with whatever failing: what must always hold does.

Hypothesis draws the steps. By hand: STATE_MACHINE_EXAMPLES=300 STATE_MACHINE_STEPS=60 pytest <this file>.
"""

import logging
import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import time, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from aftercare.models import Channel, Flag
from aftercare.notifications.channel import DeliveryError
from aftercare.services.flags import acknowledge_flag
from tests.faults.checker import check
from tests.faults.course import LOST, PERMANENT, POINTS, REFUSED, UNKNOWN
from tests.faults.what_people_do import QUIET, WHICH, WhatPeopleDo
from tests.mail_host import DROP, MailHost

BY_HAND = "STATE_MACHINE_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("STATE_MACHINE_EXAMPLES", "20"))
STEPS = int(os.environ.get("STATE_MACHINE_STEPS", "40"))

WREN = "wren@patients.example"
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
ANSWERS = [
    ("450 later", REFUSED),
    ("450 later", UNKNOWN),
    ("550 no", PERMANENT),
    (DROP, LOST),
]
MEANWHILE = ["book", "cancel", "prefer", "answer", "lease"]
AT_THE_END = [timedelta(), timedelta(hours=9), timedelta(days=3), timedelta(days=400)]


class PatientCourse(WhatPeopleDo):
    """What people do, and what becomes of it: time, ticks, workers, and all that fails."""

    @rule(by=st.sampled_from(STRIDES))
    def time_passes(self, by: timedelta) -> None:
        self.course.now += by

    @rule(
        late=st.sampled_from([timedelta(), timedelta(milliseconds=1)]),
        answer=st.sampled_from([None, *ANSWERS]),
        dies_at=st.sampled_from(["", "", *POINTS]),
        meanwhile=st.sampled_from(["", *MEANWHILE]),
    )
    def something_is_due(self, late: timedelta, answer: tuple | None, dies_at: str, meanwhile: str) -> None:
        """Time passes until then, and whoever sends it may be unlucky."""
        self.course.now = (self.course.next_instant() or self.course.now) + late
        if answer is not None:
            self.the_next_answer_is(answer)
        if meanwhile:
            self.during_the_next_sending(meanwhile)
        self.course.dies_at = dies_at
        self.course.tick_and_work()

    @rule()
    def tick(self) -> None:
        self.course.tick()

    @rule(which=WHICH, seconds_a_look=st.sampled_from([0, 0, 1, 30]))
    def work(self, which: int, seconds_a_look: int) -> None:
        self.course.seconds_a_look = seconds_a_look
        if waiting := self.course.waiting:
            self.course.work(waiting.pop(which % len(waiting)))

    @rule()
    def tick_and_work(self) -> None:
        self.course.tick_and_work()

    @rule(which=WHICH)
    def a_chunk_is_handed_over_twice(self, which: int) -> None:
        if taken_up := self.course.taken_up:
            self.course.work(taken_up[-1 - which % len(taken_up)])

    @rule()
    def redis_is_emptied(self) -> None:
        self.course.waiting.clear()

    @rule(answer=st.sampled_from(ANSWERS))
    def the_next_answer_is(self, answer: tuple[str, DeliveryError]) -> None:
        """Of the mail host and of the other provider."""
        self.host.answers[WREN].append(answer[0])
        self.course.provider.answers.append(answer[1])

    @rule()
    def the_mail_host_goes_or_comes(self) -> None:
        if self.host.script.pop("connect", None) is None:
            self.host.script["connect"] = "421 not now"

    @rule(what=st.sampled_from(MEANWHILE))
    def during_the_next_sending(self, what: str) -> None:
        acts: dict[str, Callable[[], None]] = {
            "book": lambda: self.book(days=5, clock=time(10)),
            "cancel": lambda: self.cancel(which=0),
            "prefer": lambda: self.prefer(channels={Channel.SMS}, quiet=QUIET[0]),
            "answer": lambda: self.answer_flag(which=0, what="reply"),
            "lease": self._lease_runs_out,
        }
        self.course.meanwhile.append(acts[what])

    @rule()
    def come_to_rest(self) -> None:
        self.course.come_to_rest()

        assert list(self._broken()) == []

    @invariant()
    def nothing_is_taken_more_than_twice(self) -> None:
        taken = Counter(one.message_id for one in self.host.sends if one.taken)

        assert [one for one, times in taken.items() if times > 2] == []

    def teardown(self) -> None:
        if not hasattr(self, "course"):
            return
        self.host.script.clear()
        for flag in Flag.objects.unacknowledged():
            acknowledge_flag(flag=flag, by=self.nurse, at=self.course.now)
        for stride in AT_THE_END:
            self.course.now += stride
            self.come_to_rest()

    def _broken(self) -> Iterator[str]:
        yield from check(sends=self.host.sends, at=self.course.now)
        yield from self.course.forgotten()

    def _lease_runs_out(self) -> None:
        """The worker takes so long that another one is handed what it holds."""
        self.course.now += timedelta(seconds=150)
        self.course.tick_and_work()


@pytest.fixture
def silence() -> Iterator[None]:
    """No log: what fails is meant to."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.django_db(transaction=True)
def test_what_must_always_hold_holds_in_any_course(mail_host: MailHost, silence: None, texts: None) -> None:
    # to shrink a course takes minutes: CI shows it as it was drawn
    phases = (Phase.generate, Phase.shrink) if BY_HAND else (Phase.generate,)

    run_state_machine_as_test(
        lambda: PatientCourse(mail_host),
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            derandomize=not BY_HAND,
            phases=phases,
            suppress_health_check=list(HealthCheck),
        ),
    )
