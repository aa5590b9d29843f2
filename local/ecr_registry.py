"""The registry-level operations of ECR, which ministack lacks, put in front of its own.

Imitates: settings and entries that are checked against ECR's request model, kept per account and Region, and given
back (`ecr_configuration`, `ecr_entries`). Does not imitate: a registry serving another account, nor anything that the
settings would make ECR do.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from local import ecr_configuration, ecr_entries
from local.ecr_requests import Answer, RefusedError, Request, problems
from local.ministack_internals import account_id, ecr, error_response_json, json_response

_OPERATIONS = ecr_configuration.OPERATIONS | ecr_entries.OPERATIONS
_STORES = ecr_configuration.STORES + ecr_entries.STORES


def check(operation: str, request: Request) -> None:
    """Refuse what ECR would refuse before it looks at the registry."""
    if wrong := problems(operation, request):
        raise RefusedError("InvalidParameterException", "; ".join(wrong))
    if request.get("registryId", account_id()) != account_id():
        raise RefusedError("InvalidParameterException", "the emulator serves a registry to its own account only")


def call(operation: str, request: Request) -> Answer:
    check(operation, request)
    return _OPERATIONS[operation](request)


def install() -> None:
    """Answer these operations before ministack does, and forget them when it forgets."""
    stock_request: Callable[..., Awaitable[Any]] = ecr.handle_request
    stock_reset: Callable[[], None] = ecr.reset

    async def handle_request(method: str, path: str, headers: dict[str, str], body: bytes, query: Any) -> Any:
        operation = headers.get("x-amz-target", "").rpartition(".")[2]
        if operation not in _OPERATIONS:
            return await stock_request(method, path, headers, body, query)
        try:
            return json_response(call(operation, json.loads(body or b"{}")))
        except RefusedError as refused:
            return error_response_json(refused.code, str(refused))

    def reset() -> None:
        stock_reset()
        for store in _STORES:
            store.clear()

    ecr.handle_request, ecr.reset = handle_request, reset
