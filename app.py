"""The ASGI app: Streamlit's pages, a health route, and the cookie by which a learner is known."""

import streamlit as st
from starlette.middleware import Middleware

from slipway.ui.learner import LearnerCookie
from slipway.ui.server import lifespan, routes

app = st.App("slipway/ui/main.py", routes=routes, middleware=[Middleware(LearnerCookie)], lifespan=lifespan)
