"""Messages as files: in their order, and never half of one."""

from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from dmops_platform.celery import app


@pytest.fixture
def channel(tmp_path):
    folders = dict.fromkeys(("data_folder_in", "data_folder_out"), str(tmp_path))
    options = {
        **folders,
        "processed_folder": str(tmp_path / "processed"),
        "control_folder": str(tmp_path / "control"),
    }
    transport = "dmops_platform.file_broker:Transport"
    with Connection("filesystem://", transport=transport, transport_options=options) as link:
        yield link.channel()


def test_the_application_speaks_over_files_that_are_whole():
    if not app.conf.broker_url.startswith("filesystem"):
        pytest.skip("this site has another broker")
    assert type(app.connection().transport).__module__ == "dmops_platform.file_broker"


def test_messages_come_out_as_they_went_in_and_in_their_order(channel):
    for number in range(12):
        channel._put("celery", {"body": f"일 {number}"})
    assert [channel._get("celery")["body"] for _ in range(12)] == [f"일 {number}" for number in range(12)]
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_message_that_is_half_written_is_not_found(channel, monkeypatch):
    found = []
    replace = Path.replace

    def look_first(path: Path, target: Path) -> Path:
        with pytest.raises(Empty):
            found.append(channel._get("celery"))
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", look_first)
    channel._put("celery", {"body": "whole"})
    assert found == []
    assert channel._get("celery") == {"body": "whole"}
