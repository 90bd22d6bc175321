"""The part of Prometheus' query language that alerts on our metrics need: read, checked, evaluated.

`parse(text)` gives a tree or a `PromqlError` with the letter at which it stops; `evaluate(tree, store, times)` gives
vectors over all times at once. Not there, and said so where they are asked for: native histograms, `start()` and
`end()`, `holt_winters` and its successors.
"""
