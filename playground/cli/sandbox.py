"""`playground sandbox`: serve the sandbox on loopback until it is stopped."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from playground.sandbox import Sandbox

__all__ = ["app", "sandbox"]

app = typer.Typer(add_completion=False)

_IN_CLEAR = (
    "warning: the sandbox listens on {host} without TLS: whoever is on that network can read the"
    " keys and sessions that are sent. Use a network that you trust, or a proxy with TLS."
)


@app.command()
def sandbox(
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="Where to listen; 0 takes a free port.")
    ] = 8787,
    host: Annotated[
        str, typer.Option(help="Where else than on this machine alone, such as 0.0.0.0.")
    ] = "127.0.0.1",
    seed: Annotated[
        Path | None, typer.Option(help="A seed file to begin with, in YAML.", metavar="FILE")
    ] = None,
    database: Annotated[
        str | None, typer.Option(help="Where to keep state; by default in memory.", metavar="URL")
    ] = None,
    workers: Annotated[
        int, typer.Option(min=1, help="How many processes answer; several need PostgreSQL.")
    ] = 1,
    control_token: Annotated[
        str,
        typer.Option(
            help="Opens the control surface; by default a fresh one.",
            envvar="PLAYGROUND_SANDBOX_TOKEN",
            show_envvar=True,
            metavar="T",
        ),
    ] = "",
) -> None:
    """Serve the sandbox: Linquid's API with its scopes enforced, on this machine alone."""
    from playground.sandbox.hosts import LOOPBACK, Hosts  # noqa: PLC0415  only when asked for
    from playground.sandbox.serve import serve  # noqa: PLC0415  only when it is asked for

    if Hosts.of(host) is not LOOPBACK:
        typer.echo(_IN_CLEAR.format(host=host), err=True)
    serve(
        port=port,
        host=host,
        seed=seed,
        database=database,
        workers=workers,
        control_token=control_token,
        announce=lambda url, running: _announce(url, running, is_fresh=not control_token),
    )


def _announce(url: str, running: "Sandbox", *, is_fresh: bool) -> None:
    typer.echo(f"{url}  tenant: {running.state.tenant}  authorization: enforced")
    if is_fresh:
        typer.echo(f"control token: {running.control.token}")
