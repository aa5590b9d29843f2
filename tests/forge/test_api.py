"""What is asked again, what is not, and where the token goes."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import pytest

from governed_ecr.forge import api
from governed_ecr.forge.api import Api, RefusalError
from governed_ecr.model.errors import GovernedEcrError
from tests.forge.server import TOKEN, Reply, Request, Server, serving

SLOW = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def asking(waits: list[float]) -> Iterator[Callable[[Callable[[Request], Reply]], tuple[Api, Server]]]:
    """An Api of a server that answers so; it does not really wait."""
    open_: list[object] = []

    def ask(answer: Callable[[Request], Reply]) -> tuple[Api, Server]:
        context = serving(answer)
        server = context.__enter__()
        open_.append(context)
        return Api(server.url, SLOW, waits.append), server

    yield ask
    for context in open_:
        context.__exit__(None, None, None)  # type: ignore[attr-defined]


def replies(*them: Reply) -> Callable[[Request], Reply]:
    """One after the other, then the last for ever."""
    left = list(them)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def test_what_is_sent_and_what_is_answered(asking) -> None:
    client, server = asking(replies(Reply({"id": 5}, 201, {"X-Some": "thing"})))

    answer = client.send("POST", "/a/b", {"body": "é"})

    assert (answer.status, answer.data, answer.headers["x-some"]) == (201, {"id": 5}, "thing")
    (request,) = server.requests
    assert (request.method, request.path, request.body) == ("POST", "/a/b", {"body": "é"})
    assert request.headers["Authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize("data", [b"", b"<html>", b"[" * 100_000])
def test_no_json_is_no_data(asking, data: bytes) -> None:
    client, _ = asking(replies(Reply(data)))
    assert client.get("/").data is None


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_fails_is_asked_again(asking, waits: list[float], status: int) -> None:
    client, server = asking(replies(Reply(None, status), Reply(None, status), Reply("good")))

    assert client.get("/").data == "good"
    assert server.methods() == ["GET"] * 3
    assert waits == [1, 2]


def test_but_not_for_ever(asking, waits: list[float]) -> None:
    client, server = asking(replies(Reply({"message": "down\x1b[2J"}, 503)))

    with pytest.raises(RefusalError, match=r"GET answered 503: down\\x1b\[2J\. Try again later\.$") as error:
        client.get("/")
    assert error.value.status == 503
    assert server.methods() == ["GET"] * api.TRIES
    assert waits == [1, 2, 4]


@pytest.mark.parametrize(
    ("reply", "wait"),
    [
        (Reply(None, 429, {"Retry-After": "7"}), 7),
        (Reply(None, 403, {"Retry-After": "7"}), 7),
        (Reply(None, 403, {"X-RateLimit-Remaining": "0"}), 1),
        (Reply(None, 429, {"Retry-After": "86400"}), api.LONGEST_WAIT),
        (Reply(None, 429, {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}), 1),
        (Reply(None, 429, {"Retry-After": "-1"}), 1),
    ],
)
def test_it_waits_as_long_as_it_is_told_to_but_no_longer_than_that(asking, waits: list[float], reply, wait) -> None:
    client, _ = asking(replies(reply, Reply("good")))

    assert client.send("POST", "/", {}).data == "good"
    assert waits == [wait]


@pytest.mark.parametrize("status", [500, 502, 504])
def test_what_may_have_been_created_is_not_created_again(asking, status: int) -> None:
    client, server = asking(replies(Reply(None, status)))

    with pytest.raises(RefusalError):
        client.send("POST", "/", {})
    assert server.methods() == ["POST"]


@pytest.mark.parametrize(
    ("status", "mend"),
    [
        (400, "Try again later."),
        (401, "The token is not valid, or has expired."),
        (403, "The token may not do this."),
        (404, "There is no such thing, or the token may not see it."),
        (422, "The comment was not accepted."),
    ],
)
def test_what_was_refused_is_not_asked_again(asking, waits: list[float], status: int, mend: str) -> None:
    client, server = asking(replies(Reply({"message": "No"}, status)))

    with pytest.raises(RefusalError) as error:
        client.send("PATCH", "/x", {})
    (problem,) = error.value.problems
    assert str(problem) == f"{server.url}/x: PATCH answered {status}: No. {mend}"
    assert not waits
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST", "PATCH"])
def test_redirects_are_not_followed(asking, status: int, method: str) -> None:
    _, elsewhere = asking(replies(Reply("gotcha")))
    client, _ = asking(replies(Reply(None, status, {"Location": f"{elsewhere.url}/there"})))

    with pytest.raises(RefusalError, match=rf"Redirected to {elsewhere.url}/there\. Not followed"):
        client.send(method, "/", {})
    assert not elsewhere.requests


def test_nobody_listens(waits: list[float]) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}"
        for send in (lambda client: client.get("/"), lambda client: client.send("POST", "/", {})):
            with pytest.raises(GovernedEcrError, match=rf"^{url}/: No answer: .*refused\. Try again later\.$"):
                send(Api(url, SLOW, waits.append))
    assert waits == [1, 2, 4] * 2


def test_an_answer_that_does_not_come(monkeypatch: pytest.MonkeyPatch, waits: list[float]) -> None:
    monkeypatch.setattr(api, "TIMEOUT", 0.05)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        client = Api(f"http://127.0.0.1:{silent.getsockname()[1]}", SLOW, waits.append)
        with pytest.raises(GovernedEcrError, match=r"No answer: .*timed out"):
            client.get("/")
        assert waits == [1, 2, 4]
        with pytest.raises(GovernedEcrError, match=r"No answer: .*timed out"):
            client.send("POST", "/", {})
        assert waits == [1, 2, 4]


def test_an_answer_that_does_not_end(asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "LARGEST", 10)
    client, _ = asking(replies(Reply("x" * 20)))
    with pytest.raises(GovernedEcrError, match=r"No answer: More than 10 bytes"):
        client.get("/")


@pytest.fixture
def saying() -> Iterator[Callable[[bytes], str]]:
    """The address of a server that says the same bytes to everyone, and no more, without hanging up."""
    with ExitStack() as stack:

        def say(answer: bytes) -> str:
            listening = stack.enter_context(socket.create_server(("127.0.0.1", 0)))

            def serve() -> None:
                with suppress(OSError):
                    while True:
                        connection = stack.enter_context(listening.accept()[0])
                        connection.recv(65_536)
                        connection.sendall(answer)

            threading.Thread(target=serve, daemon=True).start()
            return f"http://127.0.0.1:{listening.getsockname()[1]}"

        yield say


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"HTTP/1.1 404 X\r\nContent-Length: 100\r\n\r\n{", 404),
        (b"HTTP/1.1 500 X\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n", 500),
    ],
)
def test_a_refusal_whose_body_does_not_come(
    saying: Callable[[bytes], str], answer: bytes, status: int, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    monkeypatch.setattr(api, "TIMEOUT", 0.1)
    with pytest.raises(RefusalError, match=rf"GET answered {status}\. ") as error:
        Api(saying(answer), SLOW, waits.append).get("/")
    assert error.value.status == status


def test_pages_end_with_one_that_is_not_full(asking) -> None:
    entries = list(range(2 * api.PAGE + 1))
    client, server = asking(lambda request: Reply(entries[(int(request.query["page"]) - 1) * api.PAGE :][: api.PAGE]))

    assert list(client.pages("/x")) == entries
    assert [(request.path, request.query["per_page"]) for request in server.requests] == [("/x", "100")] * 3


def test_what_is_no_list_has_no_entries(asking) -> None:
    client, _ = asking(replies(Reply({"a": 1})))
    assert list(client.pages("/x")) == []


def test_too_many_pages_are_told(asking, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "PAGES", 2)
    client, server = asking(replies(Reply([0] * api.PAGE)))

    with pytest.raises(GovernedEcrError, match=r"^/x: 200 entries, or more\. Allowed: fewer\.$"):
        list(client.pages("/x"))
    assert len(server.requests) == 2


@pytest.mark.parametrize("base", ["file:///etc", "ftp://host", "", "api.github.com"])
def test_no_other_scheme(base: str) -> None:
    with pytest.raises(GovernedEcrError, match="No address of an API"):
        Api(base, SLOW).get("/passwd")


@pytest.mark.parametrize("token", ["secret\ntoken", "secret\N{SNOWMAN}token"])
def test_no_message_shows_a_token(token: str) -> None:
    client = Api("http://127.0.0.1:9", {"Authorization": token})

    with pytest.raises(GovernedEcrError, match="characters that no request may have") as error:
        client.get("/")
    assert "secret" not in f"{error.value} {client!r}"
