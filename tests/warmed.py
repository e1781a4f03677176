"""Run by `warm.py`: loads what a served house needs, then forks one for each line it reads, and ends with its input.

What runs in a fork is gunicorn with the house's own settings, as behind `mazad serve`; only the loading is shared. Line
in: {"environment": {...}, "log": path}; line out: the fork's process id.
"""

from gevent import monkey

monkey.patch_all()  # before anything else is loaded, as gunicorn does it

import json
import os
import signal
import sys
import time
from contextlib import suppress

import gunicorn.workers.ggevent  # noqa: F401 - loaded, not used
from gunicorn.app import wsgiapp

from auction import app, live, outbox, scheduler  # noqa: F401 - loaded, not used

COMMAND = ["gunicorn", "-c", "python:auction.serving", "wsgi:app"]


def _become(environment: dict[str, str], log: str) -> None:
    """From here on this fork is a served house and nothing else."""
    os.setsid()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    nowhere, out = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for opened, place in ((nowhere, 0), (out, 1), (out, 2)):
        os.dup2(opened, place)
    os.environ.clear()
    os.environ.update(environment)
    sys.argv = COMMAND
    wsgiapp.run()


def main() -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # who has ended is nobody's to wait for
    time.sleep(0.1)  # threads that an import has begun end here, and in no fork
    forks = []
    asked = os.fdopen(os.dup(0), "rb", buffering=0)
    while line := asked.readline():
        pid = os.fork()
        if pid == 0:
            asked.close()
            _become(**json.loads(line))
            return
        forks.append(os.pidfd_open(pid))
        os.write(1, f"{pid}\n".encode())
    for fork in forks:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(fork, signal.SIGTERM)


if __name__ == "__main__":
    main()
