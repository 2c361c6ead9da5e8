"""Reads: querysets in, frozen page objects out, one file an audience."""
