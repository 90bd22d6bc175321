"""What the ASGI app has besides pages: a health route, fonts, and the warm-up before the first visitor."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from slipway.ui.bootstrap import ROOT, library, store


async def healthz(request: Request) -> JSONResponse:
    """Up, and how many content problems there are."""
    return JSONResponse({"status": "ok", "content_problems": len(library().problems)})


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Load the course and migrate the store once, so that the first page does not pay for it."""
    library()
    store()
    gc.collect()
    gc.freeze()
    yield


routes = [Route("/api/healthz", healthz), Mount("/assets", StaticFiles(directory=ROOT / "static"))]
