"""Merged messages name the one that went out instead: it was claimed by the very look that merged them.

Of the address of a calendar only a digest is kept, in the history too; the addresses go on working.
"""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations

MERGED = """
    UPDATE aftercare_{kind} AS merged SET merged_into_id = first.id
    FROM aftercare_{kind} AS first JOIN aftercare_{kind}transition AS claimed ON claimed.pgh_obj_id = first.id
    WHERE merged.state = 'skipped' AND merged.state_reason = 'merged'
        AND first.channel = merged.channel AND first.id <> merged.id AND {same}
        AND claimed.state = 'claimed' AND claimed.state_at = merged.state_at;
    UPDATE aftercare_{kind} SET state_reason = ''
    WHERE state = 'skipped' AND state_reason = 'merged' AND merged_into_id IS NULL;
    SET CONSTRAINTS ALL IMMEDIATE;
"""

TOKEN_LENGTH = 43
DIGESTS = """
    UPDATE aftercare_{table} SET calendar_digest = encode(sha256(convert_to(calendar_digest, 'UTF8')), 'hex')
    WHERE length(calendar_digest) = {length};
"""


class Migration(migrations.Migration):
    dependencies = [
        ("aftercare", "0015_what_is_known_of_each_message"),
    ]

    operations = [
        # the history first: it keeps the change of the patients themselves
        migrations.RunSQL(
            [DIGESTS.format(table=table, length=TOKEN_LENGTH) for table in ("patientevent", "patient")],
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            MERGED.format(kind="reminder", same="first.patient_id = merged.patient_id"),
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            MERGED.format(
                kind="escalation",
                same="(first.clinic_id, first.recipient) = (merged.clinic_id, merged.recipient)",
            ),
            migrations.RunSQL.noop,
        ),
        ValidateConstraint(model_name="reminder", name="reminder_merged_into_another"),
        ValidateConstraint(model_name="escalation", name="escalation_merged_into_another"),
    ]
