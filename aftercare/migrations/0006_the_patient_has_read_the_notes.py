"""Until now a message was a note from the clinic: whoever has read it is its patient."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def the_patient_has_read_them(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Say who has read each note, in its history too."""
    person = apps.get_model("aftercare", "Patient").objects.filter(pk=OuterRef("patient_id")).values("user_id")
    for name in ("Message", "MessageEvent"):
        read = apps.get_model("aftercare", name).objects.filter(read_at__isnull=False, read_by__isnull=True)
        read.update(read_by=Subquery(person[:1]))


class Migration(migrations.Migration):
    dependencies = [("aftercare", "0005_a_thread_between_patient_and_clinic")]

    operations = [migrations.RunPython(the_patient_has_read_them, migrations.RunPython.noop)]
