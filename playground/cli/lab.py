"""`playground lab`: start the sandbox and JupyterLab, and open the first notebook."""

import os
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["app", "lab"]

app = typer.Typer(add_completion=False)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": False})
def lab(
    context: typer.Context,
    *,
    port: Annotated[
        int, typer.Option(min=0, max=65535, help="JupyterLab's port; 0 takes a free one.")
    ] = 8888,
    sandbox_port: Annotated[
        int, typer.Option(min=0, max=65535, help="The sandbox's; 0 takes a free one.")
    ] = 0,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Print the address.")] = False,
    notebook_dir: Annotated[
        Path | None, typer.Option(help="The notebooks to open.", metavar="DIR")
    ] = None,
    stop: Annotated[bool, typer.Option("--stop", help="End the lab that runs there.")] = False,
) -> None:
    """
    Start the sandbox and JupyterLab, and open the first notebook.

    What follows `--` are options for JupyterLab.
    """
    from playground.cli import launch  # noqa: PLC0415  only when it is asked for

    notebooks = launch.notebook_dir(
        notebook_dir, home=Path.home(), package=Path(__file__).parents[1]
    )
    if stop:
        typer.echo("Ended." if launch.is_stopped(notebooks) else "Nothing runs there.")
        return
    start = launch.Start(
        notebooks=notebooks,
        port=port,
        sandbox_port=sandbox_port,
        has_browser=not no_browser,
        more=context.args,
    )
    launch.run(start, environment=os.environ)
