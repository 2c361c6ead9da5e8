"""Pages: guard, fetch, form, service, redirect or render. The clock is read here."""
