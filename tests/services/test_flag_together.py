from aftercare.models import Flag, FlagAction, Patient, User
from aftercare.services.flag_holding import claim_flag
from aftercare.services.flag_together import acknowledge_together, claim_together
from aftercare.services.flags import acknowledge_flag
from tests.cast import MONDAY, complete, report
from tests.nurse_story import NOW


def told_of_two(patient: Patient) -> list[Flag]:
    """Severe pain and a warm skin that has lasted."""
    complete(patient, MONDAY)
    report(patient, NOW, pain=8, heat=MONDAY)
    return list(Flag.objects.filter(patient=patient).order_by("rule"))


def test_several_flags_are_claimed_each_on_record(patient: Patient, nurse: User) -> None:
    flags = told_of_two(patient)

    refusals = claim_together(flags=flags, by=nurse, at=NOW)

    assert refusals == []
    assert [flag.holder for flag in Flag.objects.all()] == [nurse, nurse]
    assert [(one.kind, one.by, one.at) for one in FlagAction.objects.all()] == 2 * [("claimed", nurse, NOW)]


def test_several_flags_are_acknowledged_each_on_record(patient: Patient, nurse: User) -> None:
    flags = told_of_two(patient)

    refusals = acknowledge_together(flags=flags, by=nurse, at=NOW)

    assert refusals == []
    assert [flag.acknowledged_by for flag in Flag.objects.all()] == [nurse, nurse]
    assert [one.kind for one in FlagAction.objects.all()] == ["acknowledged", "acknowledged"]


def test_what_somebody_else_has_stays_theirs_and_the_rest_is_done(
    patient: Patient, nurse: User, second_nurse: User
) -> None:
    flags = told_of_two(patient)
    claim_flag(flag=flags[0], by=second_nurse, at=NOW)

    refusals = claim_together(flags=flags, by=nurse, at=NOW)

    assert refusals == ["Ines Halloway has this flag in hand. You can take it over."]
    assert [flag.holder for flag in Flag.objects.order_by("rule")] == [second_nurse, nurse]


def test_the_same_reason_is_given_once(patient: Patient, nurse: User, second_nurse: User) -> None:
    flags = told_of_two(patient)
    for flag in flags:
        acknowledge_flag(flag=flag, by=second_nurse, at=NOW)

    refusals = acknowledge_together(flags=flags, by=nurse, at=NOW)

    assert refusals == ["Ines Halloway has acknowledged this flag already."]
