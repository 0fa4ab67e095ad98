"""Seeds: taken as given, and what is wrong with one is told by its line."""

from pathlib import Path
import textwrap

import pytest

from playground.errors import SeedError
from playground.sandbox import read_seed, shipped_seed
from tests.sandbox.laboratory import Laboratory

WORKSPACE = "workspaces: [{id: ws_a, name: A}]\n"
USERS = f"{WORKSPACE}users:\n  - {{id: u, email: e}}\n"
A = "https://a.example"
LINK = f"{WORKSPACE}links:\n  - id: link_a\n    workspace: ws_a\n    code: abc"
RULE = (
    f"{WORKSPACE}rules:\n  - id: rule_a\n    workspace: ws_a\n    fields:\n"
    f"      campaignId: camp_a\n      name: n\n      destinationUrl: {A}\n"
)
KEYS = f"{WORKSPACE}\n\napi_keys:\n  - {{name: k, workspace: ws_a, scopes: []}}"


def written(directory: Path, text: str) -> Path:
    """Return a seed file with *text*."""
    path = directory / "seed.yaml"
    path.write_text(textwrap.dedent(text))
    return path


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("a: b: c", 1, "not YAML"),
        ("- a list", 1, "a map of sections"),
        ("wrokspaces: []", 1, "no section 'wrokspaces'"),
        ("workspaces: 5", 1, "must be a list"),
        ("workspaces:\n  - {id: ws_a}", 2, "lacks 'name'"),
        ("workspaces:\n  - {id: ws_a, name: A, colour: red}", 2, "no field 'colour'"),
        ("workspaces:\n  - {id: ws_a, name: 5}", 2, "name must be a text"),
        ("workspaces:\n  - {id: ws_a, name: A, plan: gold}", 2, "no plan 'gold'"),
        ("workspaces:\n  - {id: ws_a, name: A, environment: moon}", 2, "sandbox, production"),
        ("workspaces:\n  - {id: ws_a, name: A, timezone: Mars}", 2, "no IANA time zone 'Mars'"),
        ("workspaces:\n\n  - just text", 3, "must be a map"),
        (
            """\
            workspaces:
              - {id: ws_a, name: A}
            api_keys:
              - name: k
                workspace: ws_a
                scopes:
                  - links:read
                  - links:reed
            """,
            8,
            "no scope 'links:reed'",
        ),
        (
            """\
            workspaces:
              - {id: ws_a, name: A}
            links:
              - {id: link_a, workspace: ws_b, code: a, fields: {destinationUrl: 'https://e.example'}}
            """,
            4,
            "no workspace 'ws_b'",
        ),
        ("users:\n  - {id: u, email: e, roles: {ws_a: owner}}", 2, "no workspace 'ws_a'"),
        ("", 1, "is empty"),
        ("# only a comment", 1, "is empty"),
        (f"{USERS}  - {{id: u, email: e}}", 4, "the id 'u' is there already, in line 3"),
        (f"{USERS}  - {{id: v, email: e, roles: {{ws_a: boss}}}}", 4, "no role 'boss'; there are"),
        (f"{USERS}  - {{id: v, email: e, roles: {{ws_a: [owner]}}}}", 4, "no role ['owner']"),
        (
            (
                f"{WORKSPACE}api_keys:\n"
                "  - name: k\n    workspace: ws_a\n    scopes: []\n    owner: ada"
            ),
            6,
            "no user 'ada'",
        ),
        (f"{KEYS}\n  - {{name: k, workspace: ws_a, scopes: []}}", 6, "the name 'k' is there"),
        (
            f"{KEYS}\npublishable_keys:\n  - name: k\n    workspace: ws_a",
            7,
            "the name 'k' is there already, in line 5",
        ),
        ("clicks:\n  - {link: link_a, days_ago: 1}", 2, "no link 'link_a'"),
        (f"{LINK}\n    fields:\n      destinationUrl: nope", 7, "must be a full web address"),
        (f"{LINK}\n    fields: {{title: T}}", 3, "destinationUrl is required"),
        (f"{LINK}\n    fields:\n      destinationUrl: {A}\n      color: red", 8, "color"),
        (f"{LINK}\n    fields:\n      destinationUrl: {A}\n      campaignId: c", 8, "campaign 'c'"),
        (f"{LINK}\n    fields:\n      destinationUrl: {A}\n      expiresAt: 2030-01-01", 7, "date"),
        (f"{RULE}      type: time\n      conditions:\n        timezone: Nope", 11, "timezone"),
        (f"{RULE}      type: geo\n      conditions:\n        days: [1]", 11, "another `type`"),
        ("clicks:\n  - {link: link_a, days_ago: many}", 2, "days_ago must be a number"),
    ],
)
def test_an_error_names_its_line(tmp_path: Path, text: str, line: int, says: str) -> None:
    """File, line and what is wrong there."""
    with pytest.raises(SeedError) as raised:
        read_seed(written(tmp_path, text))
    assert raised.value.place == f"{tmp_path / 'seed.yaml'}, line {line}"
    assert says in str(raised.value)


