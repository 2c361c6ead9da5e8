"""Asking the protocol from the command line: one JSON object in, one out."""
