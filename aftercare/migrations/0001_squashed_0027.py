"""All tables, constraints, indexes and triggers: what 27 steps made before there was a release.

A database that has all of these steps has this one; one that stands between them is brought to the last of them
by a commit that still has them.
"""

import aftercare.models.clinics
import aftercare.models.treatment_sessions
import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import phonenumber_field.modelfields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [
        ("aftercare", "0001_the_clinic_and_its_record"),
        ("aftercare", "0002_outreach_by_channel_escalations_and_care"),
        ("aftercare", "0003_waiting_reminders_and_open_flags_are_looked_at"),
        ("aftercare", "0004_waiting_is_held_by_constraint"),
        ("aftercare", "0005_a_thread_between_patient_and_clinic"),
        ("aftercare", "0006_the_patient_has_read_the_notes"),
        ("aftercare", "0007_messages_are_read_and_answered_by_somebody"),
        ("aftercare", "0008_the_plan_as_a_calendar"),
        ("aftercare", "0009_transitions_cost_less"),
        ("aftercare", "0010_a_check_in_is_begun_and_finished_later"),
        ("aftercare", "0011_patients_tell_allergies_and_medicines"),
        ("aftercare", "0012_providers_and_rooms"),
        ("aftercare", "0013_every_clinic_has_a_room"),
        ("aftercare", "0014_one_session_a_room_provider_and_patient"),
        ("aftercare", "0015_what_is_known_of_each_message"),
        ("aftercare", "0016_what_was_known_is_kept"),
        ("aftercare", "0017_photos_of_the_treated_area"),
        ("aftercare", "0018_lots_and_the_sessions_they_were_used_in"),
        ("aftercare", "0019_allergies_and_medicines_are_confirmed"),
        ("aftercare", "0020_who_performed_a_session_is_kept"),
        ("aftercare", "0021_patients_are_found_by_name_and_number"),
        ("aftercare", "0022_flags_are_held_put_off_and_taken_back"),
        ("aftercare", "0023_flags_are_asked_about_again_and_the_silent_are_nudged"),
        ("aftercare", "0024_who_is_on_call"),
        ("aftercare", "0025_what_was_looked_at_and_flags_by_time"),
        ("aftercare", "0026_the_queue_finds_each_part_by_an_index"),
        ("aftercare", "0027_what_the_treated_area_keeps_from"),
    ]

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        django.contrib.postgres.operations.BtreeGistExtension(),
        django.contrib.postgres.operations.TrigramExtension(),
        migrations.CreateModel(
            name="Clinic",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=120, unique=True, verbose_name="name")),
                ("zone", models.CharField(max_length=64, verbose_name="time zone")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        max_length=128, region=None, verbose_name="phone"
                    ),
                ),
                (
                    "out_of_hours_phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        max_length=128, region=None, verbose_name="out-of-hours phone"
                    ),
                ),
                ("opens_at", models.TimeField(default=datetime.time(8, 0), verbose_name="opens at")),
                ("closes_at", models.TimeField(default=datetime.time(18, 0), verbose_name="closes at")),
                (
                    "working_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=aftercare.models.clinics.monday_to_friday,
                        size=None,
                        verbose_name="working days",
                    ),
                ),
                (
                    "slot_minutes",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="length of a session slot, minutes"
                    ),
                ),
                (
                    "shortest_interval_days",
                    models.PositiveSmallIntegerField(
                        default=7, verbose_name="shortest interval between sessions, days"
                    ),
                ),
                (
                    "emergency_minutes",
                    models.PositiveSmallIntegerField(
                        default=15, verbose_name="emergency: acknowledge within, minutes"
                    ),
                ),
                (
                    "urgent_minutes",
                    models.PositiveSmallIntegerField(
                        default=120, verbose_name="urgent: acknowledge within, minutes"
                    ),
                ),
                (
                    "routine_by",
                    models.TimeField(
                        default=datetime.time(17, 0),
                        verbose_name="routine: acknowledge on the next working day by",
                    ),
                ),
                (
                    "escalation_minutes",
                    models.PositiveSmallIntegerField(
                        default=15, verbose_name="overdue: tell the on-call contact again every, minutes"
                    ),
                ),
                ("on_call_name", models.CharField(blank=True, max_length=120, verbose_name="on call: name")),
                (
                    "on_call_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="on call: e-mail"),
                ),
                (
                    "on_call_phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True,
                        max_length=128,
                        region=None,
                        verbose_name="on call: phone for text messages",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("working_days__contained_by", [0, 1, 2, 3, 4, 5, 6]),
                            ("working_days__len__gte", 1),
                        ),
                        name="clinic_works_on_known_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("escalation_minutes__gte", 1)),
                        name="clinic_escalation_interval_has_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slot_minutes__gte", 1)), name="clinic_slot_has_length"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("emergency_minutes__gte", 1), ("urgent_minutes__gte", 1)),
                        name="clinic_response_times_have_length",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_clinicevent" ("closes_at", "emergency_minutes", "escalation_minutes", "id", "name", "on_call_email", "on_call_name", "on_call_phone", "opens_at", "out_of_hours_phone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "routine_by", "shortest_interval_days", "slot_minutes", "urgent_minutes", "working_days", "zone") VALUES (NEW."closes_at", NEW."emergency_minutes", NEW."escalation_minutes", NEW."id", NEW."name", NEW."on_call_email", NEW."on_call_name", NEW."on_call_phone", NEW."opens_at", NEW."out_of_hours_phone", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."routine_by", NEW."shortest_interval_days", NEW."slot_minutes", NEW."urgent_minutes", NEW."working_days", NEW."zone"); RETURN NULL;',
                            hash="150921ff0ad7a5afdff3f13bea33c449f6749261",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5b963",
                            table="aftercare_clinic",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_clinicevent" ("closes_at", "emergency_minutes", "escalation_minutes", "id", "name", "on_call_email", "on_call_name", "on_call_phone", "opens_at", "out_of_hours_phone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "routine_by", "shortest_interval_days", "slot_minutes", "urgent_minutes", "working_days", "zone") VALUES (NEW."closes_at", NEW."emergency_minutes", NEW."escalation_minutes", NEW."id", NEW."name", NEW."on_call_email", NEW."on_call_name", NEW."on_call_phone", NEW."opens_at", NEW."out_of_hours_phone", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."routine_by", NEW."shortest_interval_days", NEW."slot_minutes", NEW."urgent_minutes", NEW."working_days", NEW."zone"); RETURN NULL;',
                            hash="64ea0bd2389b10e9186aa7eec14989f760000b2a",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4420c",
                            table="aftercare_clinic",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_clinicevent" ("closes_at", "emergency_minutes", "escalation_minutes", "id", "name", "on_call_email", "on_call_name", "on_call_phone", "opens_at", "out_of_hours_phone", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "routine_by", "shortest_interval_days", "slot_minutes", "urgent_minutes", "working_days", "zone") VALUES (OLD."closes_at", OLD."emergency_minutes", OLD."escalation_minutes", OLD."id", OLD."name", OLD."on_call_email", OLD."on_call_name", OLD."on_call_phone", OLD."opens_at", OLD."out_of_hours_phone", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."routine_by", OLD."shortest_interval_days", OLD."slot_minutes", OLD."urgent_minutes", OLD."working_days", OLD."zone"); RETURN NULL;',
                            hash="546a7c92753d4d3445b6eaaf29cabe96769b3bb9",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_12a96",
                            table="aftercare_clinic",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                (
                    "name",
                    models.CharField(max_length=32, primary_key=True, serialize=False, verbose_name="name"),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
            ],
        ),
        migrations.CreateModel(
            name="ProtocolVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("name", models.SlugField(max_length=64, verbose_name="protocol")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("document", models.TextField(verbose_name="document")),
                (
                    "digest",
                    models.CharField(max_length=64, unique=True, verbose_name="SHA-256 of the document"),
                ),
                ("published_at", models.DateTimeField(verbose_name="published at")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("name", "version"), name="protocol_version_unique")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="aaebd0541cf7f9df401ab2dcf1af61c93aa9e4bb",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_immutable_2001d",
                            table="aftercare_protocolversion",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ClinicEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.clinic",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("zone", models.CharField(max_length=64, verbose_name="time zone")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        max_length=128, region=None, verbose_name="phone"
                    ),
                ),
                (
                    "out_of_hours_phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        max_length=128, region=None, verbose_name="out-of-hours phone"
                    ),
                ),
                ("opens_at", models.TimeField(default=datetime.time(8, 0), verbose_name="opens at")),
                ("closes_at", models.TimeField(default=datetime.time(18, 0), verbose_name="closes at")),
                (
                    "working_days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(),
                        default=aftercare.models.clinics.monday_to_friday,
                        size=None,
                        verbose_name="working days",
                    ),
                ),
                (
                    "slot_minutes",
                    models.PositiveSmallIntegerField(
                        default=30, verbose_name="length of a session slot, minutes"
                    ),
                ),
                (
                    "shortest_interval_days",
                    models.PositiveSmallIntegerField(
                        default=7, verbose_name="shortest interval between sessions, days"
                    ),
                ),
                (
                    "emergency_minutes",
                    models.PositiveSmallIntegerField(
                        default=15, verbose_name="emergency: acknowledge within, minutes"
                    ),
                ),
                (
                    "urgent_minutes",
                    models.PositiveSmallIntegerField(
                        default=120, verbose_name="urgent: acknowledge within, minutes"
                    ),
                ),
                (
                    "routine_by",
                    models.TimeField(
                        default=datetime.time(17, 0),
                        verbose_name="routine: acknowledge on the next working day by",
                    ),
                ),
                (
                    "escalation_minutes",
                    models.PositiveSmallIntegerField(
                        default=15, verbose_name="overdue: tell the on-call contact again every, minutes"
                    ),
                ),
                ("on_call_name", models.CharField(blank=True, max_length=120, verbose_name="on call: name")),
                (
                    "on_call_email",
                    models.EmailField(blank=True, max_length=254, verbose_name="on call: e-mail"),
                ),
                (
                    "on_call_phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True,
                        max_length=128,
                        region=None,
                        verbose_name="on call: phone for text messages",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="holidays",
                        to="aftercare.clinic",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("clinic", "date"), name="holiday_once_a_date")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_holidayevent" ("clinic_id", "date", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."clinic_id", NEW."date", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="6e05eb8f44c4b157733e2280f859a029832ed482",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_71f60",
                            table="aftercare_holiday",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_holidayevent" ("clinic_id", "date", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."clinic_id", NEW."date", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="d769b2b9300c9b9ee8e0a21303746e09430e45f1",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_79bac",
                            table="aftercare_holiday",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_holidayevent" ("clinic_id", "date", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."clinic_id", OLD."date", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="18aec61ea2777d6d802089e45f3a9323639e13bd",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9a051",
                            table="aftercare_holiday",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Room",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rooms",
                        to="aftercare.clinic",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("clinic"),
                        django.db.models.functions.text.Lower("name"),
                        name="room_named_once_a_clinic",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_roomevent" ("clinic_id", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."clinic_id", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="ee98b9c0539786cae92777fd35c87b6982bfd2a5",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b8705",
                            table="aftercare_room",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_roomevent" ("clinic_id", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."clinic_id", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="c9ec60e167e2d342bb056eaaf7406b3137328a12",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_86bd6",
                            table="aftercare_room",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_roomevent" ("clinic_id", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."clinic_id", OLD."id", OLD."is_active", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="a87e5812dfda62c97b4eeaea7148a1afe1cf55a6",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_bd9bf",
                            table="aftercare_room",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TreatmentLength",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="treatment_lengths",
                        to="aftercare.clinic",
                    ),
                ),
                (
                    "treatment",
                    models.CharField(
                        choices=[
                            ("exosome", "Exosome"),
                            ("prp", "PRP"),
                            ("prp-with-exosome", "PRP with exosome"),
                        ],
                        max_length=24,
                        verbose_name="treatment",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="length, minutes")),
                (
                    "buffer_minutes",
                    models.PositiveSmallIntegerField(default=0, verbose_name="buffer after it, minutes"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("clinic", "treatment"), name="treatment_length_once_a_clinic"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("buffer_minutes__lte", 480), ("minutes__gte", 1), ("minutes__lte", 480)
                        ),
                        name="treatment_length_within_a_day",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_treatmentlengthevent" ("buffer_minutes", "clinic_id", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "treatment") VALUES (NEW."buffer_minutes", NEW."clinic_id", NEW."id", NEW."minutes", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."treatment"); RETURN NULL;',
                            hash="ed8aee81c2264d1d856db9a41c63f8b91ea2c722",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4730d",
                            table="aftercare_treatmentlength",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_treatmentlengthevent" ("buffer_minutes", "clinic_id", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "treatment") VALUES (NEW."buffer_minutes", NEW."clinic_id", NEW."id", NEW."minutes", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."treatment"); RETURN NULL;',
                            hash="f0b338286c09975c05415cf8f69abf975454293d",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a9484",
                            table="aftercare_treatmentlength",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_treatmentlengthevent" ("buffer_minutes", "clinic_id", "id", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "treatment") VALUES (OLD."buffer_minutes", OLD."clinic_id", OLD."id", OLD."minutes", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."treatment"); RETURN NULL;',
                            hash="e34ade687c0018650e3e1dd16cbf2fd8ec34b9f6",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9c843",
                            table="aftercare_treatmentlength",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mail")),
                ("full_name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("patient", "Patient"),
                            ("scheduler", "Scheduler"),
                            ("nurse", "Nurse"),
                            ("administrator", "Clinic administrator"),
                        ],
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="aftercare.clinic",
                        verbose_name="clinic",
                    ),
                ),
                ("language", models.CharField(default="en-us", max_length=8, verbose_name="language")),
                (
                    "email_undeliverable_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="e-mail refused at"),
                ),
                (
                    "email_complained_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="e-mail marked as spam at"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                (
                    "joined_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="joined at"),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["clinic", "full_name", "id"], name="user_by_name"),
                    django.contrib.postgres.indexes.GinIndex(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("full_name"), name="gin_trgm_ops"
                        ),
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Upper("email"), name="gin_trgm_ops"
                        ),
                        fastupdate=False,
                        name="user_names_by_part",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("email", django.db.models.functions.text.Lower("email"))),
                        name="user_email_lower_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ["patient", "scheduler", "nurse", "administrator"])),
                        name="user_role_known",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_userevent" ("clinic_id", "email", "email_complained_at", "email_undeliverable_at", "full_name", "id", "is_active", "is_superuser", "joined_at", "language", "last_login", "password", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."clinic_id", NEW."email", NEW."email_complained_at", NEW."email_undeliverable_at", NEW."full_name", NEW."id", NEW."is_active", NEW."is_superuser", NEW."joined_at", NEW."language", NEW."last_login", NEW."password", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."role"); RETURN NULL;',
                            hash="c037164caf196c1869d733c3b4814362a9b98655",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d1491",
                            table="aftercare_user",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_userevent" ("clinic_id", "email", "email_complained_at", "email_undeliverable_at", "full_name", "id", "is_active", "is_superuser", "joined_at", "language", "last_login", "password", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (NEW."clinic_id", NEW."email", NEW."email_complained_at", NEW."email_undeliverable_at", NEW."full_name", NEW."id", NEW."is_active", NEW."is_superuser", NEW."joined_at", NEW."language", NEW."last_login", NEW."password", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."role"); RETURN NULL;',
                            hash="dfeb69c88a13344f7977ece000aaba29f463bd8c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_21ce8",
                            table="aftercare_user",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_userevent" ("clinic_id", "email", "email_complained_at", "email_undeliverable_at", "full_name", "id", "is_active", "is_superuser", "joined_at", "language", "last_login", "password", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role") VALUES (OLD."clinic_id", OLD."email", OLD."email_complained_at", OLD."email_undeliverable_at", OLD."full_name", OLD."id", OLD."is_active", OLD."is_superuser", OLD."joined_at", OLD."language", OLD."last_login", OLD."password", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."role"); RETURN NULL;',
                            hash="086fc0ec46572d82c1c455c16712c7d2dd2951bf",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_acb03",
                            table="aftercare_user",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HolidayEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.holiday",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "clinic",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.clinic",
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invitations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "token_digest",
                    models.CharField(
                        blank=True, max_length=64, null=True, unique=True, verbose_name="SHA-256 of the token"
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="created at")),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="expires at")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "unknowns",
                    models.PositiveSmallIntegerField(default=0, verbose_name="attempts of unknown outcome"),
                ),
                ("leased_until", models.DateTimeField(blank=True, null=True, verbose_name="leased until")),
                ("retry_at", models.DateTimeField(blank=True, null=True, verbose_name="not again before")),
                ("undeliverable_at", models.DateTimeField(blank=True, null=True, verbose_name="given up at")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                ("used_at", models.DateTimeField(blank=True, null=True, verbose_name="used at")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="invitation_expires_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("leased_until__isnull", True),
                            models.Q(("sent_at__isnull", True), ("token_digest__isnull", False)),
                            _connector="OR",
                        ),
                        name="invitation_being_sent_has_a_link",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OnCallShift",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="on_call_shifts",
                        to="aftercare.clinic",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="on_call_shifts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="phone for text messages"
                    ),
                ),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            ("clinic", "="),
                            (
                                aftercare.models.treatment_sessions.TsTzRange(
                                    "starts_at",
                                    "ends_at",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                ),
                                "&&",
                            ),
                        ],
                        name="on_call_shift_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))),
                        name="on_call_shift_has_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("email", ""), ("name", ""), ("user__isnull", False)),
                            models.Q(("user__isnull", True), models.Q(("name", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="on_call_shift_of_staff_or_a_named_outsider",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("user__isnull", False),
                            models.Q(("email", ""), _negated=True),
                            models.Q(("phone", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="on_call_shift_can_be_told",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_oncallshiftevent" ("clinic_id", "email", "ends_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "starts_at", "user_id") VALUES (NEW."clinic_id", NEW."email", NEW."ends_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."starts_at", NEW."user_id"); RETURN NULL;',
                            hash="b99bd933b3784d34720d90ce27dc80953a8b57c7",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_033f2",
                            table="aftercare_oncallshift",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_oncallshiftevent" ("clinic_id", "email", "ends_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "starts_at", "user_id") VALUES (NEW."clinic_id", NEW."email", NEW."ends_at", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."starts_at", NEW."user_id"); RETURN NULL;',
                            hash="8331c4c73b48c9fe7b458cf7718d32f0699dd065",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8fa3d",
                            table="aftercare_oncallshift",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_oncallshiftevent" ("clinic_id", "email", "ends_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "starts_at", "user_id") VALUES (OLD."clinic_id", OLD."email", OLD."ends_at", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."starts_at", OLD."user_id"); RETURN NULL;',
                            hash="45862f677557c20ecb8e77dee70d3a161517fdc2",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_2dce2",
                            table="aftercare_oncallshift",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Patient",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="patient",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("birth_date", models.DateField(verbose_name="date of birth")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="phone"
                    ),
                ),
                ("mrn", models.CharField(blank=True, max_length=32, verbose_name="record number")),
                (
                    "mrn_clinic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="aftercare.clinic",
                    ),
                ),
                ("zone", models.CharField(max_length=64, verbose_name="time zone")),
                ("quiet_from", models.TimeField(default=datetime.time(21, 0), verbose_name="quiet from")),
                ("quiet_until", models.TimeField(default=datetime.time(8, 0), verbose_name="quiet until")),
                (
                    "baseline_pain",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="pain before the first session, 0-10"
                    ),
                ),
                (
                    "baseline_limitation",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        verbose_name="kept from what is usual before the first session, 0-10",
                    ),
                ),
                ("allergies", models.TextField(blank=True, verbose_name="allergies")),
                (
                    "allergies_told_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="allergies told at"),
                ),
                (
                    "allergies_told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("medicines", models.TextField(blank=True, verbose_name="current medicines")),
                (
                    "medicines_told_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="current medicines told at"),
                ),
                (
                    "medicines_told_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_email", models.BooleanField(default=True, verbose_name="messages by e-mail")),
                ("by_sms", models.BooleanField(default=False, verbose_name="messages by text message")),
                ("by_push", models.BooleanField(default=False, verbose_name="messages as notifications")),
                (
                    "care",
                    models.CharField(
                        choices=[
                            ("active", "In our care"),
                            ("left", "Left the clinic"),
                            ("deceased", "Deceased"),
                        ],
                        default="active",
                        max_length=16,
                        verbose_name="care",
                    ),
                ),
                ("care_ended_at", models.DateTimeField(blank=True, null=True, verbose_name="care ended at")),
                (
                    "care_ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reached_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="reached by phone at"),
                ),
                (
                    "reached_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "email_confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="e-mail address confirmed at"),
                ),
                (
                    "email_confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "calendar_digest",
                    models.CharField(
                        blank=True,
                        max_length=64,
                        null=True,
                        unique=True,
                        verbose_name="SHA-256 of the calendar's token",
                    ),
                ),
                (
                    "calendar_detailed",
                    models.BooleanField(default=False, verbose_name="calendar tells what changes"),
                ),
                ("plan_revision", models.PositiveIntegerField(default=0, verbose_name="plan revision")),
                (
                    "replan_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="to be planned again at"),
                ),
                ("invited_at", models.DateTimeField(verbose_name="invited at")),
                (
                    "invited_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="invited by",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("replan_at__isnull", False)),
                        fields=["replan_at", "id"],
                        name="patient_to_be_planned_again",
                    ),
                    models.Index(fields=["birth_date"], name="patient_by_birth_date"),
                    models.Index(
                        condition=models.Q(("care", "active"), _negated=True),
                        fields=["care", "user"],
                        name="patient_out_of_care",
                    ),
                    models.Index(
                        django.contrib.postgres.indexes.OpClass(
                            django.db.models.functions.text.Reverse("phone"), name="text_pattern_ops"
                        ),
                        name="patient_by_phones_end",
                    ),
                    models.Index(fields=["mrn"], name="patient_by_mrn", opclasses=["varchar_pattern_ops"]),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("mrn_clinic", "mrn"), name="patient_mrn_once_a_clinic"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mrn", ""), ("mrn_clinic__isnull", True)),
                            models.Q(("mrn_clinic__isnull", False), models.Q(("mrn", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="patient_mrn_of_a_clinic",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("mrn", django.db.models.functions.text.Upper("mrn"))),
                        name="patient_mrn_upper_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("baseline_pain__isnull", True), ("baseline_pain__lte", 10), _connector="OR"
                        ),
                        name="patient_baseline_pain_0_to_10",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("baseline_limitation__isnull", True),
                            ("baseline_limitation__lte", 10),
                            _connector="OR",
                        ),
                        name="patient_baseline_limitation_0_to_10",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("allergies_told_at__isnull", True), ("allergies_told_by__isnull", True)
                            ),
                            models.Q(
                                ("allergies_told_at__isnull", False), ("allergies_told_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="patient_allergies_told_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("medicines_told_at__isnull", True), ("medicines_told_by__isnull", True)
                            ),
                            models.Q(
                                ("medicines_told_at__isnull", False), ("medicines_told_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="patient_medicines_told_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("care", "active"),
                                ("care_ended_at__isnull", True),
                                ("care_ended_by__isnull", True),
                            ),
                            models.Q(
                                ("care__in", ["left", "deceased"]),
                                ("care_ended_at__isnull", False),
                                ("care_ended_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="patient_care_ended_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reached_at__isnull", True), ("reached_by__isnull", True)),
                            models.Q(("reached_at__isnull", False), ("reached_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="patient_reached_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("email_confirmed_at__isnull", True), ("email_confirmed_by__isnull", True)
                            ),
                            models.Q(
                                ("email_confirmed_at__isnull", False), ("email_confirmed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="patient_email_confirmed_by_somebody",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_patientevent" ("allergies", "allergies_told_at", "allergies_told_by_id", "baseline_limitation", "baseline_pain", "birth_date", "by_email", "by_push", "by_sms", "calendar_detailed", "calendar_digest", "care", "care_ended_at", "care_ended_by_id", "email_confirmed_at", "email_confirmed_by_id", "id", "invited_at", "invited_by_id", "medicines", "medicines_told_at", "medicines_told_by_id", "mrn", "mrn_clinic_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "plan_revision", "quiet_from", "quiet_until", "reached_at", "reached_by_id", "replan_at", "user_id", "zone") VALUES (NEW."allergies", NEW."allergies_told_at", NEW."allergies_told_by_id", NEW."baseline_limitation", NEW."baseline_pain", NEW."birth_date", NEW."by_email", NEW."by_push", NEW."by_sms", NEW."calendar_detailed", NEW."calendar_digest", NEW."care", NEW."care_ended_at", NEW."care_ended_by_id", NEW."email_confirmed_at", NEW."email_confirmed_by_id", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."medicines", NEW."medicines_told_at", NEW."medicines_told_by_id", NEW."mrn", NEW."mrn_clinic_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone", NEW."plan_revision", NEW."quiet_from", NEW."quiet_until", NEW."reached_at", NEW."reached_by_id", NEW."replan_at", NEW."user_id", NEW."zone"); RETURN NULL;',
                            hash="032a3aabb0b895bd809b95bb660ce41b44652c25",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_93d34",
                            table="aftercare_patient",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_patientevent" ("allergies", "allergies_told_at", "allergies_told_by_id", "baseline_limitation", "baseline_pain", "birth_date", "by_email", "by_push", "by_sms", "calendar_detailed", "calendar_digest", "care", "care_ended_at", "care_ended_by_id", "email_confirmed_at", "email_confirmed_by_id", "id", "invited_at", "invited_by_id", "medicines", "medicines_told_at", "medicines_told_by_id", "mrn", "mrn_clinic_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "plan_revision", "quiet_from", "quiet_until", "reached_at", "reached_by_id", "replan_at", "user_id", "zone") VALUES (NEW."allergies", NEW."allergies_told_at", NEW."allergies_told_by_id", NEW."baseline_limitation", NEW."baseline_pain", NEW."birth_date", NEW."by_email", NEW."by_push", NEW."by_sms", NEW."calendar_detailed", NEW."calendar_digest", NEW."care", NEW."care_ended_at", NEW."care_ended_by_id", NEW."email_confirmed_at", NEW."email_confirmed_by_id", NEW."id", NEW."invited_at", NEW."invited_by_id", NEW."medicines", NEW."medicines_told_at", NEW."medicines_told_by_id", NEW."mrn", NEW."mrn_clinic_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone", NEW."plan_revision", NEW."quiet_from", NEW."quiet_until", NEW."reached_at", NEW."reached_by_id", NEW."replan_at", NEW."user_id", NEW."zone"); RETURN NULL;',
                            hash="6ba189992b38a5a5f09859241154b2049d8b5ba6",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_55768",
                            table="aftercare_patient",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_patientevent" ("allergies", "allergies_told_at", "allergies_told_by_id", "baseline_limitation", "baseline_pain", "birth_date", "by_email", "by_push", "by_sms", "calendar_detailed", "calendar_digest", "care", "care_ended_at", "care_ended_by_id", "email_confirmed_at", "email_confirmed_by_id", "id", "invited_at", "invited_by_id", "medicines", "medicines_told_at", "medicines_told_by_id", "mrn", "mrn_clinic_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "plan_revision", "quiet_from", "quiet_until", "reached_at", "reached_by_id", "replan_at", "user_id", "zone") VALUES (OLD."allergies", OLD."allergies_told_at", OLD."allergies_told_by_id", OLD."baseline_limitation", OLD."baseline_pain", OLD."birth_date", OLD."by_email", OLD."by_push", OLD."by_sms", OLD."calendar_detailed", OLD."calendar_digest", OLD."care", OLD."care_ended_at", OLD."care_ended_by_id", OLD."email_confirmed_at", OLD."email_confirmed_by_id", OLD."id", OLD."invited_at", OLD."invited_by_id", OLD."medicines", OLD."medicines_told_at", OLD."medicines_told_by_id", OLD."mrn", OLD."mrn_clinic_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone", OLD."plan_revision", OLD."quiet_from", OLD."quiet_until", OLD."reached_at", OLD."reached_by_id", OLD."replan_at", OLD."user_id", OLD."zone"); RETURN NULL;',
                            hash="4d7d63b45a552e07bfacf5fa3be14e472fee937c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f7285",
                            table="aftercare_patient",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProductLot",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lots",
                        to="aftercare.clinic",
                    ),
                ),
                ("product", models.CharField(max_length=120, verbose_name="product")),
                (
                    "kind",
                    models.CharField(
                        choices=[("exosome", "Exosome"), ("prp-kit", "PRP kit"), ("other", "Other")],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("number", models.CharField(max_length=64, verbose_name="lot number")),
                ("supplier", models.CharField(max_length=120, verbose_name="supplier")),
                ("expiry_date", models.DateField(verbose_name="expiry date")),
                (
                    "storage_celsius",
                    models.DecimalField(
                        decimal_places=1, max_digits=4, verbose_name="storage temperature on receipt, °C"
                    ),
                ),
                ("received_date", models.DateField(verbose_name="received on")),
                (
                    "received_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "quarantined_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="quarantined at"),
                ),
                (
                    "quarantined_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("quarantine_reason", models.TextField(blank=True, verbose_name="reason for the quarantine")),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="released at")),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("release_reason", models.TextField(blank=True, verbose_name="reason for the release")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("clinic"),
                        django.db.models.functions.text.Lower("product"),
                        django.db.models.functions.text.Lower("number"),
                        name="lot_once_a_clinic_and_product",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["exosome", "prp-kit", "other"])),
                        name="lot_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("storage_celsius__gte", -200), ("storage_celsius__lte", 60)),
                        name="lot_storage_celsius_plausible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("quarantine_reason", ""),
                                ("quarantined_at__isnull", True),
                                ("quarantined_by__isnull", True),
                            ),
                            models.Q(
                                ("quarantined_at__isnull", False),
                                ("quarantined_by__isnull", False),
                                models.Q(("quarantine_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lot_quarantined_by_somebody_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("release_reason", ""),
                                ("released_at__isnull", True),
                                ("released_by__isnull", True),
                            ),
                            models.Q(
                                ("quarantined_at__isnull", False),
                                ("released_at__isnull", False),
                                ("released_by__isnull", False),
                                models.Q(("release_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="lot_released_by_somebody_with_reason",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_productlotevent" ("clinic_id", "expiry_date", "id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product", "quarantine_reason", "quarantined_at", "quarantined_by_id", "received_by_id", "received_date", "release_reason", "released_at", "released_by_id", "storage_celsius", "supplier") VALUES (NEW."clinic_id", NEW."expiry_date", NEW."id", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."product", NEW."quarantine_reason", NEW."quarantined_at", NEW."quarantined_by_id", NEW."received_by_id", NEW."received_date", NEW."release_reason", NEW."released_at", NEW."released_by_id", NEW."storage_celsius", NEW."supplier"); RETURN NULL;',
                            hash="ad6e9691daca7aa0678f9f4f91519d9bd807d3e5",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_3e6ac",
                            table="aftercare_productlot",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_productlotevent" ("clinic_id", "expiry_date", "id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product", "quarantine_reason", "quarantined_at", "quarantined_by_id", "received_by_id", "received_date", "release_reason", "released_at", "released_by_id", "storage_celsius", "supplier") VALUES (NEW."clinic_id", NEW."expiry_date", NEW."id", NEW."kind", NEW."number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."product", NEW."quarantine_reason", NEW."quarantined_at", NEW."quarantined_by_id", NEW."received_by_id", NEW."received_date", NEW."release_reason", NEW."released_at", NEW."released_by_id", NEW."storage_celsius", NEW."supplier"); RETURN NULL;',
                            hash="94de58ce24240230be680f90ce6136a40d6fe413",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_18275",
                            table="aftercare_productlot",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_productlotevent" ("clinic_id", "expiry_date", "id", "kind", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "product", "quarantine_reason", "quarantined_at", "quarantined_by_id", "received_by_id", "received_date", "release_reason", "released_at", "released_by_id", "storage_celsius", "supplier") VALUES (OLD."clinic_id", OLD."expiry_date", OLD."id", OLD."kind", OLD."number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."product", OLD."quarantine_reason", OLD."quarantined_at", OLD."quarantined_by_id", OLD."received_by_id", OLD."received_date", OLD."release_reason", OLD."released_at", OLD."released_by_id", OLD."storage_celsius", OLD."supplier"); RETURN NULL;',
                            hash="800a3ba8140f102a88c8c35900d20d404f438fbc",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_227ed",
                            table="aftercare_productlot",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Provider",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="providers",
                        to="aftercare.clinic",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="what they are called")),
                (
                    "user",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="provider",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="treats at present")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("clinic"),
                        django.db.models.functions.text.Lower("name"),
                        name="provider_named_once_a_clinic",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_providerevent" ("clinic_id", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "user_id") VALUES (NEW."clinic_id", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."title", NEW."user_id"); RETURN NULL;',
                            hash="08c282728f3a3c629b1bbf9e931cd23c7ce5ab83",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_70c75",
                            table="aftercare_provider",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_providerevent" ("clinic_id", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "user_id") VALUES (NEW."clinic_id", NEW."id", NEW."is_active", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."title", NEW."user_id"); RETURN NULL;',
                            hash="a8dbcc1c20e5b1ba28be688e6a070a4601e205e8",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_bf29f",
                            table="aftercare_provider",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_providerevent" ("clinic_id", "id", "is_active", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "user_id") VALUES (OLD."clinic_id", OLD."id", OLD."is_active", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."title", OLD."user_id"); RETURN NULL;',
                            hash="a3d204089261d4988f190545a0d69c28c5756d14",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_851de",
                            table="aftercare_provider",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoomEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.room",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.clinic",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("is_active", models.BooleanField(default=True, verbose_name="in use")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TreatmentLengthEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.treatmentlength",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "clinic",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.clinic",
                    ),
                ),
                (
                    "treatment",
                    models.CharField(
                        choices=[
                            ("exosome", "Exosome"),
                            ("prp", "PRP"),
                            ("prp-with-exosome", "PRP with exosome"),
                        ],
                        max_length=24,
                        verbose_name="treatment",
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="length, minutes")),
                (
                    "buffer_minutes",
                    models.PositiveSmallIntegerField(default=0, verbose_name="buffer after it, minutes"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="UserEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                ("email", models.EmailField(max_length=254, verbose_name="e-mail")),
                ("full_name", models.CharField(max_length=120, verbose_name="name")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("patient", "Patient"),
                            ("scheduler", "Scheduler"),
                            ("nurse", "Nurse"),
                            ("administrator", "Clinic administrator"),
                        ],
                        max_length=16,
                        verbose_name="role",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.clinic",
                        verbose_name="clinic",
                    ),
                ),
                ("language", models.CharField(default="en-us", max_length=8, verbose_name="language")),
                (
                    "email_undeliverable_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="e-mail refused at"),
                ),
                (
                    "email_complained_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="e-mail marked as spam at"),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                (
                    "joined_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="joined at"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CheckIn",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="check_ins",
                        to="aftercare.patient",
                    ),
                ),
                ("submission", models.UUIDField(verbose_name="submission")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("symptoms", models.JSONField(blank=True, default=dict, verbose_name="symptoms")),
                (
                    "pain_score",
                    models.PositiveSmallIntegerField(verbose_name="worst pain since the last check-in, 0-10"),
                ),
                (
                    "limitation_score",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="kept from what is usual, 0-10"
                    ),
                ),
                (
                    "acetaminophen_mg_24h",
                    models.PositiveIntegerField(default=0, verbose_name="acetaminophen in 24 hours, mg"),
                ),
                ("taken", models.JSONField(blank=True, default=dict, verbose_name="taken")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("advice", models.CharField(blank=True, max_length=16, verbose_name="advice shown")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["patient", "at", "id"], name="check_in_by_patient_and_time")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("patient", "submission"), name="check_in_submitted_once"),
                    models.CheckConstraint(
                        condition=models.Q(("pain_score__lte", 10)), name="check_in_pain_0_to_10"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("limitation_score__isnull", True), ("limitation_score__lte", 10), _connector="OR"
                        ),
                        name="check_in_limitation_0_to_10",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="as_it_was_told",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="8889602558a51fef755397e85766e0d87170de2a",
                            operation="UPDATE",
                            pgid="pgtrigger_as_it_was_told_24e86",
                            table="aftercare_checkin",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_checkinevent" ("acetaminophen_mg_24h", "advice", "at", "id", "limitation_score", "note", "pain_score", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission", "symptoms", "taken") VALUES (NEW."acetaminophen_mg_24h", NEW."advice", NEW."at", NEW."id", NEW."limitation_score", NEW."note", NEW."pain_score", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."submission", NEW."symptoms", NEW."taken"); RETURN NULL;',
                            hash="7bb66afd3ad361ab130781f75b56efa3d8a605f3",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_63918",
                            table="aftercare_checkin",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_checkinevent" ("acetaminophen_mg_24h", "advice", "at", "id", "limitation_score", "note", "pain_score", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission", "symptoms", "taken") VALUES (NEW."acetaminophen_mg_24h", NEW."advice", NEW."at", NEW."id", NEW."limitation_score", NEW."note", NEW."pain_score", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."submission", NEW."symptoms", NEW."taken"); RETURN NULL;',
                            hash="88e4f5298bc9c01780f312b1238f706b417c51d6",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_28c8a",
                            table="aftercare_checkin",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_checkinevent" ("acetaminophen_mg_24h", "advice", "at", "id", "limitation_score", "note", "pain_score", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission", "symptoms", "taken") VALUES (OLD."acetaminophen_mg_24h", OLD."advice", OLD."at", OLD."id", OLD."limitation_score", OLD."note", OLD."pain_score", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."submission", OLD."symptoms", OLD."taken"); RETURN NULL;',
                            hash="f49b339aa430ac0b3d98990488c54754fc776d74",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_2ef90",
                            table="aftercare_checkin",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckInDraft",
            fields=[
                (
                    "patient",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="check_in_draft",
                        serialize=False,
                        to="aftercare.patient",
                    ),
                ),
                ("submission", models.UUIDField(default=uuid.uuid4, verbose_name="submission")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("updated_at", models.DateTimeField(verbose_name="updated at")),
                ("answers", models.JSONField(blank=True, default=dict, verbose_name="answers")),
                ("turn", models.PositiveIntegerField(default=0, verbose_name="steps sent by hand")),
                ("advice", models.CharField(blank=True, max_length=16, verbose_name="advice shown")),
            ],
        ),
        migrations.CreateModel(
            name="ContactTry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contact_tries",
                        to="aftercare.patient",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("asked", "Asked how it goes"), ("called", "Called the patient")],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "Spoke with the patient"),
                            ("other-person", "Spoke with somebody else"),
                            ("voicemail", "Left a message"),
                            ("no-answer", "No answer"),
                            ("wrong-number", "The number is wrong"),
                        ],
                        max_length=16,
                        verbose_name="outcome of the call",
                    ),
                ),
                ("submission", models.UUIDField(blank=True, null=True, verbose_name="submission")),
            ],
            options={
                "verbose_name_plural": "contact tries",
                "indexes": [models.Index(fields=["patient", "-at", "-id"], name="contact_try_latest")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("patient", "submission"), name="contact_try_submitted_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "asked"), ("outcome", ""), ("submission__isnull", True)),
                            models.Q(
                                ("kind", "called"),
                                ("submission__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="contact_try_asked_or_called_with_an_outcome",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_contacttryevent" ("at", "by_id", "id", "kind", "outcome", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."kind", NEW."outcome", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."submission"); RETURN NULL;',
                            hash="e2aaffaff605966d9f365c5781c667c2751f2960",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9e3b3",
                            table="aftercare_contacttry",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_contacttryevent" ("at", "by_id", "id", "kind", "outcome", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."kind", NEW."outcome", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."submission"); RETURN NULL;',
                            hash="9f2134937a2e29b8d89e7ee4845fc92375a4e3a5",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ca329",
                            table="aftercare_contacttry",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_contacttryevent" ("at", "by_id", "id", "kind", "outcome", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "submission") VALUES (OLD."at", OLD."by_id", OLD."id", OLD."kind", OLD."outcome", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."submission"); RETURN NULL;',
                            hash="96bc82f6c0865b7f20a8f473e7726028d147a385",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8c5ba",
                            table="aftercare_contacttry",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OnCallShiftEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.oncallshift",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.clinic",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="phone for text messages"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PatientEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.patient",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="person",
                    ),
                ),
                ("birth_date", models.DateField(verbose_name="date of birth")),
                (
                    "phone",
                    phonenumber_field.modelfields.PhoneNumberField(
                        blank=True, max_length=128, region=None, verbose_name="phone"
                    ),
                ),
                ("mrn", models.CharField(blank=True, max_length=32, verbose_name="record number")),
                (
                    "mrn_clinic",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.clinic",
                    ),
                ),
                ("zone", models.CharField(max_length=64, verbose_name="time zone")),
                ("quiet_from", models.TimeField(default=datetime.time(21, 0), verbose_name="quiet from")),
                ("quiet_until", models.TimeField(default=datetime.time(8, 0), verbose_name="quiet until")),
                (
                    "baseline_pain",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="pain before the first session, 0-10"
                    ),
                ),
                (
                    "baseline_limitation",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        verbose_name="kept from what is usual before the first session, 0-10",
                    ),
                ),
                ("allergies", models.TextField(blank=True, verbose_name="allergies")),
                (
                    "allergies_told_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="allergies told at"),
                ),
                (
                    "allergies_told_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("medicines", models.TextField(blank=True, verbose_name="current medicines")),
                (
                    "medicines_told_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="current medicines told at"),
                ),
                (
                    "medicines_told_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("by_email", models.BooleanField(default=True, verbose_name="messages by e-mail")),
                ("by_sms", models.BooleanField(default=False, verbose_name="messages by text message")),
                ("by_push", models.BooleanField(default=False, verbose_name="messages as notifications")),
                (
                    "care",
                    models.CharField(
                        choices=[
                            ("active", "In our care"),
                            ("left", "Left the clinic"),
                            ("deceased", "Deceased"),
                        ],
                        default="active",
                        max_length=16,
                        verbose_name="care",
                    ),
                ),
                ("care_ended_at", models.DateTimeField(blank=True, null=True, verbose_name="care ended at")),
                (
                    "care_ended_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reached_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="reached by phone at"),
                ),
                (
                    "reached_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "email_confirmed_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="e-mail address confirmed at"),
                ),
                (
                    "email_confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "calendar_digest",
                    models.CharField(
                        blank=True, max_length=64, null=True, verbose_name="SHA-256 of the calendar's token"
                    ),
                ),
                (
                    "calendar_detailed",
                    models.BooleanField(default=False, verbose_name="calendar tells what changes"),
                ),
                ("plan_revision", models.PositiveIntegerField(default=0, verbose_name="plan revision")),
                (
                    "replan_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="to be planned again at"),
                ),
                ("invited_at", models.DateTimeField(verbose_name="invited at")),
                (
                    "invited_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="invited by",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProductLotEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.productlot",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.clinic",
                    ),
                ),
                ("product", models.CharField(max_length=120, verbose_name="product")),
                (
                    "kind",
                    models.CharField(
                        choices=[("exosome", "Exosome"), ("prp-kit", "PRP kit"), ("other", "Other")],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("number", models.CharField(max_length=64, verbose_name="lot number")),
                ("supplier", models.CharField(max_length=120, verbose_name="supplier")),
                ("expiry_date", models.DateField(verbose_name="expiry date")),
                (
                    "storage_celsius",
                    models.DecimalField(
                        decimal_places=1, max_digits=4, verbose_name="storage temperature on receipt, °C"
                    ),
                ),
                ("received_date", models.DateField(verbose_name="received on")),
                (
                    "received_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "quarantined_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="quarantined at"),
                ),
                (
                    "quarantined_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("quarantine_reason", models.TextField(blank=True, verbose_name="reason for the quarantine")),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="released at")),
                (
                    "released_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("release_reason", models.TextField(blank=True, verbose_name="reason for the release")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProviderEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.provider",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "clinic",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.clinic",
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="what they are called")),
                (
                    "user",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="treats at present")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PushSubscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="push_subscriptions",
                        to="aftercare.patient",
                    ),
                ),
                ("endpoint", models.URLField(max_length=1000, unique=True, verbose_name="endpoint")),
                ("p256dh", models.CharField(max_length=128, verbose_name="public key")),
                ("auth", models.CharField(max_length=64, verbose_name="authentication secret")),
                ("created_at", models.DateTimeField(verbose_name="created at")),
            ],
        ),
        migrations.CreateModel(
            name="RecordAccess",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accesses",
                        to="aftercare.patient",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                ("what", models.CharField(max_length=32, verbose_name="what was read")),
                ("which", models.UUIDField(blank=True, null=True, verbose_name="which of them")),
            ],
            options={
                "indexes": [models.Index(fields=["patient", "at", "id"], name="access_by_patient_and_time")],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="bf30d1b634fb6b61e93437359a5ac049d12c9d70",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_6fefc",
                            table="aftercare_recordaccess",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-mail"), ("sms", "Text message"), ("push", "Notification")],
                        default="email",
                        max_length=8,
                        verbose_name="channel",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="due at")),
                ("expires_at", models.DateTimeField(verbose_name="expires at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("claimed", "Claimed"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("unknown", "Unknown"),
                            ("expired", "Expired"),
                            ("skipped", "Skipped"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("state_at", models.DateTimeField(verbose_name="in this state since")),
                (
                    "state_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("plan-changed", "The plan changed"),
                            ("care-ended", "The patient is no longer in the clinic's care"),
                            ("channel-off", "The patient no longer wants this kind of message"),
                            ("planned-too-late", "Its time was over when it was planned"),
                            ("time-ran-out", "Its time ran out before it could be sent"),
                            ("merged", "A later message to the same person was due too, and says the same"),
                            ("answered", "Somebody has taken it on in the meantime"),
                            ("given-back", "The worker had no time left for it"),
                            ("worker-lost", "A worker ended in the middle; it may or may not have gone out"),
                            ("outcome-unknown", "The provider did not say whether it took it"),
                            ("provider-silent", "The provider did not answer"),
                            ("provider-refused", "The provider did not take it"),
                            ("not-written", "The portal could not write it"),
                            ("address-refused", "The provider says that this address does not work"),
                        ],
                        max_length=32,
                        verbose_name="why",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "unknowns",
                    models.PositiveSmallIntegerField(default=0, verbose_name="attempts of unknown outcome"),
                ),
                ("next_at", models.DateTimeField(blank=True, null=True, verbose_name="next looked at")),
                ("leased_until", models.DateTimeField(blank=True, null=True, verbose_name="leased until")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="merged",
                        to="aftercare.reminder",
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="aftercare.patient",
                    ),
                ),
                ("reasons", models.JSONField(verbose_name="reasons")),
                ("plan_revision", models.PositiveIntegerField(verbose_name="plan revision")),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)),
                        fields=["next_at", "id"],
                        name="reminder_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("leased_until__isnull", False)),
                        fields=["leased_until", "id"],
                        name="reminder_in_hand",
                    ),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["merged_into"],
                        name="reminder_merged",
                    ),
                    models.Index(fields=["patient", "due_at", "id"], name="reminder_by_patient_and_due"),
                    models.Index(
                        condition=models.Q(("state__in", ["failed", "unknown", "expired"])),
                        fields=["state_at", "id"],
                        name="reminder_unreached",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("due_at"))),
                        name="reminder_expires_after_it_is_due",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["email", "sms", "push"])),
                        name="reminder_channel_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="reminder_sent_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("leased_until__isnull", False), ("state__in", ["claimed", "sending"])),
                            models.Q(
                                models.Q(("state__in", ["claimed", "sending"]), _negated=True),
                                ("leased_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="reminder_leased_while_in_hand",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_at__isnull", False), ("state", "planned")),
                            ("state", "unknown"),
                            models.Q(
                                models.Q(("state__in", ["planned", "unknown"]), _negated=True),
                                ("next_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="reminder_looked_at_while_it_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("merged_into__isnull", False),
                                ("state", "skipped"),
                                ("state_reason", "merged"),
                            ),
                            models.Q(
                                models.Q(("state", "skipped"), ("state_reason", "merged"), _negated=True),
                                ("merged_into__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="reminder_merged_into_another",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "planned")),
                        fields=("patient", "due_at", "channel"),
                        name="reminder_one_planned_a_slot",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="known_transitions",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN ((OLD.state || ':' || NEW.state) NOT IN ('planned:claimed', 'planned:expired', 'planned:skipped', 'planned:cancelled', 'claimed:sending', 'claimed:planned', 'claimed:unknown', 'claimed:expired', 'claimed:skipped', 'claimed:cancelled', 'claimed:failed', 'sending:sent', 'sending:planned', 'sending:unknown', 'sending:failed', 'unknown:claimed', 'unknown:sent', 'unknown:expired', 'unknown:skipped', 'unknown:cancelled'))",
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{planned:claimed,planned:expired,planned:skipped,planned:cancelled,claimed:sending,claimed:planned,claimed:unknown,claimed:expired,claimed:skipped,claimed:cancelled,claimed:failed,sending:sent,sending:planned,sending:unknown,sending:failed,unknown:claimed,unknown:sent,unknown:expired,unknown:skipped,unknown:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="659a533ce4b6bcbc0c68c0d50323fc1c6ae3d2b3",
                            operation="UPDATE",
                            pgid="pgtrigger_known_transitions_a8076",
                            table="aftercare_reminder",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "aftercare_remindertransition" ("attempts", "merged_into_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "state_at", "state_reason") SELECT new_values."attempts", new_values."merged_into_id", NOW(), \'update\', new_values."id", new_values."state", new_values."state_at", new_values."state_reason" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."state" IS DISTINCT FROM (new_values."state")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="12bb86486f098dfa4d5bfd9a2957b47759abdd09",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_383b7",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="aftercare_reminder",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TimeOff",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="time_off",
                        to="aftercare.provider",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="note")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("starts_at"))), name="time_off_has_length"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_timeoffevent" ("ends_at", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "starts_at") VALUES (NEW."ends_at", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."provider_id", NEW."starts_at"); RETURN NULL;',
                            hash="539deb405a900f0265a4a7fb512f7d4f17689c41",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_20eb3",
                            table="aftercare_timeoff",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_timeoffevent" ("ends_at", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "starts_at") VALUES (NEW."ends_at", NEW."id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."provider_id", NEW."starts_at"); RETURN NULL;',
                            hash="02b3d1cef2761d943fc8fd699e56b8b00d1e48a1",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9b356",
                            table="aftercare_timeoff",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_timeoffevent" ("ends_at", "id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "starts_at") VALUES (OLD."ends_at", OLD."id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."provider_id", OLD."starts_at"); RETURN NULL;',
                            hash="a2c4c86a7ac4abe60c34197b41f99c77d4de9102",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d821a",
                            table="aftercare_timeoff",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TreatmentSession",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="aftercare.patient",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="aftercare.clinic",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("scheduled", "Scheduled"),
                            ("completed", "Completed"),
                            ("cancelled", "Cancelled"),
                            ("missed", "Missed"),
                        ],
                        default="scheduled",
                        max_length=16,
                        verbose_name="status",
                    ),
                ),
                (
                    "treatment",
                    models.CharField(
                        choices=[
                            ("exosome", "Exosome"),
                            ("prp", "PRP"),
                            ("prp-with-exosome", "PRP with exosome"),
                        ],
                        max_length=24,
                        verbose_name="treatment",
                    ),
                ),
                (
                    "dose_billion_vesicles",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=4,
                        null=True,
                        verbose_name="dose, billion vesicles",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="aftercare.provider",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sessions",
                        to="aftercare.room",
                    ),
                ),
                ("scheduled_at", models.DateTimeField(verbose_name="scheduled at")),
                ("slot_ends_at", models.DateTimeField(verbose_name="slot ends at")),
                ("buffer_ends_at", models.DateTimeField(verbose_name="provider and room are free again at")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("interval_reason", models.TextField(blank=True, verbose_name="reason for a short interval")),
                ("booked_at", models.DateTimeField(verbose_name="booked at")),
                (
                    "booked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="recorded at")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "protocol_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="aftercare.protocolversion",
                    ),
                ),
                (
                    "performed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="aftercare.provider",
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="allergies and medicines confirmed at"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["clinic", "scheduled_at", "id"], name="session_by_clinic_and_time")
                ],
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("status", "scheduled")),
                        expressions=[
                            ("provider", "="),
                            (
                                aftercare.models.treatment_sessions.TsTzRange(
                                    "scheduled_at",
                                    "buffer_ends_at",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                ),
                                "&&",
                            ),
                        ],
                        name="session_provider_taken",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("status", "scheduled")),
                        expressions=[
                            ("room", "="),
                            (
                                aftercare.models.treatment_sessions.TsTzRange(
                                    "scheduled_at",
                                    "buffer_ends_at",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                ),
                                "&&",
                            ),
                        ],
                        name="session_room_taken",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("status", "scheduled")),
                        expressions=[
                            ("patient", "="),
                            (
                                aftercare.models.treatment_sessions.TsTzRange(
                                    "scheduled_at",
                                    "buffer_ends_at",
                                    django.contrib.postgres.fields.ranges.RangeBoundary(),
                                ),
                                "&&",
                            ),
                        ],
                        name="session_patient_taken",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "scheduled"), _negated=True),
                            ("room__isnull", False),
                            _connector="OR",
                        ),
                        name="session_scheduled_in_a_room",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("buffer_ends_at__gte", models.F("slot_ends_at"))),
                        name="session_buffer_follows_slot",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status__in", ["scheduled", "completed"])),
                        fields=("patient", "at"),
                        name="session_patient_instant_unique",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slot_ends_at__gt", models.F("scheduled_at"))),
                        name="session_slot_has_length",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "completed"), ("at", models.F("scheduled_at")), _connector="OR"
                        ),
                        name="session_at_is_scheduled_until_completed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "completed"), _negated=True),
                            ("protocol_version__isnull", False),
                            _connector="OR",
                        ),
                        name="session_completed_pins_protocol",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("recorded_at__isnull", True),
                                ("recorded_by__isnull", True),
                                ("status", "scheduled"),
                            ),
                            models.Q(
                                models.Q(("status", "scheduled"), _negated=True),
                                ("recorded_at__isnull", False),
                                ("recorded_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="session_recorded_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("status", "completed"), ("performed_by__isnull", True), _connector="OR"
                        ),
                        name="session_performed_once_completed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("confirmed_at__isnull", True), ("confirmed_by__isnull", True)),
                            models.Q(
                                ("confirmed_at__isnull", False),
                                ("confirmed_by__isnull", False),
                                ("status", "completed"),
                            ),
                            _connector="OR",
                        ),
                        name="session_confirmed_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("dose_billion_vesicles__isnull", True),
                            models.Q(("dose_billion_vesicles__gte", 1), ("dose_billion_vesicles__lte", 15)),
                            _connector="OR",
                        ),
                        name="session_dose_1_to_15",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_treatmentsessionevent" ("at", "booked_at", "booked_by_id", "buffer_ends_at", "clinic_id", "confirmed_at", "confirmed_by_id", "dose_billion_vesicles", "id", "interval_reason", "patient_id", "performed_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protocol_version_id", "provider_id", "recorded_at", "recorded_by_id", "room_id", "scheduled_at", "slot_ends_at", "status", "treatment") VALUES (NEW."at", NEW."booked_at", NEW."booked_by_id", NEW."buffer_ends_at", NEW."clinic_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."dose_billion_vesicles", NEW."id", NEW."interval_reason", NEW."patient_id", NEW."performed_by_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."protocol_version_id", NEW."provider_id", NEW."recorded_at", NEW."recorded_by_id", NEW."room_id", NEW."scheduled_at", NEW."slot_ends_at", NEW."status", NEW."treatment"); RETURN NULL;',
                            hash="ce44eef2395509c083d945eb4b0085d908f879af",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0e62a",
                            table="aftercare_treatmentsession",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_treatmentsessionevent" ("at", "booked_at", "booked_by_id", "buffer_ends_at", "clinic_id", "confirmed_at", "confirmed_by_id", "dose_billion_vesicles", "id", "interval_reason", "patient_id", "performed_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protocol_version_id", "provider_id", "recorded_at", "recorded_by_id", "room_id", "scheduled_at", "slot_ends_at", "status", "treatment") VALUES (NEW."at", NEW."booked_at", NEW."booked_by_id", NEW."buffer_ends_at", NEW."clinic_id", NEW."confirmed_at", NEW."confirmed_by_id", NEW."dose_billion_vesicles", NEW."id", NEW."interval_reason", NEW."patient_id", NEW."performed_by_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."protocol_version_id", NEW."provider_id", NEW."recorded_at", NEW."recorded_by_id", NEW."room_id", NEW."scheduled_at", NEW."slot_ends_at", NEW."status", NEW."treatment"); RETURN NULL;',
                            hash="24023127b0ccebd87abab240eb8faa166bbb98fd",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c94cd",
                            table="aftercare_treatmentsession",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_treatmentsessionevent" ("at", "booked_at", "booked_by_id", "buffer_ends_at", "clinic_id", "confirmed_at", "confirmed_by_id", "dose_billion_vesicles", "id", "interval_reason", "patient_id", "performed_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "protocol_version_id", "provider_id", "recorded_at", "recorded_by_id", "room_id", "scheduled_at", "slot_ends_at", "status", "treatment") VALUES (OLD."at", OLD."booked_at", OLD."booked_by_id", OLD."buffer_ends_at", OLD."clinic_id", OLD."confirmed_at", OLD."confirmed_by_id", OLD."dose_billion_vesicles", OLD."id", OLD."interval_reason", OLD."patient_id", OLD."performed_by_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."protocol_version_id", OLD."provider_id", OLD."recorded_at", OLD."recorded_by_id", OLD."room_id", OLD."scheduled_at", OLD."slot_ends_at", OLD."status", OLD."treatment"); RETURN NULL;',
                            hash="7931326f688a7ba2b4c33655d03ebbe35c7eea18",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_0f5fc",
                            table="aftercare_treatmentsession",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Watch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="watches",
                        to="aftercare.patient",
                    ),
                ),
                ("rule", models.CharField(max_length=64, verbose_name="rule")),
                ("episode", models.CharField(max_length=160, verbose_name="episode")),
                ("due_at", models.DateTimeField(verbose_name="due at")),
                ("onset_at", models.DateTimeField(blank=True, null=True, verbose_name="onset at")),
                ("leased_until", models.DateTimeField(blank=True, null=True, verbose_name="leased until")),
            ],
            options={
                "verbose_name_plural": "watches",
                "indexes": [models.Index(fields=["due_at", "patient"], name="watch_by_due")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("patient", "rule", "episode"), name="watch_one_an_episode"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WorkingHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hours",
                        to="aftercare.provider",
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField(verbose_name="day of the week")),
                ("begins", models.TimeField(verbose_name="from")),
                ("ends", models.TimeField(verbose_name="until")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("weekday__in", range(0, 7))), name="working_hours_on_a_known_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gt", models.F("begins"))), name="working_hours_have_length"
                    ),
                    models.UniqueConstraint(
                        fields=("provider", "weekday", "begins"), name="working_hours_begin_once_a_day"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_workinghoursevent" ("begins", "ends", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "weekday") VALUES (NEW."begins", NEW."ends", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."provider_id", NEW."weekday"); RETURN NULL;',
                            hash="489a22f00e912c40c81a348065573385b479e495",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_37979",
                            table="aftercare_workinghours",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_workinghoursevent" ("begins", "ends", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "weekday") VALUES (NEW."begins", NEW."ends", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."provider_id", NEW."weekday"); RETURN NULL;',
                            hash="ad05ad30d07a45d83887c6222b51779710007485",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8a49f",
                            table="aftercare_workinghours",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_workinghoursevent" ("begins", "ends", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "provider_id", "weekday") VALUES (OLD."begins", OLD."ends", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."provider_id", OLD."weekday"); RETURN NULL;',
                            hash="13f349de0d8bbe917a401a042c38944bb05cba2d",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_bd1ed",
                            table="aftercare_workinghours",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckInEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.checkin",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "patient",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.patient",
                    ),
                ),
                ("submission", models.UUIDField(verbose_name="submission")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("symptoms", models.JSONField(blank=True, default=dict, verbose_name="symptoms")),
                (
                    "pain_score",
                    models.PositiveSmallIntegerField(verbose_name="worst pain since the last check-in, 0-10"),
                ),
                (
                    "limitation_score",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="kept from what is usual, 0-10"
                    ),
                ),
                (
                    "acetaminophen_mg_24h",
                    models.PositiveIntegerField(default=0, verbose_name="acetaminophen in 24 hours, mg"),
                ),
                ("taken", models.JSONField(blank=True, default=dict, verbose_name="taken")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("advice", models.CharField(blank=True, max_length=16, verbose_name="advice shown")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ContactTryEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.contacttry",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "patient",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.patient",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("asked", "Asked how it goes"), ("called", "Called the patient")],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "Spoke with the patient"),
                            ("other-person", "Spoke with somebody else"),
                            ("voicemail", "Left a message"),
                            ("no-answer", "No answer"),
                            ("wrong-number", "The number is wrong"),
                        ],
                        max_length=16,
                        verbose_name="outcome of the call",
                    ),
                ),
                ("submission", models.UUIDField(blank=True, null=True, verbose_name="submission")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Flag",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="aftercare.patient",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="aftercare.clinic",
                    ),
                ),
                ("rule", models.CharField(max_length=64, verbose_name="rule")),
                ("rule_name", models.CharField(max_length=120, verbose_name="what it is about")),
                ("episode", models.CharField(max_length=160, verbose_name="episode")),
                (
                    "severity",
                    models.CharField(
                        choices=[("emergency", "Emergency"), ("urgent", "Urgent"), ("routine", "Routine")],
                        max_length=16,
                        verbose_name="severity",
                    ),
                ),
                ("gravity", models.PositiveSmallIntegerField(verbose_name="gravity")),
                (
                    "at_baseline",
                    models.BooleanField(default=False, verbose_name="no worse than before treatment"),
                ),
                (
                    "symptoms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="symptoms told",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flags",
                        to="aftercare.treatmentsession",
                    ),
                ),
                ("onset_at", models.DateTimeField(blank=True, null=True, verbose_name="onset at")),
                ("raised_at", models.DateTimeField(verbose_name="raised at")),
                ("due_at", models.DateTimeField(verbose_name="to be acknowledged by")),
                ("escalate_at", models.DateTimeField(verbose_name="told to the on-call contact at")),
                (
                    "acknowledged_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="acknowledged at"),
                ),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("snoozed_until", models.DateTimeField(blank=True, null=True, verbose_name="put off until")),
                ("recheck_at", models.DateTimeField(blank=True, null=True, verbose_name="asked again at")),
                ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="resolved at")),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "disposition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("self-care", "Self-care as in the plan"),
                            ("advised-by-phone", "Advised by phone"),
                            ("advised-in-writing", "Advised in a message"),
                            ("appointment-made", "Visit booked"),
                            ("seen-in-clinic", "Seen in the clinic"),
                            ("physician-informed", "Handed to the physician"),
                            ("sent-to-urgent-care", "Sent to urgent care"),
                            ("sent-to-emergency-care", "Sent to emergency care"),
                            ("no-action-needed", "No action needed"),
                            ("entered-in-error", "Entered in error"),
                        ],
                        max_length=32,
                        verbose_name="disposition",
                    ),
                ),
                (
                    "previous",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="again",
                        to="aftercare.flag",
                    ),
                ),
                (
                    "evidence",
                    models.ManyToManyField(blank=True, related_name="flags", to="aftercare.checkin"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("clinic"),
                        models.OrderBy(models.F("gravity"), descending=True),
                        models.F("at_baseline"),
                        models.F("raised_at"),
                        models.F("id"),
                        condition=models.Q(("resolved_at__isnull", True)),
                        name="flag_open_most_pressing",
                    ),
                    models.Index(
                        models.F("clinic"),
                        models.OrderBy(models.F("gravity"), descending=True),
                        models.F("at_baseline"),
                        models.F("raised_at"),
                        models.F("id"),
                        condition=models.Q(("holder__isnull", True), ("resolved_at__isnull", True)),
                        name="flag_in_nobodys_hands",
                    ),
                    models.Index(
                        models.F("clinic"),
                        models.F("rule"),
                        models.OrderBy(models.F("gravity"), descending=True),
                        models.F("at_baseline"),
                        models.F("raised_at"),
                        models.F("id"),
                        condition=models.Q(("resolved_at__isnull", True)),
                        name="flag_open_of_a_rule",
                    ),
                    models.Index(
                        condition=models.Q(("resolved_at__isnull", True)),
                        fields=["clinic", "patient"],
                        include=("holder", "snoozed_until", "rule"),
                        name="flag_open_of_a_patient",
                    ),
                    models.Index(
                        condition=models.Q(("holder__isnull", False), ("resolved_at__isnull", True)),
                        fields=["holder", "clinic"],
                        name="flag_open_of_a_holder",
                    ),
                    models.Index(
                        condition=models.Q(("resolved_at__isnull", True), ("snoozed_until__isnull", False)),
                        fields=["clinic", "patient"],
                        include=("snoozed_until", "rule"),
                        name="flag_put_off",
                    ),
                    models.Index(
                        condition=models.Q(("acknowledged_at__isnull", True), ("resolved_at__isnull", True)),
                        fields=["clinic", "patient"],
                        include=("due_at", "rule"),
                        name="flag_unacknowledged",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("acknowledged_at__isnull", True),
                            ("resolved_at__isnull", True),
                            ("severity", "emergency"),
                        ),
                        fields=["clinic", "-raised_at", "-id"],
                        name="flag_emergency_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("resolved_at__isnull", False)),
                        fields=["clinic", "-resolved_at", "id"],
                        name="flag_latest_resolved",
                    ),
                    models.Index(
                        condition=models.Q(("acknowledged_at__isnull", True), ("resolved_at__isnull", True)),
                        fields=["escalate_at", "id"],
                        name="flag_to_escalate",
                    ),
                    models.Index(fields=["clinic", "raised_at", "id"], name="flag_by_clinic_and_time"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("resolved_at__isnull", True)),
                        fields=("patient", "rule", "episode"),
                        name="flag_one_open_an_episode",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("gravity", 3), ("severity", "emergency")),
                            models.Q(("gravity", 2), ("severity", "urgent")),
                            models.Q(("gravity", 1), ("severity", "routine")),
                            _connector="OR",
                        ),
                        name="flag_gravity_matches_severity",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True)),
                            models.Q(("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="flag_acknowledged_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("acknowledged_at__isnull", True), ("holder__isnull", False), _connector="OR"
                        ),
                        name="flag_acknowledged_has_a_holder",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("snoozed_until__isnull", True),
                            models.Q(
                                ("acknowledged_at__isnull", False),
                                models.Q(("severity", "emergency"), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="flag_snoozed_is_acknowledged_and_no_emergency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recheck_at__isnull", True),
                            models.Q(("severity", "emergency"), _negated=True),
                            _connector="OR",
                        ),
                        name="flag_asked_again_is_no_emergency",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("disposition", ""),
                                ("resolved_at__isnull", True),
                                ("resolved_by__isnull", True),
                            ),
                            models.Q(
                                ("acknowledged_at__isnull", False),
                                ("resolved_at__isnull", False),
                                ("resolved_by__isnull", False),
                                models.Q(("disposition", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="flag_resolved_by_somebody_with_disposition",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_flagevent" ("acknowledged_at", "acknowledged_by_id", "at_baseline", "clinic_id", "disposition", "due_at", "episode", "escalate_at", "gravity", "holder_id", "id", "onset_at", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "raised_at", "recheck_at", "resolved_at", "resolved_by_id", "rule", "rule_name", "session_id", "severity", "snoozed_until", "symptoms") VALUES (NEW."acknowledged_at", NEW."acknowledged_by_id", NEW."at_baseline", NEW."clinic_id", NEW."disposition", NEW."due_at", NEW."episode", NEW."escalate_at", NEW."gravity", NEW."holder_id", NEW."id", NEW."onset_at", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."previous_id", NEW."raised_at", NEW."recheck_at", NEW."resolved_at", NEW."resolved_by_id", NEW."rule", NEW."rule_name", NEW."session_id", NEW."severity", NEW."snoozed_until", NEW."symptoms"); RETURN NULL;',
                            hash="88b94f32dbd017daf20fe4d6c60d3df1455333a5",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_51b4b",
                            table="aftercare_flag",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_flagevent" ("acknowledged_at", "acknowledged_by_id", "at_baseline", "clinic_id", "disposition", "due_at", "episode", "escalate_at", "gravity", "holder_id", "id", "onset_at", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "raised_at", "recheck_at", "resolved_at", "resolved_by_id", "rule", "rule_name", "session_id", "severity", "snoozed_until", "symptoms") VALUES (NEW."acknowledged_at", NEW."acknowledged_by_id", NEW."at_baseline", NEW."clinic_id", NEW."disposition", NEW."due_at", NEW."episode", NEW."escalate_at", NEW."gravity", NEW."holder_id", NEW."id", NEW."onset_at", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."previous_id", NEW."raised_at", NEW."recheck_at", NEW."resolved_at", NEW."resolved_by_id", NEW."rule", NEW."rule_name", NEW."session_id", NEW."severity", NEW."snoozed_until", NEW."symptoms"); RETURN NULL;',
                            hash="34079aef5011c5f958801c31537948832b22b507",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c6b71",
                            table="aftercare_flag",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_flagevent" ("acknowledged_at", "acknowledged_by_id", "at_baseline", "clinic_id", "disposition", "due_at", "episode", "escalate_at", "gravity", "holder_id", "id", "onset_at", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "previous_id", "raised_at", "recheck_at", "resolved_at", "resolved_by_id", "rule", "rule_name", "session_id", "severity", "snoozed_until", "symptoms") VALUES (OLD."acknowledged_at", OLD."acknowledged_by_id", OLD."at_baseline", OLD."clinic_id", OLD."disposition", OLD."due_at", OLD."episode", OLD."escalate_at", OLD."gravity", OLD."holder_id", OLD."id", OLD."onset_at", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."previous_id", OLD."raised_at", OLD."recheck_at", OLD."resolved_at", OLD."resolved_by_id", OLD."rule", OLD."rule_name", OLD."session_id", OLD."severity", OLD."snoozed_until", OLD."symptoms"); RETURN NULL;',
                            hash="deec882eb72b3ba286b5100adaa763effafa95a6",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_5779a",
                            table="aftercare_flag",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LotUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lot_uses",
                        to="aftercare.treatmentsession",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="aftercare.productlot",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("session", "lot"), name="lot_use_once_a_session")
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="of_a_usable_lot",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="\n                    PERFORM FROM aftercare_productlot WHERE id = NEW.lot_id FOR SHARE;\n                    IF NOT EXISTS (\n                        SELECT FROM aftercare_productlot AS lot\n                        JOIN aftercare_treatmentsession AS treated\n                            ON treated.id = NEW.session_id AND treated.clinic_id = lot.clinic_id\n                        JOIN aftercare_clinic AS clinic ON clinic.id = lot.clinic_id\n                        WHERE lot.id = NEW.lot_id AND treated.status = 'completed'\n                            AND lot.expiry_date >= (treated.at AT TIME ZONE clinic.zone)::date\n                            AND (lot.quarantined_at IS NULL OR lot.released_at IS NOT NULL)\n                    ) THEN\n                        RAISE EXCEPTION 'the use of a lot violates check constraint \"lot_use_of_a_usable_lot\"'\n                            USING ERRCODE = 'check_violation', CONSTRAINT = 'lot_use_of_a_usable_lot';\n                    END IF;\n                    RETURN NEW;\n                ",
                            hash="9735372e446fc2aeb23e41254f8e11a9e0f2a398",
                            operation="INSERT OR UPDATE",
                            pgid="pgtrigger_of_a_usable_lot_f4129",
                            table="aftercare_lotuse",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_lotuseevent" ("id", "lot_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id") VALUES (NEW."id", NEW."lot_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."session_id"); RETURN NULL;',
                            hash="302768350529007b0dfeed34cc2f40263e50cc44",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9cc8d",
                            table="aftercare_lotuse",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_lotuseevent" ("id", "lot_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id") VALUES (NEW."id", NEW."lot_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."session_id"); RETURN NULL;',
                            hash="3239e4fbc0b7d15b7a722104f1853338a729f630",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_236b4",
                            table="aftercare_lotuse",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_lotuseevent" ("id", "lot_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "session_id") VALUES (OLD."id", OLD."lot_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."session_id"); RETURN NULL;',
                            hash="c2b4173f2b1d70cd8d96609661fc9669bf4660d2",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_65ef0",
                            table="aftercare_lotuse",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReminderTransition",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="aftercare.reminder",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="transitions",
                        to="aftercare.reminder",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("claimed", "Claimed"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("unknown", "Unknown"),
                            ("expired", "Expired"),
                            ("skipped", "Skipped"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("state_at", models.DateTimeField(verbose_name="in this state since")),
                (
                    "state_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("plan-changed", "The plan changed"),
                            ("care-ended", "The patient is no longer in the clinic's care"),
                            ("channel-off", "The patient no longer wants this kind of message"),
                            ("planned-too-late", "Its time was over when it was planned"),
                            ("time-ran-out", "Its time ran out before it could be sent"),
                            ("merged", "A later message to the same person was due too, and says the same"),
                            ("answered", "Somebody has taken it on in the meantime"),
                            ("given-back", "The worker had no time left for it"),
                            ("worker-lost", "A worker ended in the middle; it may or may not have gone out"),
                            ("outcome-unknown", "The provider did not say whether it took it"),
                            ("provider-silent", "The provider did not answer"),
                            ("provider-refused", "The provider did not take it"),
                            ("not-written", "The portal could not write it"),
                            ("address-refused", "The provider says that this address does not work"),
                        ],
                        max_length=32,
                        verbose_name="why",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SessionChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="aftercare.treatmentsession",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("booked", "Booked"),
                            ("moved", "Moved"),
                            ("cancelled", "Cancelled"),
                            ("missed", "Missed"),
                            ("completed", "Completed"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("session_at", models.DateTimeField(verbose_name="time of the session")),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="aftercare.provider",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="aftercare.room",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["booked", "moved", "cancelled", "missed", "completed"])
                        ),
                        name="session_change_kind_known",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind__in", ["booked", "moved"]), _negated=True),
                        fields=("session",),
                        name="session_change_ends_once",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="append_only",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="7073965bfb02949223844f83d0c73226657ded24",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_append_only_e4dcc",
                            table="aftercare_sessionchange",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TimeOffEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.timeoff",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "provider",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.provider",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="from")),
                ("ends_at", models.DateTimeField(verbose_name="until")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="note")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TreatedArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="aftercare.treatmentsession",
                    ),
                ),
                (
                    "area",
                    models.CharField(
                        choices=[
                            ("knee", "Knee"),
                            ("hip", "Hip"),
                            ("shoulder", "Shoulder"),
                            ("elbow", "Elbow"),
                            ("ankle", "Ankle"),
                            ("wrist", "Wrist"),
                            ("neck", "Neck"),
                            ("lower-back", "Lower back"),
                            ("other", "Other"),
                        ],
                        max_length=16,
                        verbose_name="area",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        blank=True,
                        choices=[("left", "Left"), ("right", "Right"), ("", "Middle or not sided")],
                        max_length=8,
                        verbose_name="side",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("session", "area", "side"), name="treated_area_once_a_session"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "area__in",
                                [
                                    "knee",
                                    "hip",
                                    "shoulder",
                                    "elbow",
                                    "ankle",
                                    "wrist",
                                    "neck",
                                    "lower-back",
                                    "other",
                                ],
                            )
                        ),
                        name="treated_area_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["left", "right", ""])),
                        name="treated_area_side_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TreatmentSessionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.treatmentsession",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "patient",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.patient",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.clinic",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("scheduled", "Scheduled"),
                            ("completed", "Completed"),
                            ("cancelled", "Cancelled"),
                            ("missed", "Missed"),
                        ],
                        default="scheduled",
                        max_length=16,
                        verbose_name="status",
                    ),
                ),
                (
                    "treatment",
                    models.CharField(
                        choices=[
                            ("exosome", "Exosome"),
                            ("prp", "PRP"),
                            ("prp-with-exosome", "PRP with exosome"),
                        ],
                        max_length=24,
                        verbose_name="treatment",
                    ),
                ),
                (
                    "dose_billion_vesicles",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=4,
                        null=True,
                        verbose_name="dose, billion vesicles",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.provider",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.room",
                    ),
                ),
                ("scheduled_at", models.DateTimeField(verbose_name="scheduled at")),
                ("slot_ends_at", models.DateTimeField(verbose_name="slot ends at")),
                ("buffer_ends_at", models.DateTimeField(verbose_name="provider and room are free again at")),
                ("at", models.DateTimeField(verbose_name="at")),
                ("interval_reason", models.TextField(blank=True, verbose_name="reason for a short interval")),
                ("booked_at", models.DateTimeField(verbose_name="booked at")),
                (
                    "booked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(blank=True, null=True, verbose_name="recorded at")),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "protocol_version",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.protocolversion",
                    ),
                ),
                (
                    "performed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.provider",
                    ),
                ),
                (
                    "confirmed_at",
                    models.DateTimeField(
                        blank=True, null=True, verbose_name="allergies and medicines confirmed at"
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WorkingHoursEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.workinghours",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "provider",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.provider",
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField(verbose_name="day of the week")),
                ("begins", models.TimeField(verbose_name="from")),
                ("ends", models.TimeField(verbose_name="until")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-mail"), ("sms", "Text message"), ("push", "Notification")],
                        default="email",
                        max_length=8,
                        verbose_name="channel",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="due at")),
                ("expires_at", models.DateTimeField(verbose_name="expires at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("claimed", "Claimed"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("unknown", "Unknown"),
                            ("expired", "Expired"),
                            ("skipped", "Skipped"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("state_at", models.DateTimeField(verbose_name="in this state since")),
                (
                    "state_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("plan-changed", "The plan changed"),
                            ("care-ended", "The patient is no longer in the clinic's care"),
                            ("channel-off", "The patient no longer wants this kind of message"),
                            ("planned-too-late", "Its time was over when it was planned"),
                            ("time-ran-out", "Its time ran out before it could be sent"),
                            ("merged", "A later message to the same person was due too, and says the same"),
                            ("answered", "Somebody has taken it on in the meantime"),
                            ("given-back", "The worker had no time left for it"),
                            ("worker-lost", "A worker ended in the middle; it may or may not have gone out"),
                            ("outcome-unknown", "The provider did not say whether it took it"),
                            ("provider-silent", "The provider did not answer"),
                            ("provider-refused", "The provider did not take it"),
                            ("not-written", "The portal could not write it"),
                            ("address-refused", "The provider says that this address does not work"),
                        ],
                        max_length=32,
                        verbose_name="why",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
                (
                    "unknowns",
                    models.PositiveSmallIntegerField(default=0, verbose_name="attempts of unknown outcome"),
                ),
                ("next_at", models.DateTimeField(blank=True, null=True, verbose_name="next looked at")),
                ("leased_until", models.DateTimeField(blank=True, null=True, verbose_name="leased until")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="sent at")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="merged",
                        to="aftercare.escalation",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="escalations",
                        to="aftercare.clinic",
                    ),
                ),
                ("recipient", models.CharField(max_length=254, verbose_name="to")),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("flags", models.ManyToManyField(related_name="escalations", to="aftercare.flag")),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        condition=models.Q(("next_at__isnull", False)),
                        fields=["next_at", "id"],
                        name="escalation_waiting",
                    ),
                    models.Index(
                        condition=models.Q(("leased_until__isnull", False)),
                        fields=["leased_until", "id"],
                        name="escalation_in_hand",
                    ),
                    models.Index(
                        condition=models.Q(("merged_into__isnull", False)),
                        fields=["merged_into"],
                        name="escalation_merged",
                    ),
                    models.Index(
                        fields=["clinic", "recipient", "-due_at", "-id"], name="escalation_last_told"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("due_at"))),
                        name="escalation_expires_after_it_is_due",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("channel__in", ["email", "sms", "push"])),
                        name="escalation_channel_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="escalation_sent_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("leased_until__isnull", False), ("state__in", ["claimed", "sending"])),
                            models.Q(
                                models.Q(("state__in", ["claimed", "sending"]), _negated=True),
                                ("leased_until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="escalation_leased_while_in_hand",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_at__isnull", False), ("state", "planned")),
                            ("state", "unknown"),
                            models.Q(
                                models.Q(("state__in", ["planned", "unknown"]), _negated=True),
                                ("next_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="escalation_looked_at_while_it_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("merged_into__isnull", False),
                                ("state", "skipped"),
                                ("state_reason", "merged"),
                            ),
                            models.Q(
                                models.Q(("state", "skipped"), ("state_reason", "merged"), _negated=True),
                                ("merged_into__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="escalation_merged_into_another",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="known_transitions",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN ((OLD.state || ':' || NEW.state) NOT IN ('planned:claimed', 'planned:expired', 'planned:skipped', 'planned:cancelled', 'claimed:sending', 'claimed:planned', 'claimed:unknown', 'claimed:expired', 'claimed:skipped', 'claimed:cancelled', 'claimed:failed', 'sending:sent', 'sending:planned', 'sending:unknown', 'sending:failed', 'unknown:claimed', 'unknown:sent', 'unknown:expired', 'unknown:skipped', 'unknown:cancelled'))",
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{planned:claimed,planned:expired,planned:skipped,planned:cancelled,claimed:sending,claimed:planned,claimed:unknown,claimed:expired,claimed:skipped,claimed:cancelled,claimed:failed,sending:sent,sending:planned,sending:unknown,sending:failed,unknown:claimed,unknown:sent,unknown:expired,unknown:skipped,unknown:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="31ef5670bb3c1139f0295973f7761d936993fe64",
                            operation="UPDATE",
                            pgid="pgtrigger_known_transitions_4c267",
                            table="aftercare_escalation",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "aftercare_escalationtransition" ("attempts", "merged_into_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "state_at", "state_reason") SELECT new_values."attempts", new_values."merged_into_id", NOW(), \'update\', new_values."id", new_values."state", new_values."state_at", new_values."state_reason" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."state" IS DISTINCT FROM (new_values."state")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="383d8ce0f510fb85ca4c8b002ef19febe99cef3c",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_19421",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="aftercare_escalation",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FlagAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "flag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="aftercare.flag",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("claimed", "Claimed"),
                            ("acknowledged", "Acknowledged"),
                            ("taken-over", "Took it over"),
                            ("handed-over", "Handed it over"),
                            ("snoozed", "Put it off"),
                            ("asked-again", "Asked for a re-check"),
                            ("called", "Called the patient"),
                            ("replied", "Wrote to the patient"),
                            ("resolved", "Resolved"),
                        ],
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="at")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "holder_before",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="until")),
                (
                    "until_before",
                    models.DateTimeField(blank=True, null=True, verbose_name="until, before that"),
                ),
                (
                    "unanswered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="no answer had come by"),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "Spoke with the patient"),
                            ("other-person", "Spoke with somebody else"),
                            ("voicemail", "Left a message"),
                            ("no-answer", "No answer"),
                            ("wrong-number", "The number is wrong"),
                        ],
                        max_length=16,
                        verbose_name="outcome of the call",
                    ),
                ),
                (
                    "disposition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("self-care", "Self-care as in the plan"),
                            ("advised-by-phone", "Advised by phone"),
                            ("advised-in-writing", "Advised in a message"),
                            ("appointment-made", "Visit booked"),
                            ("seen-in-clinic", "Seen in the clinic"),
                            ("physician-informed", "Handed to the physician"),
                            ("sent-to-urgent-care", "Sent to urgent care"),
                            ("sent-to-emergency-care", "Sent to emergency care"),
                            ("no-action-needed", "No action needed"),
                            ("entered-in-error", "Entered in error"),
                        ],
                        max_length=32,
                        verbose_name="disposition",
                    ),
                ),
                (
                    "submission",
                    models.UUIDField(blank=True, null=True, unique=True, verbose_name="submission"),
                ),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="undone at")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "claimed",
                                    "acknowledged",
                                    "taken-over",
                                    "handed-over",
                                    "snoozed",
                                    "asked-again",
                                    "called",
                                    "replied",
                                    "resolved",
                                ],
                            )
                        ),
                        name="flag_action_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "handed-over"), ("to__isnull", False)),
                            models.Q(models.Q(("kind", "handed-over"), _negated=True), ("to__isnull", True)),
                            _connector="OR",
                        ),
                        name="flag_action_handed_over_to_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["snoozed", "asked-again"]), ("until__isnull", False)),
                            models.Q(
                                models.Q(("kind__in", ["snoozed", "asked-again"]), _negated=True),
                                ("until__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="flag_action_put_off_or_asked_again_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "asked-again"),
                            models.Q(("unanswered_at__isnull", True), ("until_before__isnull", True)),
                            _connector="OR",
                        ),
                        name="flag_action_answer_is_of_asking_again",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "called"), models.Q(("outcome", ""), _negated=True)),
                            models.Q(models.Q(("kind", "called"), _negated=True), ("outcome", "")),
                            _connector="OR",
                        ),
                        name="flag_action_called_with_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "resolved"), models.Q(("disposition", ""), _negated=True)),
                            models.Q(models.Q(("kind", "resolved"), _negated=True), ("disposition", "")),
                            _connector="OR",
                        ),
                        name="flag_action_resolved_with_a_disposition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("undone_at__isnull", True),
                            models.Q(("kind__in", ["called", "replied"]), _negated=True),
                            _connector="OR",
                        ),
                        name="flag_action_undone_can_be",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FlagEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.flag",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "patient",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.patient",
                    ),
                ),
                (
                    "clinic",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.clinic",
                    ),
                ),
                ("rule", models.CharField(max_length=64, verbose_name="rule")),
                ("rule_name", models.CharField(max_length=120, verbose_name="what it is about")),
                ("episode", models.CharField(max_length=160, verbose_name="episode")),
                (
                    "severity",
                    models.CharField(
                        choices=[("emergency", "Emergency"), ("urgent", "Urgent"), ("routine", "Routine")],
                        max_length=16,
                        verbose_name="severity",
                    ),
                ),
                ("gravity", models.PositiveSmallIntegerField(verbose_name="gravity")),
                (
                    "at_baseline",
                    models.BooleanField(default=False, verbose_name="no worse than before treatment"),
                ),
                (
                    "symptoms",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=64),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="symptoms told",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.treatmentsession",
                    ),
                ),
                ("onset_at", models.DateTimeField(blank=True, null=True, verbose_name="onset at")),
                ("raised_at", models.DateTimeField(verbose_name="raised at")),
                ("due_at", models.DateTimeField(verbose_name="to be acknowledged by")),
                ("escalate_at", models.DateTimeField(verbose_name="told to the on-call contact at")),
                (
                    "acknowledged_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="acknowledged at"),
                ),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("snoozed_until", models.DateTimeField(blank=True, null=True, verbose_name="put off until")),
                ("recheck_at", models.DateTimeField(blank=True, null=True, verbose_name="asked again at")),
                ("resolved_at", models.DateTimeField(blank=True, null=True, verbose_name="resolved at")),
                (
                    "resolved_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "disposition",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("self-care", "Self-care as in the plan"),
                            ("advised-by-phone", "Advised by phone"),
                            ("advised-in-writing", "Advised in a message"),
                            ("appointment-made", "Visit booked"),
                            ("seen-in-clinic", "Seen in the clinic"),
                            ("physician-informed", "Handed to the physician"),
                            ("sent-to-urgent-care", "Sent to urgent care"),
                            ("sent-to-emergency-care", "Sent to emergency care"),
                            ("no-action-needed", "No action needed"),
                            ("entered-in-error", "Entered in error"),
                        ],
                        max_length=32,
                        verbose_name="disposition",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.flag",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LotUseEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.lotuse",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.treatmentsession",
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.productlot",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="aftercare.patient",
                    ),
                ),
                ("from_patient", models.BooleanField(default=False, verbose_name="from the patient")),
                (
                    "flag",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="aftercare.flag",
                    ),
                ),
                ("submission", models.UUIDField(verbose_name="submission")),
                ("body", models.TextField(verbose_name="text")),
                ("written_at", models.DateTimeField(verbose_name="written at")),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read at")),
                (
                    "read_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["patient", "written_at", "id"], name="message_by_patient_and_time"),
                    models.Index(
                        condition=models.Q(("answered_at__isnull", True), ("from_patient", True)),
                        fields=["written_at", "id"],
                        name="message_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("patient", "submission"), name="message_submitted_once"),
                    models.CheckConstraint(
                        condition=models.Q(("body", ""), _negated=True), name="message_says_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("read_at__isnull", True), ("read_by__isnull", True)),
                            models.Q(("read_at__isnull", False), ("read_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="message_read_by_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at__isnull", True), ("answered_by__isnull", True)),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                ("from_patient", True),
                                ("read_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="message_of_patient_answered_by_somebody_once_read",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_messageevent" ("answered_at", "answered_by_id", "body", "flag_id", "from_patient", "id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "read_by_id", "submission", "written_at", "written_by_id") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."body", NEW."flag_id", NEW."from_patient", NEW."id", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."read_at", NEW."read_by_id", NEW."submission", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                            hash="5f55cee7a8c33dc13ff4281a940cbc24af737a10",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_814fe",
                            table="aftercare_message",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_messageevent" ("answered_at", "answered_by_id", "body", "flag_id", "from_patient", "id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "read_by_id", "submission", "written_at", "written_by_id") VALUES (NEW."answered_at", NEW."answered_by_id", NEW."body", NEW."flag_id", NEW."from_patient", NEW."id", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."read_at", NEW."read_by_id", NEW."submission", NEW."written_at", NEW."written_by_id"); RETURN NULL;',
                            hash="5b95a69941d114396274ae7b3ddabc567e542272",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f53ea",
                            table="aftercare_message",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_messageevent" ("answered_at", "answered_by_id", "body", "flag_id", "from_patient", "id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "read_at", "read_by_id", "submission", "written_at", "written_by_id") VALUES (OLD."answered_at", OLD."answered_by_id", OLD."body", OLD."flag_id", OLD."from_patient", OLD."id", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."read_at", OLD."read_by_id", OLD."submission", OLD."written_at", OLD."written_by_id"); RETURN NULL;',
                            hash="64768609d43cf63792e5a6c4d3d665dfc76adf00",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_056dc",
                            table="aftercare_message",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EscalationTransition",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="aftercare.escalation",
                    ),
                ),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="transitions",
                        to="aftercare.escalation",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("claimed", "Claimed"),
                            ("sending", "Sending"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("unknown", "Unknown"),
                            ("expired", "Expired"),
                            ("skipped", "Skipped"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="planned",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("state_at", models.DateTimeField(verbose_name="in this state since")),
                (
                    "state_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("plan-changed", "The plan changed"),
                            ("care-ended", "The patient is no longer in the clinic's care"),
                            ("channel-off", "The patient no longer wants this kind of message"),
                            ("planned-too-late", "Its time was over when it was planned"),
                            ("time-ran-out", "Its time ran out before it could be sent"),
                            ("merged", "A later message to the same person was due too, and says the same"),
                            ("answered", "Somebody has taken it on in the meantime"),
                            ("given-back", "The worker had no time left for it"),
                            ("worker-lost", "A worker ended in the middle; it may or may not have gone out"),
                            ("outcome-unknown", "The provider did not say whether it took it"),
                            ("provider-silent", "The provider did not answer"),
                            ("provider-refused", "The provider did not take it"),
                            ("not-written", "The portal could not write it"),
                            ("address-refused", "The provider says that this address does not work"),
                        ],
                        max_length=32,
                        verbose_name="why",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="attempts")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MessageEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.message",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "patient",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.patient",
                    ),
                ),
                ("from_patient", models.BooleanField(default=False, verbose_name="from the patient")),
                (
                    "flag",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.flag",
                    ),
                ),
                ("submission", models.UUIDField(verbose_name="submission")),
                ("body", models.TextField(verbose_name="text")),
                ("written_at", models.DateTimeField(verbose_name="written at")),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="read at")),
                (
                    "read_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="answered at")),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Photo",
            fields=[
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                (
                    "patient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="aftercare.patient",
                    ),
                ),
                ("submission", models.UUIDField(verbose_name="submission")),
                (
                    "check_in",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="aftercare.checkin",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="photos",
                        to="aftercare.message",
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="sha256 of the JPEG")),
                ("width_pixels", models.PositiveIntegerField(verbose_name="width, pixels")),
                ("height_pixels", models.PositiveIntegerField(verbose_name="height, pixels")),
                ("size_bytes", models.PositiveIntegerField(verbose_name="size, bytes")),
                ("added_at", models.DateTimeField(verbose_name="added at")),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("check_in__isnull", True), ("message__isnull", True)),
                        fields=["added_at", "id"],
                        name="photo_unsent",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("patient", "added_by", "submission", "sha256"), name="photo_added_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("check_in__isnull", True), ("message__isnull", True), _connector="OR"
                        ),
                        name="photo_in_one_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("height_pixels__gt", 0), ("size_bytes__gt", 0), ("width_pixels__gt", 0)
                        ),
                        name="photo_has_a_size",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="sent_for_good",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."check_in_id" IS NOT NULL OR OLD."message_id" IS NOT NULL)',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="d756b9e825e55249646340af7e3e1a5880aa25aa",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_sent_for_good_cb6d4",
                            table="aftercare_photo",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_photoevent" ("added_at", "added_by_id", "check_in_id", "height_pixels", "id", "message_id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size_bytes", "submission", "width_pixels") VALUES (NEW."added_at", NEW."added_by_id", NEW."check_in_id", NEW."height_pixels", NEW."id", NEW."message_id", NEW."patient_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."sha256", NEW."size_bytes", NEW."submission", NEW."width_pixels"); RETURN NULL;',
                            hash="a5534bbaaf5eef15042e9a7b25418b9bfd73a3bb",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c0d4a",
                            table="aftercare_photo",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "aftercare_photoevent" ("added_at", "added_by_id", "check_in_id", "height_pixels", "id", "message_id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size_bytes", "submission", "width_pixels") VALUES (NEW."added_at", NEW."added_by_id", NEW."check_in_id", NEW."height_pixels", NEW."id", NEW."message_id", NEW."patient_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."sha256", NEW."size_bytes", NEW."submission", NEW."width_pixels"); RETURN NULL;',
                            hash="d1efe0ed37f9550284fee813499ab3cf8ec04a39",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_af687",
                            table="aftercare_photo",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "aftercare_photoevent" ("added_at", "added_by_id", "check_in_id", "height_pixels", "id", "message_id", "patient_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sha256", "size_bytes", "submission", "width_pixels") VALUES (OLD."added_at", OLD."added_by_id", OLD."check_in_id", OLD."height_pixels", OLD."id", OLD."message_id", OLD."patient_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."sha256", OLD."size_bytes", OLD."submission", OLD."width_pixels"); RETURN NULL;',
                            hash="9b507535cbb77b557d14ee405ab87ae4a2edfad2",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_cfcb2",
                            table="aftercare_photo",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PhotoEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="aftercare.photo",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, serialize=False)),
                (
                    "patient",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.patient",
                    ),
                ),
                ("submission", models.UUIDField(verbose_name="submission")),
                (
                    "check_in",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.checkin",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="aftercare.message",
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="sha256 of the JPEG")),
                ("width_pixels", models.PositiveIntegerField(verbose_name="width, pixels")),
                ("height_pixels", models.PositiveIntegerField(verbose_name="height, pixels")),
                ("size_bytes", models.PositiveIntegerField(verbose_name="size, bytes")),
                ("added_at", models.DateTimeField(verbose_name="added at")),
                (
                    "added_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PhotoImage",
            fields=[
                (
                    "photo",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="image",
                        serialize=False,
                        to="aftercare.photo",
                    ),
                ),
                ("jpeg", models.BinaryField(verbose_name="JPEG")),
                ("small_jpeg", models.BinaryField(verbose_name="small JPEG")),
            ],
            options={
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="as_it_was_added",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="99fb39c2ce5352b580f3c17754c8b6b1584726d3",
                            operation="UPDATE",
                            pgid="pgtrigger_as_it_was_added_b036d",
                            table="aftercare_photoimage",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
