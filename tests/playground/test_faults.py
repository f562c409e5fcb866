"""Trouble on demand, and how slack_sdk's own handlers meet it."""

from __future__ import annotations

import contextlib

import pytest
import requests
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.playground import Playground

from .conftest import GENERAL, Hands


def test_a_rate_limit_is_honoured(playground: Playground, hands: Hands) -> None:
    hands("rate-limit", method="chat.postMessage", times=1, retry_after=1)
    patient = WebClient(token="xoxb-local", base_url=playground.api_url)
    patient.retry_handlers.append(RateLimitErrorRetryHandler(max_retry_count=1))
    assert patient.chat_postMessage(channel=GENERAL, text="x")["ok"]
    assert [entry["status"] for entry in hands.log("chat.postMessage")] == [429, 200]
    assert len(hands.messages()) == 1


def test_a_rate_limit_says_how_long(client: WebClient, hands: Hands) -> None:
    hands("rate-limit", method="users.info", times=1, retry_after=7)
    with pytest.raises(SlackApiError) as error:
        client.users_info(user="U0LOCAL001")
    assert error.value.response.status_code == 429
    assert error.value.response.headers["Retry-After"] == "7"
    assert error.value.response["error"] == "ratelimited"
    assert client.users_info(user="U0LOCAL001")["ok"]


def test_errors_and_statuses(client: WebClient, hands: Hands) -> None:
    hands("fail", method="chat.postMessage", times=1, error="fatal_error")
    with pytest.raises(SlackApiError, match="fatal_error"):
        client.chat_postMessage(channel=GENERAL, text="x")
    hands("fail", method="*", times=2, status=503)
    for _ in range(2):
        with pytest.raises(SlackApiError) as error:
            client.chat_postMessage(channel=GENERAL, text="x")
        assert error.value.response.status_code == 503
    assert hands.messages() == []
    assert client.chat_postMessage(channel=GENERAL, text="x")["ok"]


def test_an_accepted_message_whose_answer_is_lost_is_posted_twice_by_slack_sdk(
    playground: Playground, hands: Hands
) -> None:
    hands("fail", method="chat.postMessage", times=1, status="timeout_after_accept")
    usual = WebClient(token="xoxb-local", base_url=playground.api_url)  # retries broken connections once
    assert usual.chat_postMessage(channel=GENERAL, text="x")["ok"]
    assert len(hands.messages()) == 2


def test_an_accepted_message_that_seems_to_fail(client: WebClient, hands: Hands) -> None:
    hands("fail", method="chat.postMessage", times=1, status=500, after_accept=True)
    with pytest.raises(SlackApiError):
        client.chat_postMessage(channel=GENERAL, text="x")
    assert [message["text"] for message in hands.messages()] == ["x"]


def test_a_dropped_connection_before_anything_happened(playground: Playground, hands: Hands) -> None:
    hands("fail", method="chat.postMessage", times=1, status="drop")
    impatient = WebClient(token="xoxb-local", base_url=playground.api_url, retry_handlers=[])
    with pytest.raises(Exception, match=r"(?i)closed|reset|aborted"):
        impatient.chat_postMessage(channel=GENERAL, text="x")
    assert hands.messages() == []


def test_reset_takes_the_trouble_away(client: WebClient, hands: Hands) -> None:
    hands("fail", method="*", times=99, status=500)
    hands("reset")
    assert client.auth_test()["ok"]


def test_faults_that_make_no_sense_are_refused(playground: Playground, hands: Hands) -> None:
    answer = requests.post(f"{playground.url}/_control/fail", json={"method": "x", "times": "many"}, timeout=5)
    assert answer.status_code == 400
    assert answer.json()["error"] == "invalid_arguments"
    assert hands("fail", method="x", delay=1000)["error"] == "invalid_arguments"
    assert hands("fail", method="x", rate=1.5)["error"] == "invalid_arguments"


def test_trouble_that_comes_by_chance_until_it_is_cleared(client: WebClient, hands: Hands) -> None:
    hands("fail", method="auth.test", rate=0.3, status=500)
    for _ in range(60):
        with contextlib.suppress(SlackApiError):
            client.auth_test()
    statuses = [entry["status"] for entry in hands.log("auth.test")]
    assert 5 < statuses.count(500) < 35
    assert len(statuses) == 60
    hands("reset")
    assert all(client.auth_test()["ok"] for _ in range(20))
