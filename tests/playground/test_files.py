"""Files both ways: what people share or hand over in a form, and what an app uploads."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.playground import Channel, Playground

from .conftest import ADA, BEN, GENERAL, QUICK, Connected, Hands, bolt_app, modal, until

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
TOKEN = {"Authorization": "Bearer xoxb-local"}
SECRET = Channel("C0SECRET01", "secret", has_app=False)


@pytest.fixture
def playground() -> Iterator[Playground]:
    with Playground(timing=QUICK, channels=[Channel(GENERAL, "general"), SECRET]) as running:
        yield running


def heard(playground: Playground, connect: Connected, kind: str, seen: list[Any]) -> App:
    app = bolt_app(playground)

    @app.event(kind)
    def listen(event: dict[str, Any]) -> None:
        seen.append(event)

    connect(app)
    return app


def share(hands: Hands, channel: str = ADA, **more: Any) -> dict[str, Any]:
    given = {"filename": "deals.csv", "content": "a;b"} | more
    return hands("upload", user=ADA, channel=channel, **given)["message"]["files"][0]  # type: ignore[no-any-return]


def test_a_file_dropped_in_the_direct_messages(
    playground: Playground, connect: Connected, client: WebClient, hands: Hands
) -> None:
    seen: list[Any] = []
    app = heard(playground, connect, "file_shared", seen)

    @app.event("message")
    def message(event: dict[str, Any]) -> None:
        seen.append(event)

    outcome = hands("upload", user=ADA, channel=ADA, filename="deals.csv", content="a;b", text="Here you are")
    shared = outcome["message"]["files"][0]
    assert (shared["filetype"], shared["mimetype"], shared["size"], shared["user"]) == ("csv", "text/csv", 3, ADA)
    events = {event["type"]: event for event in until(lambda: seen if len(seen) == 2 else None)}
    assert events["file_shared"]["file_id"] == events["file_shared"]["file"]["id"] == shared["id"]
    assert (events["file_shared"]["user_id"], events["file_shared"]["channel_id"]) == (ADA, "D0LOCAL001")
    said = events["message"]
    assert (said["subtype"], said["channel_type"], said["text"]) == ("file_share", "im", "Here you are")
    assert said["files"] == [shared]
    assert said["client_msg_id"]
    assert client.files_info(file=shared["id"])["file"]["ims"] == ["D0LOCAL001"]
    for address in (shared["url_private"], shared["url_private_download"]):
        assert requests.get(address, headers=TOKEN, timeout=5).content == b"a;b"


def test_without_the_token_there_is_a_page_to_sign_in(hands: Hands) -> None:
    address = share(hands)["url_private"]
    for headers in ({}, {"Authorization": "Bearer xoxb-other"}):
        first = requests.get(address, headers=headers, timeout=5, allow_redirects=False)
        assert first.status_code == 302
        page = requests.get(address, headers=headers, timeout=5)
        assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert "a;b" not in page.text


def test_reading_needs_its_scope() -> None:
    with Playground(manifest={"oauth_config": {"scopes": {"bot": ["chat:write"]}}}) as playground:
        shared = share(Hands(playground))
        answer = requests.get(shared["url_private"], headers=TOKEN, timeout=5)
        assert "Sign in" in answer.text
        with pytest.raises(SlackApiError) as refused:
            WebClient(token="xoxb-local", base_url=playground.api_url).files_info(file=shared["id"])
        assert refused.value.response["needed"] == "files:read"


def test_what_the_app_is_not_a_member_of_it_does_not_read(
    playground: Playground, connect: Connected, client: WebClient, hands: Hands
) -> None:
    seen: list[Any] = []
    heard(playground, connect, "file_shared", seen)
    hidden = share(hands, channel=SECRET.id)
    with pytest.raises(SlackApiError) as refused:
        client.files_info(file=hidden["id"])
    assert refused.value.response["error"] == "file_not_found"
    assert requests.get(hidden["url_private"], headers=TOKEN, timeout=5).status_code == 404
    open_one = share(hands, channel=GENERAL)
    assert [event["file_id"] for event in until(lambda: seen)] == [open_one["id"]]
    assert [file["id"] for file in client.files_list()["files"]] == [open_one["id"]]
    assert client.files_list(channel=ADA)["files"] == []


def test_several_files_are_one_message(hands: Hands) -> None:
    files = [{"filename": "a.csv", "content": "1"}, {"filename": "../b.xlsx", "content_base64": "UEsDBA=="}]
    message = hands("upload", user=ADA, channel=GENERAL, files=files)["message"]
    assert [(file["name"], file["size"]) for file in message["files"]] == [("a.csv", 1), (".._b.xlsx", 4)]
    assert message["files"][1]["pretty_type"] == "Excel Spreadsheet"
    assert len(hands.messages()) == 1


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"content_base64": "!"}, "invalid_arguments"),
        ({"content": "x" * 10_000_001}, "file_upload_size_restricted"),
        ({"files": [{"filename": "x", "content": "x"}] * 11}, "too_many_files"),
        ({"files": ["x"]}, "invalid_arguments"),
    ],
)
def test_files_that_are_refused(hands: Hands, body: dict[str, Any], error: str) -> None:
    assert hands("upload", user=ADA, channel=GENERAL, filename="x", **body)["error"] == error
    assert hands.messages() == []


def test_an_app_uploads_a_file(playground: Playground, connect: Connected, client: WebClient, hands: Hands) -> None:
    connect(bolt_app(playground))
    client.files_upload_v2(channel=GENERAL, filename="deals.csv", content="a;b", title="Deals", initial_comment="Here")
    message = next(message for message in hands.messages() if message.get("files"))
    assert (message["text"], message["files"][0]["title"]) == ("Here", "Deals")
    shared = message["files"][0]
    # Bolt keeps an app's own events from it; that Slack sends them is in the log.
    assert until(lambda: hands.log("event:file_shared"))[0]["request"]["event"]["file_id"] == shared["id"]
    answer = requests.get(shared["url_private"], headers=TOKEN, timeout=5)
    assert (answer.text, answer.headers["Content-Disposition"]) == ("a;b", "attachment")
    where = client.files_info(file=shared["id"])["file"]["shares"]["public"]
    assert where[GENERAL][0]["ts"] == message["ts"]


def test_an_upload_that_was_never_sent_is_not_there(client: WebClient) -> None:
    file_id = client.files_getUploadURLExternal(filename="x.csv", length=3)["file_id"]
    with pytest.raises(SlackApiError) as refused:
        client.files_completeUploadExternal(files=[{"id": file_id, "title": "x"}], channel_id=GENERAL)
    assert refused.value.response["error"] == "file_not_found"


def test_an_app_deletes_only_its_own(client: WebClient, hands: Hands) -> None:
    of_ada = share(hands, channel=GENERAL)
    with pytest.raises(SlackApiError) as refused:
        client.files_delete(file=of_ada["id"])
    assert refused.value.response["error"] == "cant_delete_file"
    client.files_upload_v2(channel=GENERAL, filename="deals.csv", content="a;b")
    own = hands.messages()[-1]["files"][0]["id"]
    client.files_delete(file=own)
    assert hands.messages()[-1]["files"] == [{"id": own, "mode": "tombstone"}]
    assert [file["id"] for file in client.files_list()["files"]] == [of_ada["id"]]


def test_the_page_shows_files_to_those_who_see_them(playground: Playground, hands: Hands) -> None:
    mine = share(hands, filename="dot.png", content="", content_base64=base64.b64encode(PNG).decode())
    page = share(hands, filename="x.html", content="<script>alert(1)</script>")

    def fetched(file: dict[str, Any], user: str, more: str = "") -> requests.Response:
        return requests.get(f"{playground.url}/_page/files/{file['id']}?user={user}{more}", timeout=5)

    assert fetched(mine, BEN).status_code == 404
    shown = fetched(mine, ADA)
    assert (shown.content, shown.headers["Content-Type"]) == (PNG, "image/png")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert fetched(mine, ADA, "&download").headers["Content-Disposition"].startswith("attachment")
    html = fetched(page, ADA)
    assert html.headers["Content-Disposition"].startswith("attachment")
    assert html.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_in_a_form(playground: Playground, connect: Connected, client: WebClient, hands: Hands) -> None:
    app = bolt_app(playground)
    submitted: list[Any] = []

    @app.command("/import")
    def opened(ack: Any, body: dict[str, Any]) -> None:
        ack()
        element = {"type": "file_input", "action_id": "value", "filetypes": ["csv"], "max_files": 1}
        label = {"type": "plain_text", "text": "File"}
        block = {"type": "input", "block_id": "file", "label": label, "element": element}
        app.client.views_open(trigger_id=body["trigger_id"], view=modal(block))

    @app.view("form")
    def save(ack: Any, view: dict[str, Any]) -> None:
        ack()
        submitted.append(view["state"]["values"]["file"]["value"])

    connect(app)
    hands.command("/import")
    until(lambda: hands.get(f"_page/snapshot?user={ADA}")["modals"])
    assert hands("submit-view", user=ADA, values={})["errors"] == {"file": "Please complete this required field."}
    chosen = hands("file", user=ADA, filename="deals.csv", content="a;b")["file"]
    with pytest.raises(SlackApiError):
        client.files_info(file=chosen["id"])  # not handed over yet
    too_many = hands("submit-view", user=ADA, values={"file": {"value": [chosen["id"], chosen["id"]]}})
    assert too_many["error"] == "too_many_selected"
    assert hands("submit-view", user=ADA, values={"file": {"value": [chosen["id"]]}})["response_action"] is None
    assert until(lambda: submitted) == [{"type": "file_input", "files": [chosen]}]
    assert client.files_info(file=chosen["id"])["file"]["name"] == "deals.csv"
    assert requests.get(chosen["url_private"], headers=TOKEN, timeout=5).content == b"a;b"
