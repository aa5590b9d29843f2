"""The emulator's own process: `python -m local.server`, started by `local.emulator` and by nothing else.

Its standard input is a lifeline: when the process that started it is gone, however it went, the input ends and the
emulator goes too, with its Lambda workers and its folder.
"""

import os
import shutil
import signal
import sys
import threading

from local import ecr_registry, ecr_repositories, ecr_stacks, ministack_internals, secret_references
from local.loopback import refuse_other_interfaces

FOLDER_VARIABLE = "GOVERNED_ECR_LOCAL_FOLDER"


def _end_with_starter(folder: str) -> None:
    sys.stdin.buffer.read()
    shutil.rmtree(folder, ignore_errors=True)
    os.killpg(os.getpgid(0), signal.SIGKILL)


def main() -> None:
    if FOLDER_VARIABLE not in os.environ:
        sys.exit("local.server is started by local.emulator, not by hand")
    sys.addaudithook(refuse_other_interfaces)
    threading.Thread(target=_end_with_starter, args=(os.environ[FOLDER_VARIABLE],), daemon=True).start()
    ecr_registry.install()
    ecr_repositories.install()
    ecr_stacks.install()
    secret_references.install()
    ministack_internals.main()


if __name__ == "__main__":
    main()
