"""Writes: keyword-only verbs, atomic, each with its actor (`by`) and its instant (`at`)."""
