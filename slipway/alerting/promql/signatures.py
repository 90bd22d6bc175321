"""What each function takes and gives."""

from slipway.alerting.promql.tree import Kind

_RANGE: tuple[Kind, ...] = ("range vector",)
_VECTOR: tuple[Kind, ...] = ("instant vector",)
_V: Kind = "instant vector"

OVER_TIME = ("avg", "min", "max", "sum", "count", "stddev", "stdvar", "last", "present")
WINDOWED = (
    *("rate", "increase", "irate", "delta", "idelta", "deriv", "changes", "resets"),
    *(f"{name}_over_time" for name in OVER_TIME),
)
ELEMENTWISE = (
    *("abs", "ceil", "floor", "exp", "sqrt", "ln", "log2", "log10", "sgn", "deg", "rad"),
    *("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh"),
)
OF_TIME = ("minute", "hour", "day_of_week", "day_of_month", "day_of_year", "days_in_month", "month", "year")

# The least number of arguments, all that there may be, and what comes out.
SIGNATURES: dict[str, tuple[int, tuple[Kind, ...], Kind]] = {
    **dict.fromkeys((*WINDOWED, "absent_over_time"), (1, _RANGE, _V)),
    **dict.fromkeys((*ELEMENTWISE, "absent", "timestamp"), (1, _VECTOR, _V)),
    **dict.fromkeys(OF_TIME, (0, _VECTOR, _V)),
    "quantile_over_time": (2, ("scalar", "range vector"), _V),
    "predict_linear": (2, ("range vector", "scalar"), _V),
    "round": (1, (_V, "scalar"), _V),
    "clamp": (3, (_V, "scalar", "scalar"), _V),
    "clamp_min": (2, (_V, "scalar"), _V),
    "clamp_max": (2, (_V, "scalar"), _V),
    "histogram_quantile": (2, ("scalar", _V), _V),
    **dict.fromkeys(("sort", "sort_desc"), (1, _VECTOR, _V)),
    "label_replace": (5, (_V, *("string",) * 4), _V),
    "label_join": (3, (_V, "string", "string", *("string",) * 8), _V),
    "scalar": (1, _VECTOR, "scalar"),
    "vector": (1, ("scalar",), _V),
    "time": (0, (), "scalar"),
    "pi": (0, (), "scalar"),
}
