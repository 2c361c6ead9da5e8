"""Every clinic gets the one room that it had so far without a name, and every session its history.

Sessions to come are in that room: one at a time held for the whole clinic until now. Who treats them is not
known, nor in which room past ones took place. What was recorded of each session becomes its history; a move
by a hand that was not recorded is passed over.
"""

from django.db import migrations

ROOMS = """
    INSERT INTO aftercare_room (id, clinic_id, name, is_active)
    SELECT gen_random_uuid(), id, 'Treatment room', true FROM aftercare_clinic
"""

SESSIONS = """
    UPDATE aftercare_treatmentsession AS session
    SET buffer_ends_at = slot_ends_at, room_id = CASE WHEN status = 'scheduled' THEN room.id END
    FROM aftercare_room AS room WHERE room.clinic_id = session.clinic_id
"""

EVENTS = "UPDATE aftercare_treatmentsessionevent SET buffer_ends_at = slot_ends_at WHERE buffer_ends_at IS NULL"

BOOKED = """
    INSERT INTO aftercare_sessionchange (session_id, kind, at, by_id, reason, session_at)
    SELECT session.id, 'booked', session.booked_at, session.booked_by_id, '',
        COALESCE(first.scheduled_at, session.scheduled_at)
    FROM aftercare_treatmentsession AS session
    LEFT JOIN aftercare_treatmentsessionevent AS first
        ON first.pgh_obj_id = session.id AND first.pgh_label = 'insert'
"""

MOVED = """
    INSERT INTO aftercare_sessionchange (session_id, kind, at, by_id, reason, session_at)
    SELECT step.pgh_obj_id, 'moved', step.pgh_created_at, mover.id, '', step.scheduled_at
    FROM (
        SELECT event.*, lag(scheduled_at) OVER (PARTITION BY pgh_obj_id ORDER BY pgh_id) AS scheduled_before
        FROM aftercare_treatmentsessionevent AS event WHERE pgh_label IN ('insert', 'update')
    ) AS step
    JOIN pghistory_context AS context ON context.id = step.pgh_context_id
    JOIN aftercare_user AS mover ON mover.id::text = context.metadata->>'user'
    WHERE step.scheduled_at <> step.scheduled_before
    ORDER BY step.pgh_id
"""

ENDED = """
    INSERT INTO aftercare_sessionchange (session_id, kind, at, by_id, reason, session_at)
    SELECT id, status, recorded_at, recorded_by_id, '', at
    FROM aftercare_treatmentsession WHERE status <> 'scheduled'
"""


class Migration(migrations.Migration):

    dependencies = [
        ("aftercare", "0012_providers_and_rooms"),
    ]

    operations = [
        migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in (ROOMS, SESSIONS, EVENTS, BOOKED, MOVED, ENDED)
    ]
