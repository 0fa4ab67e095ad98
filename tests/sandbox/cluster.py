"""A real PostgreSQL for the tests: a server of our own, in a directory that goes with it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
import os
from pathlib import Path
import pwd
import shutil
import subprocess
import sys
import tempfile
from typing import Any

from sqlalchemy import create_engine, text

__all__ = ["Cluster", "running_cluster"]

_PLACES = "/usr/lib/postgresql"
_OWNER = "sandbox"
# Its input ends with the process that holds the other side, also by `kill -9`.
_END = 'cat; "$1" stop -w -m immediate -D "$2"; rm -rf "$3"'


class Cluster:
    """One running server; it listens on a socket in its own directory, and nowhere else."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def url(self, database: str) -> str:
        """Return the address of *database* for the sandbox."""
        return f"postgresql+psycopg://{_OWNER}@/{database}?host={self.home}"

    def create(self, database: str) -> str:
        """Create an empty *database*, and return its address."""
        engine = create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(f'CREATE DATABASE "{database}"'))
        engine.dispose()
        return self.url(database)


@contextmanager
def running_cluster() -> Iterator[Cluster]:
    """
    Give a server that answers already; it needs no root, and runs as nobody where it is.

    It ends with this process, however that ends, and leaves nothing behind.
    """
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    account = _account()
    if account:
        os.chown(home, account["user"], account["group"])
    data = home / "data"
    with _ending(home, data, account):
        _run(
            "initdb", "-D", data, "-U", _OWNER, "-A", "trust", "-E", "UTF8", "--no-sync", **account
        )
        options = f"-c listen_addresses='' -k {home} -c fsync=off -c max_connections=200"
        log = home / "log"
        _run("pg_ctl", "start", "-w", "-D", data, "-l", log, "-o", options, **account)
        yield Cluster(home)


@contextmanager
def _ending(home: Path, data: Path, account: Mapping[str, Any]) -> Iterator[None]:
    """Have the server stopped and *home* removed when this block, or this process, is over."""
    command = ["sh", "-c", _END, "sh", _binary("pg_ctl"), str(data), str(home)]
    with subprocess.Popen(  # noqa: S603  our own script
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd="/",
        **account,
    ):
        yield


def _account() -> dict[str, Any]:
    """Return who the server runs as: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _run(program: str, *arguments: object, **account: Any) -> None:
    command = [_binary(program), *map(str, arguments)]
    done = subprocess.run(  # noqa: S603  our own server
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        **account,
    )
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stderr}")


def _binary(program: str) -> str:
    """Return the newest *program* of the system's, or else the one that a wheel has brought."""
    found = sorted(Path(_PLACES).glob(f"*/bin/{program}"), key=lambda path: int(path.parts[-3]))
    brought = [*Path(sys.prefix).glob(f"postgresql/*/pginstall/bin/{program}")]
    path = next(map(str, (*found[-1:], *brought)), None) or shutil.which(program)
    if path is None:
        raise RuntimeError(f"there is no {program}: `.ci/postgres` installs PostgreSQL")
    return path
