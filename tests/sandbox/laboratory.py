"""A sandbox under glass: in process, its clock frozen, its keys at hand."""

from datetime import UTC, datetime
import json
from typing import Any

from playground.sandbox import Clock, Request, Response, Sandbox

__all__ = ["CONTROL", "NOON", "Laboratory", "new_sandbox"]

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
CONTROL = "control-token-of-the-tests"


def new_sandbox(**options: Any) -> Sandbox:
    """Return a sandbox that the tests control, at noon."""
    clock = Clock()
    clock.freeze(NOON)
    return Sandbox(control_token=CONTROL, clock=clock, **options)


class Laboratory:
    """One sandbox and the values of its keys; `call` sends, `data` unwraps what came."""

    def __init__(self, *, sandbox: Sandbox | None = None, **options: Any) -> None:
        """Look at *sandbox*, or at a new one with these *options*."""
        self.sandbox = sandbox or new_sandbox(**options)
        issued = self.control("POST", "keys")
        self.keys = {key["name"]: key["value"] for key in issued["keys"]}
        self.workspace = issued["workspace"]

    def call(
        self,
        method: str,
        target: str,
        body: Any = None,
        *,
        key: str | None = None,
        **headers: str,
    ) -> Response:
        """Send a request with the value of *key*, a name."""
        sent = [(name.replace("_", "-"), value) for name, value in headers.items()]
        if key is not None:
            sent.append(("x-api-key", self.keys[key]))
        content = b""
        if body is not None:
            sent.append(("content-type", "application/json"))
            content = json.dumps(body).encode()
        request = Request(method=method, target=target, headers=tuple(sent), body=content)
        return self.sandbox.handle(request)

    def data(self, *request: Any, **options: Any) -> Any:
        """Return `data` of an answer that must be a success."""
        answer = self.call(*request, **options)
        assert answer.status < 300, answer.body
        return json.loads(answer.body)["data"]

    def control(self, method: str, what: str, body: Any = None) -> Any:
        """Return what the control surface answers."""
        answer = self.call(method, f"/_sandbox/{what}", body, authorization=f"Bearer {CONTROL}")
        assert answer.status == 200, answer.body
        return json.loads(answer.body)

    def signed_in(self, user: str) -> dict[str, str]:
        """Return the headers of a session of *user*."""
        answer = self.call(
            "POST", "/_sandbox/session", {"user": user}, authorization=f"Bearer {CONTROL}"
        )
        cookie = (answer.header("set-cookie") or "").partition(";")[0]
        return {"cookie": cookie, "x_csrf_token": json.loads(answer.body)["csrf_token"]}

    def last_decision(self) -> dict[str, Any]:
        """Return the newest entry of the decision log."""
        return dict(self.control("GET", "decisions")["decisions"][-1])
