"""`make look`: a picture of every page in light, dark and 480 px, and what axe-core finds, in look/."""

import json
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import Browser, sync_playwright

from slipway.bench.server import Server
from tests.browser.addresses import addresses
from tests.browser.app_server import ROOT, app_server
from tests.browser.axe import Finding, findings
from tests.browser.chromium import chromium
from tests.browser.settled import PATIENCE_MS, unroll, visit

FOLDER = ROOT / "look"
_WIDE, _PHONE = 1280, 480
_HEIGHT = 900
_WAYS: tuple[tuple[str, int, Literal["light", "dark"]], ...] = (
    ("light", _WIDE, "light"),
    ("dark", _WIDE, "dark"),
    ("480", _PHONE, "light"),
)

Found = dict[str, dict[str, list[Finding]]]


def look(folder: Path) -> Found:
    """Fill the folder anew; returns the findings by page and by way of looking."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with (
        TemporaryDirectory() as temporary,
        app_server(Path(temporary)) as app,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium()) as browser,
    ):
        found = {name: _look_at(browser, app, path, folder / name) for name, path in addresses().items()}
    (folder / "axe.json").write_text(json.dumps(_plain(found), indent=1, ensure_ascii=False) + "\n", "utf-8")
    (folder / "axe.txt").write_text(_report(found), "utf-8")
    return found


def _look_at(browser: Browser, app: Server, path: str, stem: Path) -> dict[str, list[Finding]]:
    found = {}
    for way, width, scheme in _WAYS:
        page = browser.new_page(viewport={"width": width, "height": _HEIGHT}, color_scheme=scheme)
        page.set_default_timeout(PATIENCE_MS)
        visit(page, app.url + path)
        unroll(page, width)
        page.screenshot(path=f"{stem}-{way}.png")
        found[way] = findings(page)
        page.close()
    print(f"{stem.name} ({path}): {sum(map(len, found.values())) or 'no'} findings", flush=True)
    return found


def _plain(found: Found) -> dict[str, dict[str, list[dict[str, object]]]]:
    return {name: {way: [f.as_dict() for f in each] for way, each in ways.items()} for name, ways in found.items()}


def _report(found: Found) -> str:
    lines = [
        f"{name} {way}: {finding}" for name, ways in found.items() for way, each in ways.items() for finding in each
    ]
    return "\n".join(lines or ["axe-core found nothing."]) + "\n"


def main() -> int:
    """1 when axe-core found anything."""
    found = look(FOLDER)
    print(_report(found))
    print(f"Pictures: {FOLDER.name}/, {len(found)} addresses in {len(_WAYS)} ways each")
    return 1 if any(each for ways in found.values() for each in ways.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
