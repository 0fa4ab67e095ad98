"""Strings that look like keys and are none: samples of documentation, hashes, ids, names."""

from base64 import b64encode
from collections.abc import Iterator
import hashlib
from random import Random
from uuid import UUID

from tests.planting import picture
from tests.planting.place import Planting
from tests.planting.plant import PLACES

__all__ = ["HARMLESS", "files"]

_RNG = Random(5)  # noqa: S311  the same strings each time


def _digest(algorithm: str) -> str:
    return hashlib.new(algorithm, _RNG.randbytes(8)).hexdigest()


# Printed in the issuers' own documentation, so everybody pastes them; in parts for our own scanner.
SAMPLES = {
    "aws": ("AKIA", "IOSFODNN7", "EXAMPLE"),
    "aws-secret": ("aws_secret_access_key = wJalrXUtnFEMI", "/K7MDENG/", "bPxRfiCYEXAMPLEKEY"),
    "stripe": ("sk_test_", "4eC39HqLyjWD", "arjtT1zdp7dc"),
    "stripe-older": ("sk_test_", "BQokikJOvBiI", "2HlWgH4olfQ2"),
    "telegram": ("110201543", ":AAHdqTcvCH1vGWJx", "fSeofSAs0K5PALDsaw"),
    "telegram-older": ("123456", ":ABC-DEF1234ghIkl", "-zyx57W2v1u123ew11"),
    "jwt": (
        *("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9", ".eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6"),
        *("IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ", ".SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c"),
    ),
    "rfc7617": ("Authorization: Basic ", "QWxhZGRpbjpv", "cGVuIHNlc2FtZQ=="),
    "rfc6750": ("Authorization: Bearer ", "mF_9.B5f", "-4.1JqM"),
    "slack": ("xoxb-", "not-a-real", "-token"),
    "dots": ("sk-", "...", ""),
    "openai-guide": ("sk-", "proj-", "abc123"),
    "github-guide": ("ghp_", "your_personal", "_access_token"),
    "url": ("postgresql://", "user:password", "@localhost:5432/mydatabase"),
    "mongodb": ("mongodb+srv://", "<username>:<password>", "@cluster0.mongodb.net/"),
}
HARMLESS = {name: "".join(parts) for name, parts in SAMPLES.items()} | {
    "git-sha": f"commit = {_digest('sha1')}",
    "sha256": f"sha256:{_digest('sha256')}",
    "checksum": f"known_hash='sha512:{_digest('sha512')}'",
    "integrity": "integrity=sha384-" + b64encode(_RNG.randbytes(48)).decode(),
    "uuid": f"id: {UUID(int=_RNG.getrandbits(128), version=4)}",
    "etag": "ETag: W/" + _digest("sha1")[:32],
    "model": "claude-sonnet-4-20250514, gpt-4o-mini-2024-07-18, meta-llama/Llama-3.1-8B-Instruct",
    "style": "sk-estimator-doc-link sk-toggleable__content sk-container-id-12",
    "image": "data:image/png;base64," + b64encode(picture.png({}, rng=_RNG, side=60)).decode(),
    "from-environment": "client_secret=os.environ['LINQUID_CLIENT_SECRET']",
    "from-prompt": "api_key=getpass('API key: ')",
    "from-settings": "password=settings.database.password.get_secret_value()",
    "conda": "numpy-1.26.4-py311h64a7726_0 libblas-3.9.0-22_linux64_openblas",
    "ethereum": f"0x{_digest('sha256')[:40]}",
    "widget": f"IPY_MODEL_{_digest('sha1')[:32]}",
}


def files() -> Iterator[tuple[str, bytes]]:
    """Yield name and content of a file for each harmless string at a few plain places."""
    for name, text in HARMLESS.items():
        for place in (
            "code-literal",
            "code-comment",
            "outputs-html",
            "outputs-stdout",
            "prose-raw",
        ):
            planting = Planting(key=text, bound_to="", rng=Random(name))  # noqa: S311
            yield f"{name}@{place}.ipynb", PLACES[place].fill(planting)
