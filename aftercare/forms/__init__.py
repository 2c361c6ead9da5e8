"""Forms: they ask and validate, and never save. One file an audience; layout.py says how they look."""
