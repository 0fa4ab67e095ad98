"""A page that shows a real builder: the built front end, the Python model, no Jupyter between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, get_type_hints

from playwright.async_api import Page, async_playwright

from playground.widgets import RequestBuilder
from playground.widgets.front_end import STATIC
from playground.widgets.wire import Builder

AXE = Path(__file__).parents[2] / "lab" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = "/usr/bin/chromium"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

LIGHT = """:root { --jp-layout-color1: #fff; --jp-layout-color2: #eee; --jp-border-color1: #bdbdbd;
--jp-ui-font-color0: rgba(0,0,0,1); } body { background: #fff }"""
DARK = """:root { --jp-layout-color1: #212121; --jp-layout-color2: #424242;
--jp-border-color1: #616161; --jp-ui-font-color0: #fff; } body { background: #111; color: #eee }"""

MODEL = """
class Model {
  constructor(state) { this.state = state; this.dirty = new Set(); this.listeners = []; }
  get(name) { return this.state[name]; }
  set(name, value) {
    if (this.state[name] === value) return;
    this.state[name] = value; this.dirty.add(name); this.tell();
  }
  save_changes() {
    const changed = Object.fromEntries([...this.dirty].map(name => [name, this.state[name]]));
    this.dirty.clear();
    window.kernel({ method: 'update', state: JSON.parse(JSON.stringify(changed)) });
  }
  send(content) {
    window.kernel({ method: 'custom', content: JSON.parse(JSON.stringify(content)) });
  }
  on(event, listener) { this.listeners.push(listener); }
  receive(state) { Object.assign(this.state, state); this.tell(); }
  tell() { for (const listener of this.listeners) listener(); }
}
window.show = async (source, state, views) => {
  const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const widget = (await import(url)).default();
  window.model = new Model(state);
  widget.initialize({ model: window.model });
  for (let view = 0; view < views; view++) {
    const el = document.querySelector('main').appendChild(document.createElement('div'));
    widget.render({ model: window.model, el });
  }
};
"""


@asynccontextmanager
async def stage(
    builder: RequestBuilder,
    *,
    width: int = 1000,
    dark: bool = False,
    lab: bool = True,
    views: int = 1,
) -> AsyncIterator[Page]:
    """Open a page that shows *builder* in *views* views, with JupyterLab's colours or without."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            timezone_id="Europe/Berlin",
        )
        await page.expose_function("kernel", lambda message: _receive(builder, message))
        theme = (DARK if dark else LIGHT) if lab else ""
        mark = f' data-jp-theme-light="{str(not dark).lower()}"' if lab else ""
        style = (STATIC / "request_builder.css").read_text()
        await page.set_content(
            f"<!doctype html><html lang=en><title>Stage</title><style>{theme}{style}</style>"
            f"<body{mark}><main><h1>Stage</h1></main><script>{MODEL}</script>"
        )
        script = (STATIC / "request_builder.js").read_text()
        await page.evaluate(
            "([source, state, views]) => show(source, state, views)",
            [script, builder.state, views],
        )
        _follow(builder, page)
        yield page
        await browser.close()


def _receive(builder: RequestBuilder, message: dict[str, Any]) -> None:
    if message["method"] == "custom":
        builder._handle_custom_msg(message["content"], [])
    else:
        builder.set_state(message["state"])


def _follow(builder: RequestBuilder, page: Page) -> None:
    """Tell the page of each change, in order, as a comm would."""
    loop = asyncio.get_running_loop()
    last: list[asyncio.Task[Any]] = []

    async def tell(change: dict[str, Any], before: list[asyncio.Task[Any]]) -> None:
        await asyncio.gather(*before, return_exceptions=True)
        await page.evaluate("state => model.receive(state)", change)

    def changed(change: Any) -> None:
        task = loop.create_task(tell({change["name"]: change["new"]}, list(last)))
        last[:] = [task]

    builder.observe(changed, list(get_type_hints(Builder)))


async def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong, one line a rule."""
    await page.add_script_tag(path=AXE)
    found = await page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes']]}"
        for one in found["violations"]
    ]
