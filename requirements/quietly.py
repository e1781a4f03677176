"""Run a long command with one living line in place of its output: `quietly.py LABEL COMMAND...`. The whole output
is shown when it fails. Standard library only: this runs before anything is installed."""

import subprocess
import sys
import tempfile
import threading
import time

SHOWN = ("Collecting ", "Downloading ", "Installing ", "added ", "  static/dist")
HEARTBEAT_SECONDS = 10


def last_step(path: str) -> str:
    """The last line of the output that tells a person something."""
    with open(path, errors="replace") as lines:
        told = [line.strip() for line in lines if line.startswith(SHOWN)]
    return told[-1].split(" (from")[0].split("; ")[0][:60] if told else ""


def tell(label: str, path: str, started: float, ended: threading.Event) -> None:
    """Keep the line alive: in place on a terminal, else a line every ten seconds."""
    is_terminal = sys.stdout.isatty()
    while not ended.wait(0.2 if is_terminal else HEARTBEAT_SECONDS):
        line = f"  {label} · {time.monotonic() - started:.0f} s · {last_step(path)}"
        print(f"\r\033[K{line}" if is_terminal else line, end="" if is_terminal else "\n", flush=True)
    if is_terminal:
        print("\r\033[K", end="")


def main() -> int:
    label, command = sys.argv[1], sys.argv[2:]
    started, ended = time.monotonic(), threading.Event()
    with tempfile.NamedTemporaryFile() as out:
        teller = threading.Thread(target=tell, args=(label, out.name, started, ended), daemon=True)
        teller.start()
        code = subprocess.call(command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        ended.set()
        teller.join()
        if code:
            out.seek(0)
            sys.stdout.write(out.read().decode(errors="replace"))
    print(f"  {label} · {'FAILED' if code else 'done'} in {time.monotonic() - started:.0f} s", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
