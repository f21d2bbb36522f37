"""Run the whole site as one foreground command: web, worker and beat, ended together."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

GRACE = 8.0
READY_WITHIN = 60.0
LOOK_EVERY = 0.3
#: a process that lived this long is started again when it falls; one that falls sooner would only fall again
STEADY_AFTER = 10.0

HERE = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
CELERY = [PYTHON, "-W", "ignore::UserWarning", "-m", "celery", "-q", "-A", "dmops_platform"]
COMMANDS = {
    "web": [PYTHON, "-m", "gunicorn", "-c", "dmops_platform/gunicorn_conf.py", "dmops_platform.wsgi"],
    "worker": [*CELERY, "worker", "--pool", "threads", "--concurrency", "2", "--loglevel", "WARNING"],
    "beat": [*CELERY, "beat", "--loglevel", "WARNING", "--pidfile="],
}


class Site:
    """The processes of one site. Each is the leader of its own group, so a signal reaches it once, from us."""

    def __init__(self) -> None:
        self.stop_asked = threading.Event()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.started_at: dict[str, float] = {}

    def start(self) -> None:
        """Start every process."""
        for name in COMMANDS:
            self.start_one(name)

    def start_one(self, name: str) -> None:
        """Start one process, in the place of one that fell."""
        self.processes[name] = subprocess.Popen(COMMANDS[name], cwd=HERE, start_new_session=True)
        self.started_at[name] = time.monotonic()

    def was_steady(self, name: str) -> bool:
        """True when this process lived long enough to be worth another start."""
        return time.monotonic() - self.started_at[name] >= STEADY_AFTER

    def fallen(self) -> str | None:
        """Return the name of a process that ended by itself, or None."""
        return next((name for name, process in self.processes.items() if process.poll() is not None), None)

    def stop(self) -> None:
        """Ask every process to end, and make those end that do not."""
        for process in self.processes.values():
            _signal_group(process, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        for process in self.processes.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.0, deadline - time.monotonic()))
            _signal_group(process, signal.SIGKILL)


def _signal_group(process: subprocess.Popen[bytes], sign: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, sign)


def parent_was_interrupted(parent: int) -> bool:
    """True when our parent is gone, or is a `make` that got SIGINT alone and now only waits for us."""
    if os.getppid() != parent:
        return True
    try:
        status = Path(f"/proc/{parent}/status").read_text()
        name = status.split("Name:\t")[1].split("\n")[0]
        caught, ignored = (
            int(status.split(f"{mask}:\t")[1].split("\n")[0], 16) for mask in ("SigCgt", "SigIgn")
        )
    except (OSError, IndexError):
        return False
    return name == "make" and not (caught | ignored) & 1 << (signal.SIGINT - 1)


def is_ready(url: str) -> bool:
    """True once every part of the site answers."""
    try:
        with urllib.request.urlopen(f"{url}/readyz", timeout=3) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def seed_demo() -> str:
    """Fill an empty database with the demo and return its logins as text."""
    command = [PYTHON, "manage.py", "seed_demo", "--if-empty"]
    return subprocess.run(command, cwd=HERE, check=True, stdout=subprocess.PIPE, text=True).stdout


def main() -> int:
    """Run until a signal, a fallen process or a lost parent ends it. Returns the exit code."""
    site, parent = Site(), os.getppid()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sign, lambda *_: site.stop_asked.set())
    logins = seed_demo()
    url = f"http://127.0.0.1:{os.environ.get('PORT', '8000')}"
    site.start()
    try:
        return _watch(site, parent, url, logins)
    finally:
        site.stop()


def _watch(site: Site, parent: int, url: str, logins: str) -> int:
    started, announced = time.monotonic(), False
    while not site.stop_asked.wait(LOOK_EVERY) and not parent_was_interrupted(parent):
        if (fallen := site.fallen()) and not site.was_steady(fallen):
            _say(f"{fallen} stopped by itself; see its lines above. Ending the rest.")
            return 1
        if fallen:
            _say(f"{fallen} stopped by itself; see its lines above. It is started again.")
            site.start_one(fallen)
        if not announced and is_ready(url):
            announced = True
            _say(f"\nDMOps is ready: {url}\n\n{logins}\nCtrl+C ends it.")
        elif not announced and time.monotonic() - started > READY_WITHIN:
            announced = True
            _say(f"Not ready after {READY_WITHIN:.0f} s; {url}/readyz says what is missing.")
    return 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
