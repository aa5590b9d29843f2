"""The Ref of an AWS::SecretsManager::Secret, which is its ARN; in ministack it is the name.

Imitates: the physical id, on which the credentials of a pull-through cache rule depend. Everything else about secrets
is ministack's own.
"""

# ruff: noqa: SLF001 - private names are what there is to hold on to

from collections.abc import Callable

from local.ministack_internals import DRIFT_READERS, RESOURCE_HANDLERS, secretsmanager
from local.stack_handlers import Made, Properties

_TYPE = "AWS::SecretsManager::Secret"


def _name(arn: str) -> str:
    name, _secret = secretsmanager._resolve(arn)
    # One that is gone keeps its ARN: ministack then finds nothing by it, as it should.
    return str(name or arn)


def install() -> None:
    handlers = RESOURCE_HANDLERS[_TYPE]
    stock_create: Callable[..., Made] = handlers["create"]
    stock_update: Callable[..., Made] = handlers["update"]
    stock_delete: Callable[[str, Properties], None] = handlers["delete"]
    stock_read, readable = DRIFT_READERS[_TYPE]

    def create(logical_id: str, properties: Properties, stack_name: str) -> Made:
        _, attributes = stock_create(logical_id, properties, stack_name)
        return attributes["Arn"], attributes

    def update(physical_id: str, old: Properties, properties: Properties, stack_name: str, logical_id: str) -> Made:
        _, attributes = stock_update(_name(physical_id), old, properties, stack_name, logical_id)
        return attributes["Arn"], attributes

    def delete(physical_id: str, properties: Properties) -> None:
        stock_delete(_name(physical_id), properties)

    handlers |= {"create": create, "update": update, "delete": delete}
    DRIFT_READERS[_TYPE] = (lambda physical_id, declared: stock_read(_name(physical_id), declared), readable)
