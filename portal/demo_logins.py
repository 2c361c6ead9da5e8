"""Who a newcomer can be in the demonstration: people whom `manage.py seed_demo` makes."""

PASSWORD = "quiet-meadow-demo"  # noqa: S105 - printed on purpose, for people who do not exist

DEMO_LOGINS = (
    ("patient", "wren@patients.example", "", "two sessions 7 days apart, a report a nurse has answered"),
    ("patient", "hester@patients.example", "", "warm since almost 6 hours: watch the flag rise by itself"),
    ("scheduler", "felix@juniper.example", PASSWORD, "patients, sessions, what a date does to a plan"),
    ("nurse", "odile@juniper.example", PASSWORD, "the queue of flags"),
    ("nurse", "ines@juniper.example", PASSWORD, "the same queue, at once, in another browser"),
    ("administrator", "maud@juniper.example", PASSWORD, "everything of Juniper Hollow, and its protocol"),
    ("nurse", "quill@lantern.example", PASSWORD, "the other clinic, which sees nothing of the first"),
)
"""Role, e-mail, password (empty: a code is e-mailed, read it at /demo/mail/), and what there is to see."""
