"""A REST API over HTTP: JSON in, JSON out, bounded in time, tries and size; the token goes to its own host only."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPException
from itertools import count
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from ..model.errors import GovernedEcrError, Problem
from ..report.printable import printable

TIMEOUT: Final = 20.0
"""Seconds that one answer may take."""
TRIES: Final = 4
LONGEST_WAIT: Final = 60.0
"""Seconds between two tries, whatever the server asks for."""
LARGEST: Final = 50_000_000
"""Bytes of an answer."""
PAGE: Final = 100
"""Entries of a page: the most that GitHub and GitLab give."""
PAGES: Final = 100

_SHOWN: Final = 200
_BUSY: Final = (429, 503)
_FAILED: Final = (500, 502, 504)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. ``data`` is the JSON of the body, None where it is none."""

    status: int
    headers: Message
    data: Any


class RefusalError(GovernedEcrError):
    """An answer that is none of success. ``status`` is HTTP's."""

    def __init__(self, status: int, problem: Problem) -> None:
        super().__init__([problem])
        self.status = status


@dataclass(frozen=True, slots=True)
class Api:
    """An API below ``base``. ``headers`` hold the token; nothing here shows them, nor what a request sends."""

    base: str
    headers: Mapping[str, str] = field(repr=False)
    sleep: Callable[[float], None] = time.sleep

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def pages(self, path: str) -> Iterator[Any]:
        """The entries of a list, from all of its pages; GovernedEcrError where there are more than 100."""
        for page in range(1, PAGES + 1):
            listed = self.get(f"{path}?per_page={PAGE}&page={page}").data
            yield from listed if isinstance(listed, list) else ()
            if not isinstance(listed, list) or len(listed) < PAGE:
                return
        raise GovernedEcrError([Problem(path, f"{PAGE * PAGES:,} entries, or more.", "Allowed: fewer.")])

    def send(self, method: str, path: str, body: Any) -> Answer:
        return self._ask(method, path, json.dumps(body).encode())

    def _ask(self, method: str, path: str, body: bytes | None) -> Answer:
        """Raises RefusalError for what is no success, and GovernedEcrError where there is no answer at all."""
        url = path if "://" in path else f"{self.base.rstrip('/')}{path}"
        if urlsplit(url).scheme not in ("https", "http"):
            raise GovernedEcrError([Problem(url, "No address of an API.", "Allowed: https://...")])
        headers = {"User-Agent": "governed-ecr", "Content-Type": "application/json", **self.headers}
        for tried in count(1):
            failure: GovernedEcrError
            try:
                return _once(Request(url, body, headers, method=method))  # noqa: S310 - the scheme was looked at
            except HTTPError as error:
                with error:
                    wait, failure = _wait(error, method, tried), RefusalError(error.code, _problem(method, url, error))
            except (OSError, HTTPException) as error:
                wait = 2.0 ** (tried - 1) if method != "POST" or _unheard(error) else None
                failure = GovernedEcrError([Problem(url, f"No answer: {_reason(error)}.", "Try again later.")])
            except ValueError:  # its text would show the header
                what = "The address or the token has characters that no request may have."
                raise GovernedEcrError([Problem(url, what, "Set them anew.")]) from None
            if wait is None or tried == TRIES:
                raise failure from None
            self.sleep(wait)
        raise AssertionError  # count() does not end


class _NoRedirects(HTTPRedirectHandler):
    """urllib would send the token along to whatever host it is sent to, and make a GET of a POST."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


_OPENER: Final = build_opener(_NoRedirects)


def _once(request: Request) -> Answer:
    with _OPENER.open(request, timeout=TIMEOUT) as answer:
        read = answer.read(LARGEST + 1)
        if len(read) > LARGEST:
            raise OSError(f"More than {LARGEST:,} bytes")
        return Answer(answer.status, answer.headers, _json(read))


def _json(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _unheard(error: Exception) -> bool:
    """Whether the server cannot have acted on the request: there was no connection."""
    return isinstance(error, URLError) and isinstance(error.reason, ConnectionRefusedError)


def _wait(error: HTTPError, method: str, tried: int) -> float | None:
    """Seconds until the next try; None where another would not help, or could do the same twice.

    GitHub answers 403 to who asks too much: docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api.
    """
    asked = error.headers.get("Retry-After") or ""
    limited = error.code == 403 and (asked or error.headers.get("X-RateLimit-Remaining") == "0")
    failed = error.code in _FAILED and method != "POST"
    if not (limited or failed or error.code in _BUSY):
        return None
    return min(float(asked) if asked.isdecimal() else 2.0 ** (tried - 1), LONGEST_WAIT)


def _reason(error: Exception) -> str:
    return printable(str(getattr(error, "reason", error)) or type(error).__name__, _SHOWN)


def _problem(method: str, url: str, error: HTTPError) -> Problem:
    if 300 <= error.code < 400:
        to = printable(error.headers.get("Location") or "nowhere", _SHOWN)
        return Problem(url, f"Redirected to {to}.", "Not followed: the token is for this address. Set the new one.")
    data = _json(_body(error))
    message = data.get("message") if isinstance(data, Mapping) else None
    said = f": {printable(str(message), _SHOWN)}" if message else ""
    return Problem(url, f"{method} answered {error.code}{said}.", _MENDS.get(error.code, "Try again later."))


def _body(error: HTTPError) -> bytes:
    """What the server said of its refusal; nothing where that does not come."""
    try:
        return error.read(LARGEST)
    except (OSError, HTTPException):
        return b""


_MENDS: Final = {
    401: "The token is not valid, or has expired.",
    403: "The token may not do this.",
    404: "There is no such thing, or the token may not see it.",
    422: "The comment was not accepted.",
}
