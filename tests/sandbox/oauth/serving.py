"""The provider on a socket, and an application that waits for its code on another."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from playground.sandbox.message import Request, Response

Handle = Callable[[Request], Response]


@contextmanager
def served(handle: Handle) -> Iterator[str]:
    """Serve *handle* on a free loopback port, and yield its address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = tuple((name.lower(), value) for name, value in self.headers.items())
            found = handle(
                Request(method=self.command, target=self.path, headers=headers, body=body)
            )
            self.send_response(found.status)
            for name, value in (*found.headers, ("Content-Length", str(len(found.body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(found.body)

        do_POST = do_GET  # noqa: N815  http.server's name

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def greet(_: Request) -> Response:
    """Answer as an application that got what it waited for."""
    headers = (("Content-Type", "text/html"),)
    return Response(status=200, headers=headers, body=b"<title>App</title>Back at the app")
