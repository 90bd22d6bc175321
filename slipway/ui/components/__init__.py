"""Our own browser components: JavaScript and CSS beside the Python that mounts them."""
