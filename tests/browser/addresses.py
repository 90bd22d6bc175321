"""Every address worth a visit: the app's own list of pages, and the states of each that its entry names."""

from slipway.ui.navigation import PAGES


def addresses() -> dict[str, str]:
    """A name fit for a file, and the path with its query; a page added to the app joins by itself."""
    found = {}
    for page in PAGES:
        name = page.url_path or "home"
        found[name] = f"/{page.url_path}"
        found |= {f"{name}-{number}": f"/{page.url_path}{query}" for number, query in enumerate(page.look, start=1)}
    return found
