"""The addresses of the portal, one line a page, by audience. One word for one thing; ids are UUIDs."""

from django.urls import URLPattern

# everyone
everyone: list[URLPattern] = []

# patients
patients: list[URLPattern] = []

# schedulers
scheduling: list[URLPattern] = []

# nurses
nursing: list[URLPattern] = []

urlpatterns = [*everyone, *patients, *scheduling, *nursing]
