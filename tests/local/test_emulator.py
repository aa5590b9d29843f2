"""The emulator comes up on loopback, keeps environments apart, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

import local.emulator
from local.emulator import Emulator, EmulatorError
from local.loopback import refuse_other_interfaces


def _answers(endpoint: str) -> bool:
    try:
        urllib.request.urlopen(f"{endpoint}/_ministack/health", timeout=2).close()
    except OSError:
        return False
    return True


def test_accounts_and_regions_are_apart(aws: Emulator, account: str) -> None:
    aws.client("ecr", account, "us-east-1").put_registry_policy(policyText='{"Statement": []}')

    for other_account, other_region in ((account, "eu-west-1"), ("999999999999", "us-east-1")):
        other = aws.client("ecr", other_account, other_region)
        with pytest.raises(other.exceptions.RegistryPolicyNotFoundException):
            other.get_registry_policy()


def test_assuming_a_role_acts_in_the_roles_account(aws: Emulator, account: str) -> None:
    aws.client("ecr", "999999999998", "eu-west-1").create_repository(repositoryName="theirs")
    role = "arn:aws:iam::999999999998:role/deploy"
    sts = aws.client("sts", account, "eu-west-1")
    credentials = sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]

    environment = aws.environment(account, "eu-west-1") | {
        "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"],
        "AWS_SESSION_TOKEN": credentials["SessionToken"],
    }
    code = "import boto3; print(boto3.client('ecr').describe_repositories()['repositories'][0]['repositoryName'])"
    assert subprocess.check_output([sys.executable, "-c", code], env=environment, text=True) == "theirs\n"


def test_environment_names_the_account_and_keeps_the_callers_out(aws: Emulator, monkeypatch: Any) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "theirs")

    environment = aws.environment("222222222222", "eu-west-1")

    assert environment["AWS_ACCESS_KEY_ID"] == "222222222222"
    assert environment["AWS_REGION"] == environment["AWS_DEFAULT_REGION"] == "eu-west-1"
    assert environment["AWS_ENDPOINT_URL"] == aws.endpoint
    assert Path(environment["CDK_HOME"]).parent == aws.folder
    assert not {"AWS_PROFILE", "AWS_SESSION_TOKEN"} & environment.keys()


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="reads Linux's list of sockets")
def test_listens_on_loopback_only(aws: Emulator) -> None:
    port = f"{int(aws.endpoint.rpartition(':')[2]):04X}"
    sockets = [line.split() for file in Path("/proc/net").glob("tcp*") for line in file.read_text().splitlines()[1:]]
    listening = {local for _, local, _, state, *_ in sockets if state == "0A" and local.endswith(f":{port}")}
    assert listening == {f"0100007F:{port}"}


@pytest.mark.parametrize("address", [("0.0.0.0", 8883), ("", 80), ("::", 80, 0, 0)])
def test_no_service_of_its_own_can_listen_elsewhere(address: tuple[Any, ...]) -> None:
    with pytest.raises(OSError, match="listens on 127"):
        refuse_other_interfaces("socket.bind", (None, address))


def test_the_end_of_the_block_leaves_nothing() -> None:
    with Emulator() as aws:
        folder, endpoint = aws.folder, aws.endpoint
        assert _answers(endpoint)
    assert not folder.exists()
    assert not _answers(endpoint)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=lambda ending: ending.name)
def test_a_killed_starter_leaves_nothing(ending: signal.Signals) -> None:
    code = """
        import time
        from local.emulator import Emulator
        with Emulator() as aws:
            print(aws.endpoint, aws.folder, flush=True)
            time.sleep(60)
    """
    environment = os.environ | {"PYTHONPATH": str(local.emulator.PROJECT)}
    command = [sys.executable, "-c", textwrap.dedent(code)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as it:
        assert it.stdout is not None
        endpoint, folder = it.stdout.readline().split()
        assert _answers(endpoint)
        it.send_signal(ending)

    deadline = time.monotonic() + 10
    while (_answers(endpoint) or Path(folder).exists()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _answers(endpoint)
    assert not Path(folder).exists()


def test_takes_another_port_when_the_first_is_taken(monkeypatch: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ports = iter([taken.getsockname()[1], local.emulator._free_port()])
        monkeypatch.setattr(local.emulator, "_free_port", lambda: next(ports))
        with Emulator() as aws:
            assert _answers(aws.endpoint)
            assert not aws.endpoint.endswith(f":{taken.getsockname()[1]}")


def test_says_why_it_did_not_come_up(monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(local.emulator, "PROJECT", tmp_path)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(EmulatorError, match=r"ended while starting; the end of its log:\n(.*\n)*.*No module named"):
        Emulator().__enter__()
    assert not list(tmp_path.iterdir())


def test_does_not_wait_for_ever(monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(EmulatorError, match="did not answer in time"):
        Emulator(startup_seconds=0).__enter__()
    assert not list(tmp_path.iterdir())
