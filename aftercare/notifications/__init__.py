"""Channels that carry a message to a person, one small file each."""
