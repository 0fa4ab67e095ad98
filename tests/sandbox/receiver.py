"""A receiver of webhooks on this machine, which keeps what comes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

__all__ = ["Receiver", "receiving"]


class Receiver:
    """
    What came, as pairs of headers and body; `status` is what is answered.

    `before` is called before that, and `twice` is set once two have come.
    """

    def __init__(self) -> None:
        self.came: list[tuple[dict[str, str], str]] = []
        self.status = 200
        self.url = ""
        self.twice = Event()
        self.before: Callable[[], Any] = lambda: None


@contextmanager
def receiving() -> Iterator[Receiver]:
    """Give a receiver that listens."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.came.append((headers, body))
            if len(receiver.came) > 1:
                receiver.twice.set()
            receiver.before()
            self.send_response(receiver.status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
