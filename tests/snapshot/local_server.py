"""A server on this machine for the tests of downloads: whole files, half of them, or slowly."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FILES = {"one/a.csv": b"a,b\n1,2\n" * 5000, "two/b.json": b'{"type": "FeatureCollection"}'}


@dataclass
class Server:
    """What the server sends for each path, how much of it, how slowly, and what it was asked for.

    Attributes:
        port: on 127.0.0.1.
        content: the bytes of each path.
        sent_share: share of them that is sent.
        pieces: number of equal pieces in which they are sent.
        pause_s: seconds between two pieces.
        encoding: how the bytes are said to be encoded; empty for not at all.
        asked: the paths asked for, in order.
        was_asked: set at the first question.
    """

    port: int
    content: dict[str, bytes]
    sent_share: float = 1.0
    pieces: int = 1
    pause_s: float = 0.0
    encoding: str = ""
    asked: list[str] = field(default_factory=list)
    was_asked: threading.Event = field(default_factory=threading.Event)

    def address(self, path: str) -> str:
        """Return where a path can be fetched."""
        return f"http://127.0.0.1:{self.port}/{path}"


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """Serve `FILES` until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Send what there is for the path, or part of it."""
            path = self.path.removeprefix("/")
            state.asked.append(path)
            state.was_asked.set()
            if path not in state.content:
                self.send_error(404)
                return
            body = state.content[path]
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            if state.encoding:
                self.send_header("Content-Encoding", state.encoding)
            self.end_headers()
            body = body[: int(len(body) * state.sent_share)]
            step = -(-len(body) // state.pieces)
            with contextlib.suppress(ConnectionError):  # the other side may be killed meanwhile
                for start in range(0, len(body), step):
                    self.wfile.write(body[start : start + step])
                    time.sleep(state.pause_s)

        def log_message(self, *arguments: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state = Server(http.server_address[1], dict(FILES))
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    http.shutdown()
    thread.join()
    http.server_close()
