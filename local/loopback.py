"""The one address that anything here may listen on."""

from typing import Any

LOOPBACK = "127.0.0.1"


def refuse_other_interfaces(event: str, args: tuple[Any, ...]) -> None:
    """An audit hook: ministack has services that open ports of their own, and none may be reachable from outside."""
    if event == "socket.bind" and isinstance(args[1], tuple) and args[1][0] != LOOPBACK:
        raise OSError(f"the emulator listens on {LOOPBACK} only, not on {args[1][0]!r}")
