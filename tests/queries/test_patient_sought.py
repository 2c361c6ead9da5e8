"""What was typed to find a patient, read: the usual ways to write a date, a phone number, a name."""

from datetime import date

import pytest

from aftercare.queries.patient_sought import Sought, read_sought

TODAY = date(2026, 3, 2)
MAY_3 = (date(1974, 5, 3),)


@pytest.mark.parametrize(
    "text",
    [
        "1974-05-03",
        "1974/5/3",
        "3 May 1974",
        "03 may 1974",
        "3. May 1974",
        "May 3, 1974",
        "may 3 1974",
        "May 3rd, 1974",
    ],
)
def test_a_date_is_read_as_it_is_usually_written(text: str) -> None:
    assert read_sought(text, TODAY) == Sought(born=MAY_3)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("5/3/1974", (date(1974, 5, 3), date(1974, 3, 5))),
        ("5/3/74", (date(1974, 5, 3), date(1974, 3, 5))),
        ("3.5.1974", (date(1974, 3, 5), date(1974, 5, 3))),
        ("5/5/1974", (date(1974, 5, 5),)),
        ("12/31/1980", (date(1980, 12, 31),)),
        ("31.12.1980", (date(1980, 12, 31),)),
        ("1/31/26", (date(2026, 1, 31),)),
        ("1/31/27", (date(1927, 1, 31),)),
        ("Sept 9, 2001", (date(2001, 9, 9),)),
        ("1974-05-03 1980-12-31", (date(1974, 5, 3), date(1980, 12, 31))),
    ],
)
def test_a_date_in_numbers_is_every_date_that_it_may_be(text: str, born: tuple[date, ...]) -> None:
    assert read_sought(text, TODAY).born == born


@pytest.mark.parametrize("text", ["1974-13-03", "30 Feb 1974", "3 Mai 1974", "0/0/1974"])
def test_what_is_no_date_is_looked_for_as_it_stands(text: str) -> None:
    sought = read_sought(text, TODAY)

    assert (sought.born, sorted([*sought.words, *sought.numbers])) == ((), sorted(text.split()))


@pytest.mark.parametrize(
    "text", ["(212) 555-0168", "212-555-0168", "212 555 0168", "+1 212 555 0168", "2125550168", "0168"]
)
def test_a_phone_number_is_one_number_however_it_is_written(text: str) -> None:
    assert read_sought(text, TODAY) == Sought(numbers=(text,))


def test_parts_of_every_kind_are_told_apart() -> None:
    sought = read_sought("Wren A-10234 3 May 1974 wren@patients 212 555 0168 O'Brien", TODAY)

    assert sought == Sought(
        words=("Wren", "O'Brien"),
        numbers=("212 555 0168", "A-10234"),
        addresses=("wren@patients",),
        born=MAY_3,
    )


@pytest.mark.parametrize("text", ["", "  "])
def test_nothing_typed_asks_for_nothing(text: str) -> None:
    assert read_sought(text, TODAY) == Sought()
