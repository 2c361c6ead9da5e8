"""A living demo clinic: invented people at every stage of aftercare, their times relative to now."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from aftercare.management.demo.clinics import open_clinics
from aftercare.management.demo.stories import tell_stories
from aftercare.models import Clinic


class Command(BaseCommand):
    """`manage.py seed_demo`: once; a second time changes nothing."""

    help = "Fill an empty portal with two invented clinics and their patients."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seed where there is no clinic yet."""
        if Clinic.objects.exists():
            self.stdout.write("There are clinics already; nothing was added.")
            return
        now = timezone.now()
        with transaction.atomic():
            tell_stories(open_clinics(now), now)
        self.stdout.write("The demo clinics are open.")
