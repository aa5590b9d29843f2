"""A server on loopback that remembers what it was asked, and answers as told: as GitHub, as GitLab, or badly."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

TOKEN = "secret-token"


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any


@dataclass(frozen=True)
class Reply:
    data: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Server:
    """url: where it is. requests: what it was asked so far."""

    url: str
    requests: list[Request]

    def methods(self) -> list[str]:
        return [request.method for request in self.requests]


@contextmanager
def serving(answer: Callable[[Request], Reply]) -> Iterator[Server]:
    requests: list[Request] = []

    class Handler(BaseHTTPRequestHandler):
        def _handle(self) -> None:
            url = urlsplit(self.path)
            text = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            query = {key: values[0] for key, values in parse_qs(url.query).items()}
            request = Request(self.command, url.path, query, dict(self.headers), json.loads(text) if text else None)
            requests.append(request)
            reply = answer(request)
            body = reply.data if isinstance(reply.data, bytes) else json.dumps(reply.data).encode()
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_PUT = _handle

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{server.server_port}", requests)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Forge:
    """Comments of pull request or merge request 7, as GitHub (``team/app``) or GitLab (project 42) tells of them.

    me: whose the token is. may_write: whether it may comment.
    """

    comments: list[dict[str, Any]] = field(default_factory=list)
    me: str = "github-actions[bot]"
    may_write: bool = True

    def add(self, body: str, author: str | None = None, **members: Any) -> None:
        number = len(self.comments) + 1
        who = author or self.me
        known = {"id": number, "body": body, "user": {"login": who}, "author": {"username": who}}
        self.comments.append({**known, "html_url": f"https://forge/comment/{number}", **members})

    @property
    def bodies(self) -> list[str]:
        return [comment["body"] for comment in self.comments]

    def __call__(self, request: Request) -> Reply:
        if TOKEN not in (request.headers.get("Private-Token"), request.headers.get("Authorization", "")[7:]):
            return Reply({"message": "Bad credentials"}, 401)
        if request.path == "/graphql":
            return Reply({"data": {"viewer": {"login": self.me}}})
        if request.path == "/user":
            return Reply({"username": self.me})
        if request.path in ("/repos/team/app/issues/7/comments", "/projects/42/merge_requests/7/notes"):
            return self._all(request)
        found = re.fullmatch(
            r"/repos/team/app/issues/comments/(\d+)|/projects/42/merge_requests/7/notes/(\d+)", request.path
        )
        if found is None:
            return Reply({"message": "Not Found"}, 404)
        comment = self.comments[int(found[1] or found[2]) - 1]
        comment["body"] = request.body["body"]
        return Reply(comment)

    def _all(self, request: Request) -> Reply:
        if request.method == "GET":
            page, size = int(request.query.get("page", 1)), int(request.query.get("per_page", 30))
            return Reply(self.comments[(page - 1) * size : page * size])
        if not self.may_write:
            return Reply({"message": "Resource not accessible by integration"}, 403)
        self.add(request.body["body"])
        return Reply(self.comments[-1], 201)
