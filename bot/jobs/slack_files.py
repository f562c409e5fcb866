"""Files from Slack and to Slack: fetched with the token to Slack's own hosts alone, bounded in size and time."""

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPMessage, HTTPResponse, IncompleteRead
from pathlib import Path
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.request import HTTPRedirectHandler, HTTPSHandler, OpenerDirector, Request, build_opener

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot import errors
from bot.services.file_imports import LARGEST_MB
from bot.slack_calls import tls_to

PATIENCE_S = 15.0
"""How long Slack may be silent."""

LONGEST_S = 60.0
"""How long a whole file may take: half the lease that whoever fetches it holds."""

LEFT_BEHIND_S = 3600.0
"""Nobody has a file in hand for so long: its folder is a dead process's."""

_FOLDER = "sales-coach-file-"
_PIECE = 64 * 1024
_MOST_REDIRECTS = 3
_NO_ACCESS = frozenset({"missing_scope", "not_allowed_token_type", "no_permission", "access_denied"})
_GONE = frozenset({"file_not_found", "file_deleted", "not_visible", "file_access_denied"})
_PASSING = frozenset(
    {"ratelimited", "rate_limited", "message_limit_exceeded", "fatal_error", "internal_error", "service_unavailable"}
)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file on this machine until the `with` ends; `digest` is the SHA-256 of its content."""

    path: Path
    digest: str


@contextmanager
def fetched(client: WebClient, file_id: str, name: str, api_url: str) -> Iterator[Fetched]:
    """The file's content, in a temporary file that carries its name.

    Raises FileGone, FileElsewhere, FileTooBig and FileAccessMissing; OSError, HTTPException or what slack_sdk raises
    where Slack cannot be reached, which may be tried again.
    """
    info = _info(client, file_id, name)
    name = str(info.get("name") or name)
    if info.get("is_external") or info.get("mode") == "external":
        raise errors.FileElsewhere(name=name)
    if int(info.get("size") or 0) > LARGEST_MB * 1_000_000:
        raise errors.FileTooBig(name=name, limit=LARGEST_MB)
    address = str(info.get("url_private_download") or info.get("url_private") or "")
    if not _may_have_token(address, api_url):
        raise errors.FileElsewhere(name=name)
    with folder() as here:
        path = here / _file_name(name)
        digest = _download(address, client.token or "", path, name, api_url)
        yield Fetched(path, digest)


@contextmanager
def folder() -> Iterator[Path]:
    """A folder that only we can read, gone when the `with` ends."""
    with tempfile.TemporaryDirectory(prefix=_FOLDER) as made:
        yield Path(made)


def clear_left_behind(now: float) -> int:
    """Delete our own folders that a killed process has left, `now` as `time.time()`; returns how many."""
    cleared = 0
    for left in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        try:
            found = left.lstat()
        except OSError:  # another process was faster
            continue
        if found.st_uid == os.getuid() and now - found.st_mtime > LEFT_BEHIND_S:
            shutil.rmtree(left, ignore_errors=True)  # which follows no link
            cleared += 1
    return cleared


def upload(client: WebClient, path: Path) -> str:
    """Bring a file of ours to Slack, seen by nobody yet; returns its id there.

    Raises FileNotSent where the app was not given the right to; what UNREACHED lists where Slack cannot be reached.
    """
    content = path.read_bytes()
    with _right_to_send():
        given = client.files_getUploadURLExternal(filename=path.name, length=len(content))
    headers = {"Content-Type": "application/octet-stream"}
    request = Request(str(given["upload_url"]), data=content, headers=headers, method="POST")
    with _opener(request.full_url).open(request, timeout=PATIENCE_S) as answer:
        answer.read()
    return str(given["file_id"])


def share(client: WebClient, file_id: str, channel: str, title: str, comment: str) -> None:
    """Show an uploaded file in a conversation. Raises as `upload` does."""
    with _right_to_send():
        client.files_completeUploadExternal(
            files=[{"id": file_id, "title": title}], channel_id=channel, initial_comment=comment
        )


def is_shared(client: WebClient, file_id: str) -> bool:
    """Whether an uploaded file is to be seen anywhere; False also where Slack does not know it, or does not say."""
    try:
        found = client.files_info(file=file_id)["file"]
    except SlackApiError as refused:
        if may_pass(refused):
            raise
        return False
    return any(found.get(kind) for kind in ("channels", "groups", "ims", "shares"))


def send(client: WebClient, channel: str, path: Path, title: str, comment: str) -> None:
    """Share a file of ours in a conversation. Raises as `upload` does."""
    share(client, upload(client, path), channel, title, comment)


@contextmanager
def _right_to_send() -> Iterator[None]:
    try:
        yield
    except SlackApiError as refused:
        if refused.response.get("error") in _NO_ACCESS:
            raise errors.FileNotSent from refused
        raise


def _info(client: WebClient, file_id: str, name: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = client.files_info(file=file_id)["file"]
    except SlackApiError as refused:
        reason = refused.response.get("error")
        if reason in _NO_ACCESS:
            raise errors.FileAccessMissing(name=name) from refused
        if reason in _GONE:
            raise errors.FileGone(name=name) from refused
        raise
    if found.get("mode") in ("tombstone", "hidden_by_limit"):
        raise errors.FileGone(name=name)
    return found


def _may_have_token(address: str, api_url: str) -> bool:
    """Whether an address is one of Slack's where files lie: the token goes nowhere else.

    Slack keeps files at files.slack.com (files.slack-gov.com in the American government's); a Slack at another
    address, such as a local one, keeps them itself.
    """
    target, api = urlsplit(address), urlsplit(api_url)
    for domain in ("slack.com", "slack-gov.com"):
        if api.hostname == domain or (api.hostname or "").endswith(f".{domain}"):
            return target.scheme == "https" and target.hostname == f"files.{domain}" and target.port in (None, 443)
    return bool(target.hostname) and _origin(target) == _origin(api)


def _origin(address: SplitResult) -> tuple[str, str | None, int | None]:
    return address.scheme, address.hostname, address.port


def _file_name(name: str) -> str:
    """The name without anything that could lead out of the folder."""
    plain = "".join(c if c.isprintable() and c not in '/\\:*?"<>|' else "_" for c in name).strip(". ")
    encoded = plain.encode()[-200:].decode(errors="ignore")  # the ending says what it is, and must stay
    return encoded or "file"


class _StayHere(HTTPRedirectHandler):
    """Redirects are looked at before they are followed: the token would go along."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        return None


def _opener(address: str) -> OpenerDirector:
    return build_opener(_StayHere, HTTPSHandler(context=tls_to(address)))


def _download(address: str, token: str, path: Path, name: str, api_url: str) -> str:
    opener, until = _opener(address), time.monotonic() + LONGEST_S
    for _ in range(_MOST_REDIRECTS + 1):
        request = Request(address, headers={"Authorization": f"Bearer {token}"})
        try:
            with opener.open(request, timeout=PATIENCE_S) as answer:
                if answer.headers.get_content_type() == "text/html":
                    # Not the file but the page to sign in: whoever may not read a file gets it, with status 200.
                    raise errors.FileAccessMissing(name=name)
                return _keep(answer, path, name, until)
        except HTTPError as refused:
            with refused:
                address = _elsewhere(refused, address, name)
        if not _may_have_token(address, api_url):
            raise errors.FileAccessMissing(name=name)  # sent to sign in, at the workspace's own address
    raise errors.FileAccessMissing(name=name)


def _elsewhere(refused: HTTPError, address: str, name: str) -> str:
    """Where a redirect leads. Raises what any other refusal means."""
    if refused.code in (301, 302, 303, 307, 308):
        return urljoin(address, refused.headers.get("Location") or "")
    if refused.code in (401, 403):
        raise errors.FileAccessMissing(name=name)
    if refused.code in (404, 410):
        raise errors.FileGone(name=name)
    raise URLError(f"status {refused.code}")


def _keep(answer: HTTPResponse, path: Path, name: str, until: float) -> str:
    """Write what comes to the file, piece by piece; returns its digest. Raises IncompleteRead where it breaks off."""
    told = answer.length
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        while piece := answer.read1(_PIECE):  # one answer of the network each, so that the time is looked at
            size += len(piece)
            if size > LARGEST_MB * 1_000_000:
                raise errors.FileTooBig(name=name, limit=LARGEST_MB)
            if time.monotonic() > until:
                raise TimeoutError("the file took too long")
            digest.update(piece)
            file.write(piece)
    if told is not None and size < told:  # http.client takes a connection that ends early for the end
        raise IncompleteRead(b"", told - size)
    return digest.hexdigest()


def may_pass(problem: BaseException) -> bool:
    """Whether what was raised says nothing of the file or of us: the network, a limit, trouble at Slack."""
    if not isinstance(problem, SlackApiError):
        return True
    answer = problem.response
    status, error = int(answer.status_code or 0), str(answer.get("error") or "")
    return status == 429 or status >= 500 or error in _PASSING or " " in error  # Slack's own reasons are single words
