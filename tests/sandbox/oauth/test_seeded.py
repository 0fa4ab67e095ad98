"""The applications of a seed: taken as given, or refused by the line."""

from pathlib import Path

import pytest

from playground.errors import SeedError
from playground.sandbox import Sandbox
from playground.sandbox.seed import read_seed
from tests.sandbox.laboratory import Laboratory
from tests.sandbox.oauth.visitor import Visitor

SEED = """\
workspaces:
  - {id: ws_acme, name: Acme}
users:
  - {id: user_ada, email: ada@acme.example, roles: {ws_acme: owner}}
oauth_apps:
  - client_id: "any shape"
    type: confidential
    client_secret: one of my own
    name: Own
    owner: Ada
    workspace: ws_acme
    redirect_uris:
      - https://app.example/callback
      - http://127.0.0.1/callback
    scopes: [links:read]
    require_pkce: false
"""
WRONG = [
    ("type: confidential", "type: secret", 7, "type must be one of public, confidential"),
    ("type: confidential", "type: public", 7, "a public application has no secret"),
    ("- https://app", "- http://app", 13, "must use https"),
    ("- http://127.0.0.1/callback", "- https://*.example/", 14, "has a wildcard"),
    ("[links:read]", "[links:reed]", 15, "there is no scope 'links:reed'"),
    ("[links:read]", "['billing:read']", 15, "no OAuth token can have"),
    ("[links:read]", "[]", 15, "is empty"),
    ("require_pkce: false", "require_pkce: maybe", 16, "must be a yes or no"),
    ("require_pkce", "pkce", 16, "no field 'pkce'"),
    ("workspace: ws_acme", "workspace: ws_none", 11, "no workspace 'ws_none'"),
    ("    name: Own\n", "", 6, "lacks 'name'"),
]


@pytest.mark.parametrize(("old", "new", "line", "message"), WRONG, ids=lambda c: str(c)[:30])
def test_a_wrong_application_is_refused_by_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    """The rules of a registration hold for a seed, and the error names file and line."""
    assert old in SEED
    place = tmp_path / "seed.yaml"
    place.write_text(SEED.replace(old, new, 1))
    with pytest.raises(SeedError) as refused:
        Sandbox(seed=read_seed(place))
    assert message in str(refused.value)
    assert refused.value.place == f"{place}, line {line}"


def test_two_applications_never_share_an_id(tmp_path: Path) -> None:
    """A second entry with the same `client_id` is refused."""
    place = tmp_path / "seed.yaml"
    place.write_text(SEED + SEED.partition("oauth_apps:\n")[2])
    with pytest.raises(SeedError, match="another application's"):
        Sandbox(seed=read_seed(place))


def test_a_seed_gives_id_and_secret_as_it_likes(tmp_path: Path) -> None:
    """Both are taken as given, whatever their shape, and the secret works beside issued ones."""
    place = tmp_path / "seed.yaml"
    place.write_text(SEED)
    lab = Laboratory(seed=read_seed(place))
    visitor = Visitor(lab)
    for secret in ("one of my own", visitor.secret()):
        form = {"grant_type": "client_credentials", "client_id": "any shape"}
        assert visitor.token(form | {"client_secret": secret})["scope"] == "links:read"
    lab.sandbox.close()


def test_the_shipped_seed_has_one_application_of_each_type(lab: Laboratory) -> None:
    """A public one that listens on loopback, and one that can keep a secret, each time another."""
    apps = {app["type"]: app for app in lab.control("POST", "keys")["oauth_apps"]}
    assert apps["public"]["client_secret"] is None
    assert apps["public"]["redirect_uris"] == ["http://127.0.0.1/callback"]
    other = Laboratory()
    again = {app["type"]: app for app in other.control("POST", "keys")["oauth_apps"]}
    assert again["confidential"]["client_secret"] != apps["confidential"]["client_secret"]
    other.sandbox.close()
