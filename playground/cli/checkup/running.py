"""Ask the Jupyter servers that run now whether they are guarding."""

from collections.abc import Iterator

from jupyter_server.serverapp import list_running_servers

from playground.cli.checkup.check import Check, State
from playground.cli.checkup.jupyter import Server
from playground.errors import PlaygroundError

__all__ = ["checks"]


def checks() -> Iterator[Check]:
    """Yield one check for each running server of this person's."""
    servers = list(list_running_servers())
    if not servers:
        yield _check(State.ABSENT, "no server runs")
    for told in servers:
        yield _of(Server(url=told["url"], token=told.get("token", "")))


def _of(server: Server) -> Check:
    try:
        answer = server.guard()
    except PlaygroundError:
        return _check(State.FAILED, f"{server.url} does not answer", "End it if it hangs.")
    if answer.get("guarding") is True:
        return _check(State.ON, f"{server.url} is guarding")
    detail = f"{server.url} is not guarding: {answer.get('reason')}"
    return _check(State.OFF, detail, "Restart that server.")


def _check(state: State, detail: str, next_step: str = "") -> Check:
    return Check(
        code="running", title="running servers", state=state, detail=detail, next_step=next_step
    )
