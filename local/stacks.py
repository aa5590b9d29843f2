"""CloudFormation without the CDK, waited for: what tests need of stacks and change sets."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from json import dumps
from typing import Any

Resources = dict[str, Any]


@dataclass(frozen=True)
class Stacks:
    """CloudFormation, waited for."""

    cloudformation: Any

    def create(self, resources: Resources, name: str = "stack") -> Any:
        self.cloudformation.create_stack(StackName=name, TemplateBody=_template(resources))
        return self.settled(name)

    def update(self, resources: Resources, name: str = "stack") -> Any:
        self.cloudformation.update_stack(StackName=name, TemplateBody=_template(resources))
        return self.settled(name)

    def delete(self, name: str = "stack") -> Any:
        stack_id = self.settled(name)["StackId"]
        self.cloudformation.delete_stack(StackName=name)
        return self.settled(stack_id)

    def adopt(self, resources: Resources, imported: list[dict[str, Any]], name: str = "stack") -> Any:
        """Import, by a change set; answers the stack, or the change set when it is refused."""
        self.cloudformation.create_change_set(
            StackName=name,
            ChangeSetName="adopt",
            ChangeSetType="IMPORT",
            TemplateBody=_template(resources),
            ResourcesToImport=imported,
        )
        change_set = self._until_done(
            lambda: self.cloudformation.describe_change_set(StackName=name, ChangeSetName="adopt"), "Status"
        )
        if change_set["Status"] == "FAILED":
            return change_set
        self.cloudformation.execute_change_set(StackName=name, ChangeSetName="adopt")
        return self.settled(name)

    def drift(self, name: str = "stack") -> dict[str, str]:
        """Logical id -> drift status."""
        detection = self.cloudformation.detect_stack_drift(StackName=name)["StackDriftDetectionId"]
        self._until_done(
            lambda: self.cloudformation.describe_stack_drift_detection_status(StackDriftDetectionId=detection),
            "DetectionStatus",
        )
        drifts = self.cloudformation.describe_stack_resource_drifts(StackName=name)["StackResourceDrifts"]
        return {drift["LogicalResourceId"]: drift["StackResourceDriftStatus"] for drift in drifts}

    def replaced(self, resources: Resources, name: str = "stack") -> dict[str, str]:
        """Logical id -> whether the template would replace it, as a change set says."""
        self.cloudformation.create_change_set(
            StackName=name, ChangeSetName="change", ChangeSetType="UPDATE", TemplateBody=_template(resources)
        )
        change_set = self._until_done(
            lambda: self.cloudformation.describe_change_set(StackName=name, ChangeSetName="change"), "Status"
        )
        changes = [change["ResourceChange"] for change in change_set["Changes"]]
        return {change["LogicalResourceId"]: change["Replacement"] for change in changes}

    def failures(self, name: str = "stack") -> dict[str, str]:
        """Logical id -> why it failed."""
        events = self.cloudformation.describe_stack_events(StackName=name)["StackEvents"]
        return {
            event["LogicalResourceId"]: event["ResourceStatusReason"]
            for event in events
            if event["ResourceStatus"].endswith("FAILED") and event["ResourceType"] != "AWS::CloudFormation::Stack"
        }

    def settled(self, name: str) -> Any:
        return self._until_done(lambda: self.cloudformation.describe_stacks(StackName=name)["Stacks"][0], "StackStatus")

    def _until_done(self, describe: Callable[[], Any], status: str) -> Any:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            described = describe()
            if not described[status].endswith(("IN_PROGRESS", "PENDING")):
                return described
            time.sleep(0.02)
        raise AssertionError(f"still {described[status]} after 30 s")


def _template(resources: Resources) -> str:
    return dumps({"Resources": resources})
