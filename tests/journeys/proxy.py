"""A bad network: a proxy between browser and site that cuts, delays and swallows chosen requests.

It speaks one request a connection, which every browser accepts, and tells requests by what their first line holds.
"""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

CHUNK = 65_536


class Fault(StrEnum):
    """What happens to a request that was chosen."""

    CUT_BEFORE = "its body never reaches the site"
    CUT_AFTER = "the site answers, and the answer is lost"
    CUT_WITHIN = "half of the answer arrives"
    SWALLOW = "nothing happens, for ever"


@dataclass
class Proxy:
    """A proxy to `port`. `choose(first line)` says which fault a request meets; None lets it pass."""

    port: int
    choose: Callable[[str], Fault | None] = lambda _line: None
    delay: float = 0.0
    met: list[Fault] = field(default_factory=list)
    url: str = ""

    def __post_init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        started = threading.Event()
        threading.Thread(target=self._run, args=[started], daemon=True).start()
        started.wait(10)

    def stop(self) -> None:
        """Close every connection and end."""
        asyncio.run_coroutine_threadsafe(self._end(), self.loop)

    async def _end(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        self.loop.stop()

    def _run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        server = self.loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        started.set()
        self.loop.run_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await self._pass_on(reader, writer)
        writer.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        fault = self.choose(head.split(b"\r\n", 1)[0].decode())
        await asyncio.sleep(self.delay)
        if fault:
            self.met.append(fault)
        if fault is Fault.SWALLOW:
            await asyncio.sleep(3600)
        if fault is Fault.CUT_BEFORE:
            return
        answer = await self._ask(_once(head), await reader.readexactly(_length(head)))
        if fault is not Fault.CUT_AFTER:
            writer.write(answer[: len(answer) // 2] if fault is Fault.CUT_WITHIN else answer)
            await writer.drain()

    async def _ask(self, head: bytes, body: bytes) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        writer.write(head + body)
        await writer.drain()
        answer = b""
        while chunk := await reader.read(CHUNK):
            answer += chunk
        writer.close()
        return answer


def _once(head: bytes) -> bytes:
    """Return the head of a request that asks for one answer and the end of the connection."""
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([lines[0], b"Connection: close", *lines[1:]])


def _length(head: bytes) -> int:
    sizes = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    return int(sizes[0].split(b":")[1]) if sizes else 0
