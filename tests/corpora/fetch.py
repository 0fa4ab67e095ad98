"""Fetch real notebooks with the package managers' own clients into `build/corpora`."""

from collections.abc import Iterable, Iterator
import gzip
import io
from pathlib import Path, PurePosixPath
import shutil
import subprocess
import sys
import tarfile
from tempfile import TemporaryDirectory

from tests.corpora.sources import DEBIAN, PYPI, Source

__all__ = ["CORPORA", "debian_notebooks", "pypi_notebooks"]

CORPORA = Path(__file__).parents[2] / "build" / "corpora"


def pypi_notebooks(sources: Iterable[Source] = PYPI, *, into: Path = CORPORA) -> list[Path]:
    """Return the notebooks of the pinned source distributions, fetched unless they are there."""
    return [path for source in sources for path in _kept(source, into)]


def debian_notebooks(into: Path = CORPORA) -> list[Path]:
    """Return the notebooks of Debian's packages, none where there is no `apt-get`."""
    if not shutil.which("apt-get"):
        return []
    return [path for source in DEBIAN for path in _kept(source, into)]


def _kept(source: Source, into: Path) -> list[Path]:
    """Return the notebooks of *source*; a folder is there only when it is complete."""
    folder = into / f"{source.name}-{source.version}".rstrip("-")
    if not folder.is_dir():
        into.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=into) as temporary:
            unpacked = Path(temporary) / "notebooks"
            unpacked.mkdir()
            _unpack(_fetched(source, Path(temporary)), unpacked)
            unpacked.rename(folder)
    return sorted(folder.rglob("*.ipynb"))


def _fetched(source: Source, folder: Path) -> Path:
    """Return the archive of *source*, just downloaded."""
    if source.version:
        pin = f"{source.name}=={source.version}"
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        _run([*command, "--no-binary", source.name, "--dest", ".", pin], folder)
        return next(folder.glob("*.tar.*"))
    _run(["apt-get", "download", "--quiet", source.name], folder)
    return next(folder.glob("*.deb"))


def _run(command: list[str], folder: Path) -> bytes:
    """
    Return what *command* prints.

    Raises:
        OSError: it failed; its last words are told.
    """
    run = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603
    if run.returncode:
        raise OSError(f"{' '.join(command)} failed: {run.stderr.decode()[-1000:]}")
    return run.stdout


def _unpack(archive: Path, into: Path) -> None:
    """Write each notebook of *archive* under *into*."""
    for name, content in _notebooks(archive):
        path = into / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _notebooks(archive: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Yield path and content of each notebook, no path leading out of the folder."""
    content = archive.read_bytes()
    if archive.suffix == ".deb":
        content = _run(["dpkg-deb", "--fsys-tarfile", str(archive)], archive.parent)
    with tarfile.open(fileobj=io.BytesIO(content)) as members:
        for member in members:
            path = PurePosixPath(*PurePosixPath(member.name).parts[1:])
            file = members.extractfile(member) if member.isfile() else None
            if file is None or ".." in path.parts:
                continue
            if path.suffix == ".ipynb":
                yield path, file.read()
            elif path.name.endswith(".ipynb.gz"):  # as Debian stores documentation
                yield path.with_suffix(""), gzip.decompress(file.read())
