from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("aftercare", "0024_who_is_on_call"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="recordaccess",
            name="which",
            field=models.UUIDField(blank=True, null=True, verbose_name="which of them"),
        ),
        migrations.AddIndex(
            model_name="flag",
            index=models.Index(fields=["clinic", "raised_at", "id"], name="flag_by_clinic_and_time"),
        ),
    ]
