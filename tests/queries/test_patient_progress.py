from datetime import datetime, timedelta

import pytest

from aftercare.models import Patient
from aftercare.queries.access import own_record
from aftercare.queries.patient_progress import Progress, progress_page
from aftercare.queries.progress_picture import LEFT, RIGHT, draw_course, x_of, y_of
from tests.cast import MONDAY, book, complete, local, report

DAY = timedelta(days=1)
MONTH_4 = local("2026-07-02T10:00")
EARLY = "It is too early to tell how well the treatment works."


def look(patient: Patient, at: datetime) -> Progress:
    return progress_page(patient=Patient.objects.get(pk=patient.pk), now=at)


def with_baseline(patient: Patient, score: int | None) -> None:
    Patient.objects.filter(pk=patient.pk).update(baseline_pain=score)


def test_before_the_first_session_there_is_nothing_to_draw(patient: Patient) -> None:
    book(patient, MONDAY)

    page = look(patient, MONDAY - DAY)

    assert (page.picture, page.lines, page.may_check_in) == (None, (), True)
    assert page.lead.startswith("Your first session is still to come.")


def test_after_a_session_without_a_check_in_the_page_says_what_will_come(patient: Patient) -> None:
    complete(patient, MONDAY)

    page = look(patient, MONDAY + DAY)

    assert (page.picture, page.lead) == (None, "Each check-in you send is drawn here.")


def test_before_month_4_nothing_is_said_about_a_result(patient: Patient) -> None:
    with_baseline(patient, 6)
    complete(patient, MONDAY)
    report(patient, MONDAY + DAY, pain=8)

    before, from_then = look(patient, MONTH_4 - DAY / 24), look(patient, MONTH_4)

    assert (EARLY in before.lead, EARLY in from_then.lead) == (True, False)


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (2, "That is less than the 6 before your first session."),
        (6, "That is the 6 you had before your first session. Results are often best after about 9 months."),
        (8, "Before your first session it was 6. Results are often best after about 9 months."),
    ],
)
def test_later_the_score_stands_beside_the_start(patient: Patient, score: int, words: str) -> None:
    with_baseline(patient, 6)
    complete(patient, MONDAY)
    report(patient, MONTH_4, pain=score)

    lead = look(patient, MONTH_4 + DAY).lead

    assert lead.startswith(f"In your last check-in your worst pain was {score} of 10. {words}")


def test_without_a_baseline_only_the_last_score_is_told(patient: Patient) -> None:
    complete(patient, MONDAY)
    report(patient, MONTH_4, pain=3)

    assert look(patient, MONTH_4 + DAY).lead == "In your last check-in your worst pain was 3 of 10."


def test_what_is_kept_from_is_drawn_of_the_check_ins_that_tell_it(patient: Patient) -> None:
    Patient.objects.filter(pk=patient.pk).update(baseline_limitation=8)
    complete(patient, MONDAY)
    for days, score in ((1, 9), (2, None), (3, 6)):
        report(patient, MONDAY + days * DAY, limitation=score)

    page = look(patient, MONDAY + 4 * DAY)

    assert page.limitation_picture.title == (
        "Kept from what you usually do, from Tue 3 Mar to Thu 5 Mar: 9, 6. Before the first session: 8."
    )
    assert [(line.limitation.text, line.limitation.against_start) for line in page.lines] == [
        ("6 of 10", "2 below the start"),
        ("not told", ""),
        ("9 of 10", "1 above the start"),
    ]


def test_without_an_answer_the_pain_alone_is_drawn(patient: Patient) -> None:
    Patient.objects.filter(pk=patient.pk).update(baseline_limitation=8)
    complete(patient, MONDAY)
    report(patient, MONDAY + DAY)

    page = look(patient, MONDAY + 2 * DAY)

    assert (page.picture is None, page.limitation_picture) == (False, None)


def test_before_month_4_what_is_kept_from_stands_alone(patient: Patient) -> None:
    Patient.objects.filter(pk=patient.pk).update(baseline_limitation=8)
    complete(patient, MONDAY)
    report(patient, MONDAY + DAY, limitation=3)

    assert look(patient, MONDAY + 2 * DAY).lead == (
        "In your last check-in your worst pain was 2 of 10. "
        "It keeps you from what you usually do: 3 of 10. "
        f"{EARLY} Pain that goes up and down is usual."
    )


@pytest.mark.parametrize(
    ("baseline", "words"),
    [
        (None, "It keeps you from what you usually do: 3 of 10."),
        (8, "It keeps you from what you usually do: 3 of 10. Before your first session: 8."),
    ],
)
def test_later_what_is_kept_from_stands_beside_the_start(
    patient: Patient, baseline: int | None, words: str
) -> None:
    Patient.objects.filter(pk=patient.pk).update(baseline_limitation=baseline)
    complete(patient, MONDAY)
    report(patient, MONTH_4, limitation=3)

    assert look(patient, MONTH_4 + DAY).lead.endswith(f"was 2 of 10. {words}")


def test_numbers_run_backwards_and_stand_against_the_start(patient: Patient) -> None:
    with_baseline(patient, 4)
    complete(patient, MONDAY)
    for days, pain in ((1, 6), (2, 4), (3, 1)):
        report(patient, MONDAY + days * DAY, pain=pain)

    lines = look(patient, MONDAY + 4 * DAY).lines

    assert [(line.day, line.pain.text, line.pain.against_start) for line in lines] == [
        ("day 3", "1 of 10", "3 below the start"),
        ("day 2", "4 of 10", "as at the start"),
        ("day 1", "6 of 10", "2 above the start"),
    ]


def test_the_picture_says_itself_in_words(patient: Patient) -> None:
    with_baseline(patient, 4)
    complete(patient, MONDAY)
    report(patient, MONDAY + DAY, pain=6)
    report(patient, MONDAY + 2 * DAY, pain=3)

    title = look(patient, MONDAY + 3 * DAY).picture.title

    assert title == "Worst pain from Tue 3 Mar to Wed 4 Mar: 6, 3. Before the first session: 4."


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_are_constant(patient: Patient, rows: int, django_assert_num_queries) -> None:
    complete(patient, MONDAY)
    for days in range(1, rows + 1):
        report(patient, MONDAY + days * DAY)
    patient = own_record(user=patient.user)

    with django_assert_num_queries(3):
        progress_page(patient=patient, now=MONDAY + 5 * DAY)


def test_time_runs_from_edge_to_edge_and_no_further() -> None:
    assert (x_of(0), x_of(304), x_of(900), x_of(-3)) == (LEFT, RIGHT, RIGHT, LEFT)


def test_scores_lie_between_top_and_bottom() -> None:
    assert (y_of(0), y_of(10)) == (150, 30)


def test_a_score_from_before_the_first_session_is_not_drawn() -> None:
    picture = draw_course([(-1, 5), (1, 4)], sessions=[0], baseline=None, today=2, title="")

    assert (len(picture.dots), picture.baseline_y) == (1, "")


def test_the_last_time_beneath_the_picture_ends_with_it() -> None:
    picture = draw_course([], sessions=[0], baseline=None, today=2, title="")

    last = picture.ticks[-1]

    assert (last.text, last.x, last.anchor) == ("9 months", f"{RIGHT:.1f}", "end")
