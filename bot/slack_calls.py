"""What every call to Slack shares: its TLS, and what it raises where Slack does not answer.

A client that is given no TLS of its own makes one for each call, and reading the machine's certificates takes longer
than all the rest of a call: tens of milliseconds of processor time before each answer.
"""

import ssl
from functools import cache
from http.client import HTTPException

from slack_sdk.errors import SlackClientError

UNREACHED = (OSError, HTTPException, SlackClientError)
"""What is raised where Slack does not answer, or not this time (a SlackApiError is a SlackClientError)."""


def tls_to(address: str) -> ssl.SSLContext | None:
    """What a call to this address is secured by, the same for all of them; None where it is plain HTTP."""
    return _verifying() if address.lower().startswith("https:") else None


@cache
def _verifying() -> ssl.SSLContext:
    """As Python makes them for HTTPS: certificates and host names are verified, HTTP/1.1 is spoken."""
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    return context
