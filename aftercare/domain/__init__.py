"""The clinic's knowledge as pure Python: time, protocol, timeline, triage, reminders. Imports no Django."""