def test_a_mistyped_scope_comes_with_the_right_one(tmp_path: Path) -> None:
    """The next step is the name that was meant."""
    text = """\
        workspaces: [{id: ws_a, name: A}]
        api_keys: [{name: k, workspace: ws_a, scopes: [link:read]}]
    """
    with pytest.raises(SeedError, match="Did you mean 'links:read'"):
        read_seed(written(tmp_path, text))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """A missing file is an error of ours, not of Python's."""
    with pytest.raises(SeedError, match=r"none\.yaml: there is no such file"):
        read_seed(tmp_path / "none.yaml")


def test_a_directory_is_no_seed(tmp_path: Path) -> None:
    """What is there but no file is an error of ours too."""
    with pytest.raises(SeedError, match="cannot be read"):
        read_seed(tmp_path)


def test_a_key_given_twice_is_not_repeated(tmp_path: Path) -> None:
    """The message tells the line, and never the value."""
    fixed = "any-shape-" + "x1y2" * 8
    text = f"""\
        workspaces: [{{id: ws_a, name: A}}]
        api_keys:
          - {{name: k, workspace: ws_a, scopes: [], key: {fixed}}}
          - {{name: l, workspace: ws_a, scopes: [], key: {fixed}}}
    """
    with pytest.raises(SeedError, match="line 4: the key is there already, in line 3") as raised:
        read_seed(written(tmp_path, text))
    assert fixed not in str(raised.value)


def test_a_seed_is_taken_as_given(tmp_path: Path) -> None:
    """Ids and fixed keys keep their shape, and a plan's rate can be overridden."""
    fixed = "any-shape-" + "x1y2" * 8
    text = f"""\
        workspaces:
          - {{id: my workspace, name: A, plan: enterprise, requests_per_hour: 3}}
        users:
          - {{id: me, email: me@a.example, roles: {{my workspace: owner}}}}
        api_keys:
          - {{name: k, workspace: my workspace, scopes: [links:read], key: {fixed}}}
    """
    lab = Laboratory(seed=read_seed(written(tmp_path, text)))
    assert lab.workspace["id"] == "my workspace"
    lab.keys["fixed"] = fixed
    answers = [lab.call("GET", "/api/links", key=key).status for key in ("fixed", "k", "k", "k")]
    assert answers == [200, 200, 200, 429]
    lab.control("POST", "reset")
    assert lab.call("GET", "/api/links", key="fixed").status == 200
    lab.sandbox.close()


def test_a_live_key_in_a_sandbox_workspace_is_of_another_environment(tmp_path: Path) -> None:
    """Where a key belongs is read from its prefix."""
    fixed = "lw_live_" + "a1B2c3D4" * 4
    text = f"""\
        workspaces: [{{id: ws_a, name: A}}]
        api_keys: [{{name: k, workspace: ws_a, scopes: [links:read], key: {fixed}}}]
    """
    lab = Laboratory(seed=read_seed(written(tmp_path, text)))
    assert lab.call("GET", "/api/links", x_api_key=fixed).status == 401
    assert lab.last_decision()["rule"] == "wrong_environment"
    lab.sandbox.close()


def test_a_seed_without_sections_is_a_seed(tmp_path: Path) -> None:
    """A sandbox may begin with nothing at all, where that is what was written."""
    lab = Laboratory(seed=read_seed(written(tmp_path, "{}")))
    assert (lab.workspace, lab.keys) == (None, {})
    lab.sandbox.close()


def test_the_shipped_seed_has_the_keys_that_the_guide_names() -> None:
    """The names are used in notebooks."""
    names = {
        entry["name"]
        for entry in (*shipped_seed()["api_keys"], *shipped_seed()["publishable_keys"])
    }
    assert names == {
        "links-writer",
        "analytics-reader",
        "everything",
        "old-campaign-bot",
        "expired-importer",
        "other-workspace",
        "web-tracker",
    }


def test_owners_of_the_shipped_keys_are_people_of_the_workspace() -> None:
    """Each key has somebody to ask."""
    seed = shipped_seed()
    roles = {entry["id"]: entry["roles"] for entry in seed["users"]}
    for entry in (*seed["api_keys"], *seed["publishable_keys"]):
        assert entry["workspace"] in roles[entry["owner"]]
        assert entry["purpose"]


def test_issued_keys_tell_everything_but_their_use(lab: Laboratory) -> None:
    """What a notebook gets is the whole record, and values in the format of the design."""
    issued = {key["name"]: key for key in lab.control("POST", "keys")["keys"]}
    writer = issued["links-writer"]
    assert writer["value"].startswith("lw_test_")
    assert issued["web-tracker"]["value"].startswith("lw_pk_")
    assert issued["web-tracker"]["origins"] == ["https://shop.acme.example"]
    assert writer | {"value": ""} == {
        "name": "links-writer",
        "kind": "workspace_key",
        "id": "key_links_writer",
        "owner_email": "cleo@acme.example",
        "workspace": "ws_acme",
        "environment": "sandbox",
        "scopes": ["links:create", "links:read", "campaigns:read"],
        "owner": "user_cleo",
        "purpose": "Makes short links from the content system.",
        "created_at": "2026-03-01T12:00:00.000Z",
        "expires_at": "2026-05-30T12:00:00.000Z",
        "status": "active",
        "origins": [],
        "value": "",
    }
