"""What a patient means by what was typed: the topics of the protocol, found by name, brand or everyday word.

Never a guess: a word must be one of the protocol's own, or so close to exactly one topic's that a slip of the
finger explains it. Whatever is left over is told to be unknown.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from aftercare.domain.protocol import Protocol, Symptom, Topic

FILLERS = frozenset(
    [
        "a",
        "about",
        "after",
        "again",
        "allowed",
        "am",
        "an",
        "and",
        "any",
        "anything",
        "are",
        "at",
        "be",
        "before",
        "can",
        "could",
        "cup",
        "cups",
        "day",
        "days",
        "did",
        "do",
        "does",
        "doing",
        "drink",
        "drinking",
        "eat",
        "eating",
        "for",
        "from",
        "get",
        "glass",
        "go",
        "going",
        "have",
        "having",
        "i",
        "if",
        "im",
        "in",
        "into",
        "is",
        "it",
        "its",
        "just",
        "keep",
        "lot",
        "may",
        "me",
        "might",
        "more",
        "much",
        "my",
        "need",
        "now",
        "of",
        "off",
        "ok",
        "okay",
        "on",
        "one",
        "or",
        "out",
        "please",
        "put",
        "safe",
        "should",
        "so",
        "some",
        "something",
        "soon",
        "start",
        "still",
        "take",
        "taking",
        "tablet",
        "tablets",
        "than",
        "that",
        "the",
        "then",
        "there",
        "these",
        "this",
        "time",
        "to",
        "today",
        "tomorrow",
        "tonight",
        "too",
        "try",
        "trying",
        "two",
        "up",
        "mg",
        "ml",
        "use",
        "used",
        "using",
        "want",
        "wear",
        "wearing",
        "what",
        "when",
        "will",
        "with",
        "without",
        "would",
        "yet",
    ]
)
"""Words of a question that say nothing of what it is about."""

LONGEST_QUESTION_WORDS = 12


@dataclass(frozen=True, slots=True)
class Match:
    """What a question is about. `read_as` pairs what was typed with the word it was taken for.

    `unknown` holds the words that are none of the protocol's, as typed.
    """

    topics: tuple[Topic, ...]
    read_as: tuple[tuple[str, str], ...]
    unknown: tuple[str, ...]


Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A name as the protocol writes it, and the ids of the topics it may mean."""

    text: str
    topics: frozenset[str]


def find_topics(protocol: Protocol, question: str) -> Match:
    """The topics that `question` names, in the protocol's order; the longest name wins over a part of it."""
    names = _names(protocol)
    words = _words(question)[:LONGEST_QUESTION_WORDS]
    left: list[str | None] = list(words)
    found: set[str] = set()
    read_as = []
    for start, end in _spans(words):
        phrase = words[start:end]
        if None in left[start:end]:
            continue
        name = names.get(phrase) or _closest(phrase, names)
        if name is None:
            continue
        found |= name.topics
        if phrase not in names:
            read_as.append((" ".join(phrase), name.text))
        left[start:end] = [None] * (end - start)
    return Match(
        topics=tuple(topic for topic in protocol.topics if topic.id in found),
        read_as=tuple(read_as),
        unknown=tuple(word for word in left if word is not None and not _says_nothing(word)),
    )


def find_symptoms(protocol: Protocol, question: str) -> tuple[Symptom, ...]:
    """The symptoms that `question` names in full: something to report, not to ask about."""
    names = {_words(symptom.name): symptom.id for symptom in protocol.symptoms}
    words = _words(question)[:LONGEST_QUESTION_WORDS]
    left: list[str | None] = list(words)
    found = set()
    for start, end in _spans(words):
        if words[start:end] in names and None not in left[start:end]:
            found.add(names[words[start:end]])
            left[start:end] = [None] * (end - start)
    return tuple(symptom for symptom in protocol.symptoms if symptom.id in found)


def _spans(words: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Every stretch of words, the longest first."""
    for length in range(len(words), 0, -1):
        for start in range(len(words) - length + 1):
            yield start, start + length


def _says_nothing(word: str) -> bool:
    return word in FILLERS or word.isdecimal()


def _closest(phrase: Words, names: dict[Words, Name]) -> Name | None:
    """The name that is a slip or two away from `phrase`; None without one, or where topics compete."""
    text = " ".join(phrase)
    slips = _slips_allowed(text)
    if not slips or all(map(_says_nothing, phrase)):
        return None
    near: dict[int, list[Name]] = {}
    for words, name in names.items():
        distance = OSA.distance(text, " ".join(words), score_cutoff=slips)
        if distance <= slips and text[0] == words[0][0]:
            near.setdefault(distance, []).append(name)
    best = near.get(min(near, default=0), [])
    return best[0] if best and len({name.topics for name in best}) == 1 else None


def _slips_allowed(text: str) -> int:
    """How many letters may be wrong, missing, doubled or swapped: none in a short word."""
    return 0 if len(text) < 5 else 1 if len(text) < 8 else 2


@lru_cache(maxsize=8)
def _names(protocol: Protocol) -> dict[Words, Name]:
    """Every name of every topic; one name may be that of several."""
    names: dict[Words, Name] = {}
    for topic in protocol.topics:
        for text in (topic.name, topic.short_name, *topic.synonyms):
            known = names.get(_words(text), Name(text, frozenset()))
            names[_words(text)] = Name(known.text, known.topics | {topic.id})
    return names


def _words(text: str) -> Words:
    """The words of a text as they are compared: small letters, no signs, one form for one and many."""
    plain = re.sub(r"[’']s?\b", "", text.lower())
    return tuple(_singular(word) for word in re.findall(r"[a-z0-9]+", plain))


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
