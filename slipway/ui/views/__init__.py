"""One page per file; `slipway.ui.navigation` lists them."""
