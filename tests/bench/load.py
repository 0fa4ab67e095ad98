"""Load by wrk: one request, sent over many connections, and how many good answers a second come."""

from collections.abc import Mapping
from dataclasses import dataclass, field
import json
from pathlib import Path
import re
import shutil
import subprocess
from tempfile import TemporaryDirectory

__all__ = ["Shot", "per_second"]

CONNECTIONS = 16
_TOTAL = re.compile(r"Requests/sec:\s+([\d.]+)")
_BAD = re.compile(r"(?:Non-2xx or 3xx responses|Socket errors):.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """The request that is sent again and again."""

    method: str
    target: str
    headers: Mapping[str, str] = field(repr=False)
    body: str | None = None

    def as_lua(self) -> str:
        """Return it as wrk's script takes it; the key is in a file, and in no list of processes."""
        lines = [f'wrk.method = "{self.method}"']
        lines += [
            f"wrk.headers[{json.dumps(k)}] = {json.dumps(v)}" for k, v in self.headers.items()
        ]
        if self.body is not None:
            lines.append(f"wrk.body = {json.dumps(self.body)}")
        return "\n".join(lines)


def per_second(url: str, shot: Shot, *, seconds: int) -> float:
    """
    Return how many requests a second the server at *url* answered well.

    Raises:
        OSError: wrk is not there, or an answer was no success.
    """
    wrk = shutil.which("wrk")
    if wrk is None:
        raise OSError("there is no wrk: `.ci/bench .venv` installs it")
    with TemporaryDirectory() as folder:
        script = Path(folder, "shot.lua")
        script.write_text(shot.as_lua())
        command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s"]
        run = subprocess.run(  # noqa: S603  the program that we looked up
            [*command, "-s", str(script), url + shot.target],
            capture_output=True,
            text=True,
            check=False,
        )
    total, bad = _TOTAL.search(run.stdout), _BAD.search(run.stdout)
    if total is None or bad is not None or run.returncode:
        what = bad.group() if bad else run.stderr or run.stdout
        raise OSError(f"{shot.method} {url}{shot.target}: {what.strip()}")
    return float(total[1])
