"""AccountSettings: what has no CloudFormation type, put through a custom resource."""

import json

import pytest

from governed_ecr import AccountSettings

SETTING = "Custom::EcrAccountSetting"


def _calls(template, event):
    found = [json.loads(setting[event]) for setting in template.all(SETTING) if event in setting]
    return {call["parameters"]["name"]: call["parameters"]["value"] for call in found}


def test_defaults(stack, synthesize):
    AccountSettings(stack, "Settings")
    template = synthesize(stack)
    expected = {"REGISTRY_POLICY_SCOPE": "V2", "BASIC_SCAN_TYPE_VERSION": "AWS_NATIVE"}
    assert _calls(template, "Create") == _calls(template, "Update") == expected
    assert _calls(template, "Delete") == {}


@pytest.mark.parametrize(
    ("given", "put"),
    [
        ({"registry_policy_scope": "V1"}, {"REGISTRY_POLICY_SCOPE": "V1", "BASIC_SCAN_TYPE_VERSION": "AWS_NATIVE"}),
        ({"registry_policy_scope": None}, {"BASIC_SCAN_TYPE_VERSION": "AWS_NATIVE"}),
        ({"basic_scan_type_version": None}, {"REGISTRY_POLICY_SCOPE": "V2"}),
        ({"registry_policy_scope": None, "basic_scan_type_version": None}, {}),
        (
            {"registry_policy_scope": None, "basic_scan_type_version": None, "blob_mounting": True},
            {"BLOB_MOUNTING": "ENABLED"},
        ),
        (
            {"registry_policy_scope": None, "basic_scan_type_version": None, "blob_mounting": False},
            {"BLOB_MOUNTING": "DISABLED"},
        ),
    ],
)
def test_each_setting(stack, synthesize, given, put):
    AccountSettings(stack, "Settings", **given)
    assert _calls(synthesize(stack), "Create") == put


def test_the_function_may_put_these_settings_and_nothing_else(stack, synthesize):
    AccountSettings(stack, "Settings")
    assert sorted(synthesize(stack).statements(), key=str) == [
        {
            "Effect": "Allow",
            "Action": "ecr:PutAccountSetting",
            "Resource": "*",
            "Condition": {"StringEquals": {"ecr:AccountSetting": name}},
        }
        for name in ("BASIC_SCAN_TYPE_VERSION", "REGISTRY_POLICY_SCOPE")
    ]


def test_the_sdk_of_the_runtime_does(stack, synthesize):
    """Installing another at deployment would need the internet, and would not be what was tested."""
    AccountSettings(stack, "Settings")
    assert {setting["InstallLatestAwsSdk"] for setting in synthesize(stack).all(SETTING)} == {False}
