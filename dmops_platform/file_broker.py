"""The broker of a first run, without Redis: messages as files, each of them whole from the moment it can be found."""

import time
import uuid
from pathlib import Path
from typing import Any

from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    """kombu's channel of files, except that a reader never finds a message that is half written."""

    def _put(self, queue: str, message: Any, **_: Any) -> None:  # type: ignore[override]
        folder, name = Path(self.data_folder_out), f"{time.monotonic_ns():020}_{uuid.uuid4()}.{queue}.msg"
        written = folder / f"{name}.part"
        written.write_text(dumps(message), encoding="utf-8")
        written.replace(folder / name)


class Transport(filesystem.Transport):
    """kombu's transport of files over such channels."""

    Channel = Channel
