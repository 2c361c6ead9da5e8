"""The aftercare app: the clinic's protocol, resolved for one patient and kept true while time passes."""
