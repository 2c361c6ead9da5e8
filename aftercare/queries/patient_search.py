"""Patients found by what was typed. All of it must be true of a patient, and the clinic's are looked at only.

Each condition goes by an index: on names and addresses, on the two numbers, on the date of birth. Where
nobody's name holds the words, the names most like them are offered instead.
"""

from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Reverse, Upper

from aftercare.models.patients import PatientQuerySet
from aftercare.queries.patient_sought import Sought, digits_of

ALIKE = 0.25
"""From this similarity to a word on (pg_trgm's, 0 to 1) a name is like it: two letters swapped in six are."""
ALIKE_AT_MOST = 10
SHORTEST_PART = 3
"""A shorter word is looked for where names begin: it would be a part of too many, and of no trigram."""


def patients_sought(patients: PatientQuerySet, sought: Sought) -> PatientQuerySet:
    """Those of `patients` of whom everything is true."""
    return _with_numbers_and_dates(patients, sought).filter(*map(_has_word, sought.words))


def patients_named_alike(patients: PatientQuerySet, sought: Sought) -> list[Any]:
    """Those of whom numbers and dates are true, and whose name is like every word or like their whole: the
    most alike first. A slip in a short word leaves it unlike, and the others show whom it is about.

    One query and the setting of how alike, which ends with its transaction.
    """
    found = _with_numbers_and_dates(patients, sought).annotate(name=Upper("user__full_name"))
    words = [word.upper() for word in sought.words]
    every = Q(*(Q(name__trigram_word_similar=word) for word in words))
    found = found.filter(every | Q(name__trigram_strict_word_similar=" ".join(words)))
    nearness = TrigramSimilarity("name", " ".join(words))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(ALIKE)])
        return list(found.order_by(-nearness, "user__full_name", "user")[:ALIKE_AT_MOST])


def _has_word(word: str) -> Q:
    if len(word) < SHORTEST_PART:
        begins = Q(user__full_name__istartswith=word) | Q(user__full_name__icontains=f" {word}")
        return begins | Q(user__email__istartswith=word)
    return Q(user__full_name__icontains=word) | Q(user__email__icontains=word)


def _with_numbers_and_dates(patients: PatientQuerySet, sought: Sought) -> PatientQuerySet:
    asked = [Q(user__email__icontains=address) for address in sought.addresses]
    asked += [_has_number(number) for number in sought.numbers]
    asked += [Q(birth_date__in=sought.born)] if sought.born else []
    return patients.alias(phone_backwards=Reverse("phone")).filter(*asked)


def _has_number(number: str) -> Q:
    """The record's number begins so, or the phone's ends with these digits."""
    of_record = Q(mrn__startswith="".join(number.upper().split()))
    if any(map(str.isalpha, number)):
        return of_record
    return of_record | Q(phone_backwards__startswith=digits_of(number)[::-1])
