"""Check-ins that come while nurses watch, each sent twice as by a double tap.

`python -m tests.benchmarks.arrivals`, with the number of the first patient, how many check-ins, and the
seconds between them. It prints the seconds that each took.
"""

import hashlib
import json
import os
import sys
import time
import uuid

import django

SEVERE_EACH = 3
"""Every third tells of severe pain, which raises a flag at once."""


def main(first: int, count: int, pause: float) -> None:
    """Send them at their times, however long each takes."""
    from django.utils import timezone

    from aftercare.models import Patient
    from aftercare.services.checkins import record_check_in
    from tests.cast import a_report

    begun, took = time.monotonic(), []
    for number in range(count):
        time.sleep(max(0, begun + number * pause - time.monotonic()))
        key = hashlib.md5(f"patient {first + number}".encode(), usedforsecurity=False).hexdigest()
        patient = Patient.objects.get(pk=uuid.UUID(key))
        report = a_report(timezone.now(), pain=8 if number % SEVERE_EACH == 0 else 3)
        submission = uuid.uuid4()
        started = time.monotonic()
        for _tap in range(2):
            record_check_in(patient=patient, submission=submission, report=report)
        took.append(time.monotonic() - started)
    print(json.dumps(took))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]))
