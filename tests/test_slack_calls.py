"""Certificates are read once, and verified each time."""

import ssl

import pytest

from bot.app import create_app
from bot.assembly import build_services
from bot.slack_calls import tls_to
from bot.storage.engine import Database
from tests.conftest import StandingClock


@pytest.mark.parametrize("address", ["https://slack.com/api/", "HTTPS://SLACK.COM/api/"])
def test_slack_is_verified(address: str) -> None:
    context = tls_to(address)
    assert context is not None
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_certificates_are_read_once(database: Database, clock: StandingClock) -> None:
    app = create_app(build_services(database, clock), slack_api_url="https://slack.com/api/")
    assert app.client.ssl is not None
    assert app.client.ssl is tls_to("https://files.slack.com/")


def test_plain_http_has_nothing_to_verify() -> None:
    assert tls_to("http://127.0.0.1:3333/api/") is None
