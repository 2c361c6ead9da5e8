"""What waits is looked at when it was going to be; a flag escalates when its time is over."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import F


RENAMED = {
    "mail-host-silent": "provider-silent",
    "mail-host-refused": "provider-refused",
    "first-try-unknown": "worker-lost",
}


def look_at_what_waits(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Fill the instants that the engine goes by from those that were there."""
    reminders = apps.get_model("aftercare", "Reminder").objects
    reminders.filter(state="planned").update(next_at=F("due_at"))
    for before, now in RENAMED.items():
        reminders.filter(state_reason=before).update(state_reason=now)
    for name in ("Flag", "FlagEvent"):
        apps.get_model("aftercare", name).objects.filter(escalate_at=None).update(escalate_at=F("due_at"))


class Migration(migrations.Migration):
    dependencies = [("aftercare", "0002_outreach_by_channel_escalations_and_care")]

    operations = [migrations.RunPython(look_at_what_waits, migrations.RunPython.noop)]
