"""Members: who belongs to a workspace, who may let others in, and what roles do to keys."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.laboratory import Laboratory

MEMBERS = "/api/workspaces/ws_acme/members"
SENT = "/api/workspaces/invitations"
GUS: dict[str, Any] = {"email": "Gus@globex.example", "role": "editor"}


def invited(lab: Laboratory, body: dict[str, Any] = GUS, by: str = "user_ada") -> Any:
    """Return the answer to an invitation, with its token."""
    return lab.data("POST", f"{MEMBERS}/invite", body, **lab.signed_in(by))


def roles(lab: Laboratory) -> dict[str, str]:
    """Return the members of Acme and their roles."""
    found = lab.data("GET", MEMBERS, **lab.signed_in("user_ada"))
    return {member["id"]: member["role"] for member in found}


def error(answer: Any) -> tuple[int, str]:
    """Return the status and the code of a refusal."""
    return answer.status, json.loads(answer.body)["error"]["code"]


CALLS: list[tuple[str, str, Any, Any]] = [
    ("listMembers", "GET", MEMBERS, None),
    ("inviteMember", "POST", f"{MEMBERS}/invite", {"email": "eve@acme.example", "role": "viewer"}),
    ("updateMember", "PATCH", f"{MEMBERS}/user_cleo", {"role": "viewer"}),
    ("removeMember", "DELETE", f"{MEMBERS}/user_cleo", None),
    (
        "transferOwnership",
        "POST",
        "/api/workspaces/ws_acme/transfer-ownership",
        {"memberId": "user_ben"},
    ),
    ("listPendingInvitations", "GET", f"{SENT}/pending", None),
    (
        "acceptInvitation",
        "POST",
        lambda lab: (f"{SENT}/{invited(lab)['token']}/accept", "user_gus"),
        None,
    ),
    (
        "withdrawInvitation",
        "DELETE",
        lambda lab: (f"{SENT}/{invited(lab)['id']}", "user_ada"),
        None,
    ),
    ("getWorkspaceUsage", "GET", "/api/workspaces/ws_acme/usage", None),
]


def test_an_invited_person_becomes_a_member(lab: Laboratory) -> None:
    """An invitation is pending until the person accepts it, and works once."""
    invitation = invited(lab)
    ada, gus = lab.signed_in("user_ada"), lab.signed_in("user_gus")
    token = invitation.pop("token")
    assert lab.data("GET", f"{SENT}/pending", **ada) == [invitation]
    lab.data("POST", f"{SENT}/{token}/accept", **gus)
    assert lab.data("GET", f"{SENT}/pending", **ada) == []
    assert roles(lab)["user_gus"] == "editor"
    assert lab.call("GET", "/api/links/link_spring", **gus, x_workspace_id="ws_acme").status == 200
    assert lab.call("GET", "/api/links/link_spring", **gus).status == 404
    assert error(lab.call("POST", f"{SENT}/{token}/accept", **gus)) == (404, "NOT_FOUND")


def test_an_invitation_is_for_one_person(lab: Laboratory) -> None:
    """A token in the wrong hands is as good as none."""
    token = invited(lab, {"email": "eve@acme.example", "role": "admin"})["token"]
    gus = lab.signed_in("user_gus")
    assert lab.call("POST", f"{SENT}/{token}/accept", **gus).status == 404
    assert "user_gus" not in roles(lab)


def test_an_invitation_lives_for_seven_days(lab: Laboratory) -> None:
    """A second before it works; at the end it is gone, from the list too."""
    token = invited(lab)["token"]
    lab.control("PUT", "clock", {"advance": 7 * 86400})
    gus = lab.signed_in("user_gus")
    assert lab.call("POST", f"{SENT}/{token}/accept", **gus).status == 410
    assert lab.data("GET", f"{SENT}/pending", **lab.signed_in("user_ada")) == []
    lab.control("PUT", "clock", {"advance": -1})
    assert lab.call("POST", f"{SENT}/{token}/accept", **gus).status == 200


def test_a_withdrawn_invitation_opens_nothing(lab: Laboratory) -> None:
    """What was withdrawn is neither pending nor accepted."""
    invitation, ada = invited(lab), lab.signed_in("user_ada")
    lab.data("DELETE", f"{SENT}/{invitation['id']}", **ada)
    assert lab.data("GET", f"{SENT}/pending", **ada) == []
    gus = lab.signed_in("user_gus")
    assert lab.call("POST", f"{SENT}/{invitation['token']}/accept", **gus).status == 404
    assert lab.call("DELETE", f"{SENT}/{invitation['id']}", **ada).status == 404


def test_an_invitation_ends_with_the_right_of_the_one_who_made_it(lab: Laboratory) -> None:
    """Whoever may not invite any more has not invited anybody."""
    token = invited(lab, by="user_ben")["token"]
    lab.data("PATCH", f"{MEMBERS}/user_ben", {"role": "editor"}, **lab.signed_in("user_ada"))
    gus = lab.signed_in("user_gus")
    assert lab.call("POST", f"{SENT}/{token}/accept", **gus).status == 404


@pytest.mark.parametrize("email", ["ben@acme.example", "BEN@acme.example"])
def test_nobody_is_invited_twice(lab: Laboratory, email: str) -> None:
    """Members and pending addresses are refused."""
    ada, body = lab.signed_in("user_ada"), {"email": email, "role": "viewer"}
    assert lab.call("POST", f"{MEMBERS}/invite", body, **ada).status == 409
    invited(lab)
    assert lab.call("POST", f"{MEMBERS}/invite", GUS, **ada).status == 409


def test_a_plan_allows_so_many_members(lab: Laboratory) -> None:
    """Members and pending invitations count together; `usage` tells how far they are."""
    ada = lab.signed_in("user_ada")
    for number in range(6):
        invited(lab, {"email": f"{number}@acme.example", "role": "viewer"})
    assert error(lab.call("POST", f"{MEMBERS}/invite", GUS, **ada)) == (403, "LIMIT_EXCEEDED")
    usage = lab.data("GET", "/api/workspaces/ws_acme/usage", **ada)
    assert usage["members"] == {"used": 4, "limit": 10}


def test_invitations_have_a_limit_of_their_own(lab: Laboratory) -> None:
    """Twenty an hour, also where each is withdrawn again."""
    ada = lab.signed_in("user_ada")
    for _ in range(20):
        lab.data("DELETE", f"{SENT}/{invited(lab)['id']}", **ada)
    answer = lab.call("POST", f"{MEMBERS}/invite", GUS, **ada)
    assert (answer.status, answer.header("Retry-After")) == (429, "3600")
    lab.control("PUT", "clock", {"advance": 3600})
    assert invited(lab)["role"] == "editor"


@pytest.mark.parametrize(
    ("user", "method", "path", "body"),
    [
        ("user_cleo", "POST", "/invite", GUS),
        ("user_cleo", "PATCH", "/user_dev", {"role": "admin"}),
        ("user_dev", "DELETE", "/user_cleo", None),
        ("user_dev", "GET", "", None),
    ],
)
def test_members_are_managed_by_those_whose_role_permits_it(
    lab: Laboratory, user: str, method: str, path: str, body: Any
) -> None:
    """An editor and a viewer change nobody."""
    before = roles(lab)
    answer = lab.call(method, f"{MEMBERS}{path}", body, **lab.signed_in(user))
    assert error(answer) == (403, "FORBIDDEN")
    assert roles(lab) == before


@pytest.mark.parametrize(("method", "body"), [("PATCH", {"role": "viewer"}), ("DELETE", None)])
def test_a_workspace_never_loses_its_owner(lab: Laboratory, method: str, body: Any) -> None:
    """Neither the owner nor an admin can demote or remove the owner."""
    for user in ("user_ada", "user_ben"):
        answer = lab.call(method, f"{MEMBERS}/user_ada", body, **lab.signed_in(user))
        assert answer.status == 409
    assert roles(lab)["user_ada"] == "owner"


def test_a_demotion_shrinks_keys_at_once(lab: Laboratory) -> None:
    """The key of a member who may only look any more cannot write at the next request."""
    ada, link = lab.signed_in("user_ada"), {"destinationUrl": "https://example.com"}
    assert lab.call("POST", "/api/links", link, key="links-writer").status == 201
    lab.data("PATCH", f"{MEMBERS}/user_cleo", {"role": "viewer"}, **ada)
    assert lab.call("POST", "/api/links", link, key="links-writer").status == 403
    assert lab.call("GET", "/api/links", key="links-writer").status == 200
    keys = lab.data("GET", "/api/workspaces/ws_acme/api-keys", **ada)
    assert {key["name"]: key["scopes"] for key in keys}["links-writer"] == [
        "links:read",
        "campaigns:read",
    ]


def test_a_removed_member_takes_the_keys_along(lab: Laboratory) -> None:
    """Session and keys of someone who left are refused."""
    cleo = lab.signed_in("user_cleo")
    lab.data("DELETE", f"{MEMBERS}/user_cleo", **lab.signed_in("user_ada"))
    assert "user_cleo" not in roles(lab)
    assert lab.call("GET", "/api/links", **cleo).status in (401, 403)
    assert lab.call("GET", "/api/links", key="links-writer").status == 401


def test_only_the_owner_hands_the_workspace_over(lab: Laboratory) -> None:
    """The new owner is a member; the one before is an admin, and cannot take it back."""
    path, ada = "/api/workspaces/ws_acme/transfer-ownership", lab.signed_in("user_ada")
    ben = lab.signed_in("user_ben")
    assert lab.call("POST", path, {"memberId": "user_ben"}, **ben).status == 403
    assert lab.call("POST", path, {"memberId": "user_gus"}, **ada).status == 404
    assert lab.call("POST", path, {"memberId": "user_ada"}, **ada).status == 409
    lab.data("POST", path, {"memberId": "user_ben"}, **ada)
    assert (roles(lab)["user_ada"], roles(lab)["user_ben"]) == ("admin", "owner")
    assert lab.call("POST", path, {"memberId": "user_ada"}, **ada).status == 403
    assert lab.call("DELETE", "/api/workspaces/ws_acme", **ben).status == 200


def test_usage_counts_what_is_there(lab: Laboratory) -> None:
    """A new link is one more; a month later no click counts any more."""
    ada, path = lab.signed_in("user_ada"), "/api/workspaces/ws_acme/usage"
    before = lab.data("GET", path, **ada)
    lab.data("POST", "/api/links", {"destinationUrl": "https://example.com"}, key="everything")
    after = lab.data("GET", path, **ada)
    assert after["links"] == {"used": before["links"]["used"] + 1, "limit": 1000}
    assert before["clicks"]["used"] > 0
    lab.control("PUT", "clock", {"now": "2026-12-01T00:00:00Z"})
    later = lab.data("GET", path, **ada)
    assert (later["clicks"]["used"], later["periodEnd"]) == (0, "2027-01-01T00:00:00.000Z")


def test_members_outlive_a_restart(tmp_path: Path) -> None:
    """Roles and invitations are in the store, and their tokens are not."""
    database = f"sqlite:///{tmp_path / 'state.db'}"
    first = Laboratory(database=database)
    token = invited(first)["token"]
    first.data("DELETE", f"{MEMBERS}/user_dev", **first.signed_in("user_ada"))
    first.sandbox.close()
    second = Laboratory(database=database)
    second.data("POST", f"{SENT}/{token}/accept", **second.signed_in("user_gus"))
    assert set(roles(second)) == {"user_ada", "user_ben", "user_cleo", "user_gus"}
    second.sandbox.close()
    files = [path.read_bytes() for path in tmp_path.iterdir()]
    assert not [content for content in files if token.encode() in content]
