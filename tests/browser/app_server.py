"""The real app, served to tests with a database of its own."""

from pathlib import Path

from slipway.bench.server import Server

ROOT = Path(__file__).parents[2]


def app_server(folder: Path) -> Server:
    """`streamlit run app.py`, with its database and log in `folder`; enter it to start it.

    It offers `.url`, `.restart()`, `.stop()` and `.said()`, its log.
    """
    return Server(ROOT / "app.py", folder / "app.log", {"SLIPWAY_DATABASE_URL": f"sqlite:///{folder / 'slipway.db'}"})
