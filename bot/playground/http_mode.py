"""Signed HTTP: what Slack posts to an app's request URL."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import threading
import time
from urllib.parse import urlencode

import requests
from requests.adapters import HTTPAdapter

from .acks import Ack, Delivery

_USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
_FORM = "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """`X-Slack-Signature`: HMAC-SHA256 of `v0:timestamp:body` under the app's signing secret."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()


class HttpMode:
    """Deliveries to one address."""

    def __init__(self, request_url: str, signing_secret: str, verification_token: str) -> None:
        self._url = request_url
        self._secret = signing_secret
        self._token = verification_token
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy from the surroundings would never find the app on loopback
        self._session.mount("http://", HTTPAdapter(pool_connections=4, pool_maxsize=32))
        self._verified = False
        self._verifying = threading.Lock()

    @property
    def connected(self) -> bool:
        """Whether the app answered the handshake, or anything since."""
        return self._verified

    def verify(self, seconds: float) -> bool:
        """Slack's `url_verification`: the app must send the challenge back."""
        with self._verifying:
            if self._verified:
                return True
            challenge = secrets.token_urlsafe(30)
            body = {"token": self._token, "challenge": challenge, "type": "url_verification"}
            answer = self._post(json.dumps(body).encode(), "application/json", {}, seconds)
            said = answer.body.get("challenge") if isinstance(answer.body, dict) else answer.body
            self._verified = answer.ok and said == challenge
            return self._verified

    def deliver(self, delivery: Delivery, seconds: float) -> Ack:
        """Post the payload in the form that its kind has, and read the answer."""
        if delivery.kind == "slash_commands":
            body, content_type = urlencode(delivery.payload).encode(), _FORM
        elif delivery.kind == "interactive":
            body, content_type = urlencode({"payload": json.dumps(delivery.payload)}).encode(), _FORM
        else:
            self.verify(seconds)
            body, content_type = json.dumps(delivery.payload).encode(), "application/json"
        headers = {}
        if delivery.attempt:
            headers = {"X-Slack-Retry-Num": str(delivery.attempt), "X-Slack-Retry-Reason": f"http_{delivery.reason}"}
        answer = self._post(body, content_type, headers, seconds)
        self._verified = self._verified or answer.ok
        return answer

    def _post(self, body: bytes, content_type: str, headers: dict[str, str], seconds: float) -> Ack:
        timestamp = str(int(time.time()))
        signed = {
            "Content-Type": content_type,
            "User-Agent": _USER_AGENT,
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
            **headers,
        }
        try:
            response = self._session.post(self._url, data=body, headers=signed, timeout=seconds, allow_redirects=False)
        except requests.Timeout:
            return Ack(error="operation_timeout")
        except requests.RequestException:
            return Ack(error="dispatch_failed")
        retry = response.headers.get("X-Slack-No-Retry") != "1"
        if not response.ok:
            error = "http_service_error" if response.status_code >= 500 else "http_client_error"
            return Ack(error=error, status=response.status_code, body=response.text, retry=retry)
        if "json" in response.headers.get("Content-Type", "") and response.content:
            try:
                return Ack(status=response.status_code, body=response.json())
            except ValueError:
                return Ack(status=response.status_code, body=response.text)
        return Ack(status=response.status_code, body=response.text or None)

    def close(self) -> None:
        """Let go of the connections."""
        self._session.close()
