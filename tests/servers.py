"""A server on 127.0.0.1 that serves one file well, or in one of the ways in which servers fail."""

import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class FileServer:
    """Serves `body`; `mischief` names what goes wrong, `asked` collects the ranges asked for."""

    body: bytes
    mischief: str = ""
    times: int = 1_000_000
    "how many answers the mischief spoils"
    asked: list[str] = field(default_factory=list)
    port: int = 0
    hold: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/weights.gguf"

    @contextmanager
    def running(self) -> Iterator["FileServer"]:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *args: Any) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        self.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            self.hold.set()
            server.shutdown()
            thread.join()
            server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        asked = handler.headers.get("Range", "")
        self.asked.append(asked)
        offset = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        mischief = self.mischief if len(self.asked) <= self.times else ""
        if mischief.isdigit():
            handler.send_error(int(mischief))
        elif mischief.startswith("redirect "):
            handler.send_response(302)
            handler.send_header("Location", mischief.removeprefix("redirect "))
            handler.send_header("Content-Length", "0")
            handler.end_headers()
        else:
            self._send(handler, offset, mischief)

    def _send(self, handler: BaseHTTPRequestHandler, offset: int, mischief: str) -> None:
        body = self.body[offset:]
        if mischief == "ignores ranges":
            offset, body = 0, self.body
        if mischief == "other bytes":
            body = bytes(byte ^ 0xFF for byte in body)
        length = len(body)
        length += {"says longer": 100, "says shorter": -length // 2}.get(mischief, 0)
        handler.send_response(206 if offset else 200)
        if offset:
            handler.send_header(
                "Content-Range", f"bytes {offset}-{len(self.body) - 1}/{len(self.body)}"
            )
        if mischief != "endless":
            handler.send_header("Content-Length", str(length))
        handler.end_headers()
        if mischief == "drops":
            body = body[: max(len(body) // 2, 1)]
        if mischief == "endless":
            body, length = body * 3, length * 3
        with contextlib.suppress(OSError):  # the client may hang up, and often should
            self._write(handler, body[:length], stalls=mischief == "stalls")

    def _write(self, handler: BaseHTTPRequestHandler, body: bytes, *, stalls: bool) -> None:
        silent = stalls and len(self.asked) > 2
        handler.wfile.write(b"" if silent else body[:1000] if stalls else body)
        handler.wfile.flush()
        if stalls:
            self.hold.wait()
