"""The invented clinics of the demo. No person, place or number here is real."""
