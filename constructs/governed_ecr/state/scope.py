"""One template while its values are resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Self

from .attributes import attribute_of, name_of
from .choice import Choice, choices_in
from .conditions import truth
from .containers import entries, members
from .evaluation import Evaluation
from .for_each import expanded
from .intrinsics import FUNCTIONS
from .parameters import ANOTHER, allowed_values, default_of, pseudo, typed
from .template import Template
from .text import sub_parts, unknown, with_dynamic
from .unknown import NO_VALUE, Unknown, Value


class Scope:
    """A template's parameters, conditions and resources, each resolved once, when it is first asked for.

    parent, logical_id: of a nested stack, the scope that holds it, and its id there.
    assumed: the scope that conditions are decided in. It is another one where it is asked what the template would be
    with other parameters. Values follow it, but for what has neither a default nor allowed values: that stays Unknown.
    given: other values for parameters (by template and name) and pseudo parameters (by "" and name).
    settled: comparisons (the ids of their arguments) that are taken to hold or not.
    """

    def __init__(
        self,
        template: Template,
        evaluation: Evaluation[Scope],
        *,
        parent: Scope | None = None,
        logical_id: str = "",
        assumed: Scope | None = None,
        given: Mapping[tuple[str, str], Value] | None = None,
        settled: Mapping[int, bool] | None = None,
    ) -> None:
        self.template = template
        self.evaluation = evaluation
        self.parent = parent
        self.logical_id = logical_id
        self.assumed: Scope = assumed or self
        self.truths: dict[str, bool] = {}
        self._given = given or {}
        self._settled = settled or {}
        self._decided: dict[str, bool | None] = {}
        self._known: dict[tuple[str, ...], tuple[Value, frozenset[Choice]]] = {}
        self._nested: dict[str, Self] = {}
        self._choices: dict[int, frozenset[Choice]] = {}
        self.parameters = template.section("Parameters")
        self.resources: Mapping[str, Any] = template.section("Resources")
        self.resources = expanded(self.resources, self.resolve)

    def nested(self) -> Iterator[Self]:
        """The scopes of the nested stacks."""
        for logical_id in self.template.nested:
            yield self.nested_at(logical_id)

    def nested_at(self, logical_id: str) -> Self:
        """The scope of one nested stack."""
        if logical_id not in self._nested:
            self._nested[logical_id] = type(self)(
                self.template.nested[logical_id],
                self.evaluation,
                parent=self,
                logical_id=logical_id,
                assumed=None if self.assumed is self else self.assumed.nested_at(logical_id),
                given=self._given,
                settled=self._settled,
            )
        return self._nested[logical_id]

    def resolve(self, value: Any) -> Value:
        """A value of the template without intrinsics; the same object where it has none."""
        kind = type(value)
        if kind is str:
            return with_dynamic(value) if "{{resolve:" in value else value
        if kind is dict:
            if len(value) == 1:
                ((name, argument),) = value.items()
                function = FUNCTIONS.get(name)
                if function is not None:
                    found = function(self, argument)
                    return with_dynamic(found) if type(found) is str and "{{resolve:" in found else found
                if name.startswith("Fn::"):
                    return unknown(name)
            return members(value, self.resolve)
        return entries(value, self.resolve) if kind is list else value

    def ref(self, name: str) -> Value:
        """What Ref gives."""
        if name == "AWS::NoValue":
            return NO_VALUE
        if name.startswith("AWS::"):
            return self._pseudo(name)
        if name in self.parameters:
            return self._once(("parameter", name), lambda: self._parameter(name))
        if name in self.resources:
            return self._once(("ref", name), lambda: name_of(self, name))
        return unknown(name)

    def named(self, name: str) -> Value:
        """What a variable of Fn::Sub gives: a Ref or, with a dot, an attribute."""
        logical_id, dot, attribute = name.partition(".")
        return self.attribute(logical_id, attribute) if dot else self.ref(name)

    def attribute(self, logical_id: str, attribute: str) -> Value:
        """What Fn::GetAtt gives."""
        return self._once(("attribute", logical_id, attribute), lambda: attribute_of(self, logical_id, attribute))

    def output(self, name: str) -> Value:
        """The value of an output."""
        return self._once(("output", name), lambda: self._output(name))

    def imported(self, name: str) -> Value:
        """The value that another stack of the same account and Region exports."""
        found = self.evaluation.export(self.template.environment, name)
        return found[0].output(found[1]) if found else unknown(f"Import:{name}")

    def stack_output(self, stack: str, output: str, region: Value, *, elsewhere: bool) -> Value:
        """The value of an output of another stack, which need not export it; with a role, in another account too."""
        here = self.template.environment
        found = self.evaluation.stack(stack, region or here.region, None if elsewhere else here.account)
        return found.output(output) if found else unknown(f"Output:{stack}.{output}")

    def has_condition(self, name: str) -> bool:
        return name in self.template.section("Conditions")

    def holds(self, name: str) -> bool:
        """Whether a condition holds, as is assumed here; one that cannot be decided is taken to hold."""
        self.evaluation.used.add(Choice(self.template.name, name))
        if name not in self.truths:
            self.truths[name] = self.assumed.truth(name) is not False
        return self.truths[name]

    def notice(self, untaken: Any) -> None:
        """Note the choices in a branch that is not taken: with others they may matter."""
        self.evaluation.used |= choices_in(untaken, self._choices_of, self._choices)

    def _choices_of(self, name: str, argument: Any) -> set[Choice]:
        """The choices that Fn::If, Fn::FindInMap, Ref and Fn::Sub make themselves."""
        first = argument[0] if isinstance(argument, list) and argument else argument
        if not isinstance(first, str):
            return set()
        if name == "Fn::If":
            return {Choice(self.template.name, first)}
        if name == "Fn::FindInMap":
            return {choice for key in argument[1:3] for choice in self.rows(key)}
        variables = [first] if name == "Ref" else []
        if name == "Fn::Sub":
            variables = [part for is_variable, part in sub_parts(first) if is_variable]
        found: set[Choice] = set()
        for variable in self.parameters.keys() & variables:
            self.ref(variable)
            found |= self._known["parameter", variable][1]
        return found

    def looked_up_by(self, key: Any) -> None:
        """Note the parameter that a mapping is asked by: its default is one of several rows that are written out."""
        self.evaluation.used |= self.rows(key)

    def rows(self, key: Any) -> set[Choice]:
        """The choice that a key of a mapping is, if it is a parameter of several values."""
        name = key.get("Ref") if isinstance(key, Mapping) and len(key) == 1 else None
        if not isinstance(name, str) or name not in self.parameters:
            return set()
        given = self.given_by_parent(name)
        if self.parent is not None and given is not NO_VALUE:
            return self.parent.rows(given)
        others = len(allowed_values(self.parameters[name])) > 1
        return {Choice(self.template.name, name, is_value=True)} if others else set()

    def truth(self, name: str) -> bool | None:
        """What a condition comes to; None where it is not known, or where it depends on itself."""
        if name not in self._decided:
            self._decided[name] = None
            outer, self.evaluation.used = self.evaluation.used, set()  # It is the truth that counts, not its reasons.
            self._decided[name] = truth(self, self.template.section("Conditions").get(name))
            self.evaluation.used = outer
        return self._decided[name]

    def settled(self, comparison: list[Any]) -> bool | None:
        """What a comparison is assumed to come to, if anything is."""
        return self._settled.get(id(comparison))

    def given_by_parent(self, name: str) -> Any:
        """What the parent template gives for a parameter, unresolved; NO_VALUE where it gives nothing."""
        if self.parent is None:
            return NO_VALUE
        properties = self.parent.resources[self.logical_id].get("Properties")
        parameters = properties.get("Parameters") if isinstance(properties, Mapping) else None
        return parameters.get(name, NO_VALUE) if isinstance(parameters, Mapping) else NO_VALUE

    def is_present(self, logical_id: str) -> bool:
        """Whether a resource is made: by its condition, and by that of the nested stack it is in."""
        condition = self.resources[logical_id].get("Condition")
        made = not isinstance(condition, str) or not self.has_condition(condition) or self.holds(condition)
        return made and (self.parent is None or self.parent.is_present(self.logical_id))

    def _once(self, key: tuple[str, ...], compute: Callable[[], Value]) -> Value:
        """A value, computed once; what depends on itself is Unknown. Its conditions count for all who ask for it."""
        if key not in self._known:
            self._known[key] = (unknown(".".join(key[1:])), frozenset())
            outer, self.evaluation.used = self.evaluation.used, set()
            value = compute()
            self._known[key] = (value, frozenset(self.evaluation.used))
            self.evaluation.used = outer
        value, used = self._known[key]
        self.evaluation.used |= used
        return value

    def _pseudo(self, name: str) -> Value:
        given = self._given.get(("", name))
        return pseudo(name, self.template.environment, self.template.stack) if given is None else given

    def _parameter(self, name: str) -> Value:
        given = self._given.get((self.template.name, name))
        if given is not None:
            return given
        definition = self.parameters[name]
        kind = str(definition.get("Type", "String")) if isinstance(definition, Mapping) else "String"
        raw = self.given_by_parent(name)
        value = NO_VALUE if self.parent is None or raw is NO_VALUE else self.parent.resolve(raw)
        allowed = allowed_values(definition) if value is NO_VALUE else ()
        value = default_of(name, definition) if value is NO_VALUE else typed(kind, value)
        if allowed and isinstance(value, Unknown):  # A default is trusted.
            self.evaluation.used.add(Choice(self.template.name, name, is_value=True))
        if self.assumed is self or (isinstance(value, Unknown) and not allowed):
            return value
        assumed = self.assumed.ref(name)
        return unknown(name) if ANOTHER in str(assumed) else typed(kind, assumed)

    def _output(self, name: str) -> Value:
        output = self.template.section("Outputs").get(name)
        if not isinstance(output, Mapping):
            return unknown(f"Outputs.{name}")
        condition = output.get("Condition")
        if isinstance(condition, str) and self.has_condition(condition) and not self.holds(condition):
            return unknown(f"Outputs.{name}")
        return self.resolve(output.get("Value"))
