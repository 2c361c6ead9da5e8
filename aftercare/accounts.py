"""How people get an account: by invitation only."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """allauth's rules for this portal."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up alone; the clinic invites."""
        return False
