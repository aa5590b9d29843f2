"""The way into ministack: the parts of it that this folder reads and replaces.

ministack is untyped and most of what is used of it is private, which is why it is pinned exactly: raising the pin means
reading again what is used of these parts.
"""

# ruff: noqa: SLF001 - private names are what there is to hold on to

from importlib import import_module
from importlib.metadata import version
from typing import Any

PINNED = "1.5.33"
if version("ministack") != PINNED:
    raise ImportError(f"the emulator is written for ministack {PINNED}, and {version('ministack')} is installed")

_responses: Any = import_module("ministack.core.responses")

# The ECR service: its functions are looked up by name at each call, so replacing one here replaces it everywhere.
ecr: Any = import_module("ministack.services.ecr")
secretsmanager: Any = import_module("ministack.services.secretsmanager")
# CloudFormation's provisioners, change sets and drift detection, patched here and there.
provisioners: Any = import_module("ministack.services.cloudformation.provisioners")
changesets: Any = import_module("ministack.services.cloudformation.changesets")
drift: Any = import_module("ministack.services.cloudformation.drift")

# type -> {"create", "update", "delete", "import"}
RESOURCE_HANDLERS: dict[str, dict[str, Any]] = provisioners._RESOURCE_HANDLERS
# type -> the properties whose change replaces the resource
REPLACING_PROPERTIES: dict[str, tuple[str, ...]] = provisioners._REPLACING_PROPERTIES
# type -> ((identifier property,), physical id -> why it cannot be imported or None)
IMPORT_LOOKUPS: dict[str, Any] = changesets._IMPORT_LOOKUPS
# type -> (physical id, template properties -> current properties or None; the properties it reads)
DRIFT_READERS: dict[str, Any] = drift._DRIFT_READERS

# A dict kept apart per account and Region of the request being served.
ScopedDict: Any = _responses.AccountRegionScopedDict
json_response: Any = _responses.json_response
error_response_json: Any = _responses.error_response_json


def account_id() -> str:
    """The account of the request being served."""
    return str(_responses.get_account_id())


def main() -> None:
    """Serve until the process is ended; the environment says where."""
    import_module("ministack.app").main()
