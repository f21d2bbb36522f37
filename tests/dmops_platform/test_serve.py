"""`make run` as processes: one command starts everything and ends everything."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

from dmops_platform.serve import STEADY_AFTER

ROOT = Path(__file__).resolve().parent.parent.parent
#: runs a command that starts with SIGINT as named, whatever ran the tests had made of it
WITH_SIGINT = (
    "import os, signal, sys; "
    "signal.signal(signal.SIGINT, getattr(signal, sys.argv[1])); os.execvp(sys.argv[2], sys.argv[2:])"
)
pytestmark = pytest.mark.slow


def free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def surroundings(folder: Path) -> dict[str, str]:
    """Return the environment of a local site in this folder."""
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return kept | {"DMOPS_VAR": str(folder), "DMOPS_MODE": "local"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Return a folder with the demo in it, to be copied: telling it takes longer than all the rest."""
    folder = tmp_path_factory.mktemp("demo")
    for command in (("migrate", "-v0"), ("seed_demo",)):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=surroundings(folder),
            check=True,
            stdout=subprocess.DEVNULL,
        )
    return folder


@pytest.fixture
def site(tmp_path, demo):
    """Return `site(command)`: a started site, its port, and its processes when it is ready."""
    started = []

    def start(*command, interrupt="SIG_DFL"):
        port = free_port()
        folder = shutil.copytree(demo, tmp_path / "var")
        process = subprocess.Popen(
            [sys.executable, "-c", WITH_SIGINT, interrupt, *command],
            cwd=ROOT,
            env=surroundings(folder) | {"PORT": str(port)},
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(process)
        said = until(process, "DMOps is ready")
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
        return process, port, family, said

    yield start
    for process in started:
        end_family(process)


def end_family(process) -> None:
    """End a command and what it started; each part leads a group of its own, so none ends with its parent."""
    if process.poll() is not None:
        return
    family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    process.terminate()
    _gone, alive = psutil.wait_procs(family, timeout=20)
    for one in alive:
        one.kill()


def until(process, words: str) -> str:
    said = ""
    deadline = time.monotonic() + 90
    while words not in said and time.monotonic() < deadline:
        said += process.stdout.readline()
    assert words in said
    return said


def all_gone(family) -> bool:
    _gone, alive = psutil.wait_procs(family, timeout=20)
    return not [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


def test_serve_answers_and_is_ready_with_every_part(site):
    _process, port, family, _said = site(sys.executable, "-m", "dmops_platform.serve")
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz") as answer:
        assert json.load(answer) == dict.fromkeys(["database", "migrations", "broker", "worker"], "ok")
    assert len(family) >= 4


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_to_the_command_ends_every_process(site, sign):
    process, _port, family, _said = site(sys.executable, "-m", "dmops_platform.serve")
    process.send_signal(sign)
    assert all_gone(family)


def test_a_signal_to_the_group_ends_every_process(site):
    process, _port, family, _said = site(sys.executable, "-m", "dmops_platform.serve")
    os.killpg(process.pid, signal.SIGINT)
    assert all_gone(family)


def workers_of(process) -> list[psutil.Process]:
    children = psutil.Process(process.pid).children()
    return [child for child in children if "worker" in child.cmdline()]


def test_b12_a_worker_that_falls_is_started_again(site):
    process, _port, _family, _said = site(sys.executable, "-m", "dmops_platform.serve")
    [worker] = workers_of(process)
    time.sleep(max(0.0, STEADY_AFTER + 1 - (time.time() - worker.create_time())))
    worker.kill()
    until(process, "worker stopped by itself")
    deadline = time.monotonic() + 20
    while [one.pid for one in workers_of(process)] in ([], [worker.pid]):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    assert process.poll() is None


@pytest.fixture
def make_run(tmp_path):
    makefile = tmp_path / "Makefile"
    makefile.write_text(f"run:\n\t@{sys.executable} -m dmops_platform.serve\n")
    return "make", "-f", str(makefile), "run"


def test_an_interrupted_make_above_ends_every_process(site, make_run):
    process, _port, family, _said = site(*make_run)
    process.send_signal(signal.SIGINT)
    assert all_gone(family)


def test_make_in_the_background_of_a_script_keeps_running(site, make_run):
    process, port, family, _said = site(*make_run, interrupt="SIG_IGN")
    process.send_signal(signal.SIGINT)
    time.sleep(1)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
        assert answer.status == 200
    process.terminate()
    assert all_gone(family)
