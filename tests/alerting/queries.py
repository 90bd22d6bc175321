"""Queries of every function and operator, and series with gaps, resets and marks, to ask two evaluators alike."""

import numpy as np

from slipway.alerting.event import labels_of
from slipway.alerting.promql.store import Store, samples
from slipway.luck import uniforms

INTERVAL_MS = 60_000
COUNT = 45
_RANGES = (
    *("rate", "increase", "irate", "delta", "idelta", "deriv", "changes", "resets"),
    *(f"{name}_over_time" for name in ("avg", "min", "max", "sum", "count", "stddev", "stdvar", "last", "present")),
    "absent_over_time",
)
_WHOLE = ("abs", "ceil", "floor", "exp", "sqrt", "ln", "log2", "log10", "sgn", "round", "absent", "timestamp")
_TIMES = ("minute", "hour", "day_of_week", "day_of_month", "day_of_year", "days_in_month", "month", "year")
QUERIES = (
    *(f"{name}(requests_total{{code='500'}}[{window}])" for name in _RANGES for window in ("5m", "7m30s", "1m")),
    *(f"{name}(gauge[6m] offset 2m)" for name in _RANGES),
    *(f"{name}(gauge)" for name in _WHOLE),
    *(f"{name}(requests_total * 1000)" for name in _TIMES),
    *(f"{name}()" for name in _TIMES),
    *(f"{name}(gauge)" for name in ("sum", "avg", "min", "max", "count", "group", "stddev", "stdvar")),
    *(f"{name} by (region) (requests_total)" for name in ("sum", "avg", "min", "max", "count", "group", "stddev")),
    *(f"{name} without (region) (requests_total)" for name in ("sum", "avg", "min", "max", "count", "stdvar")),
    *(f"requests_total {sign} on (region, code) limit" for sign in ("+", "-", "*", "/", "%", "^", "==", ">", "<=")),
    *(f"requests_total {sign} bool 100" for sign in ("==", "!=", ">", "<", ">=", "<=")),
    *(f"100 {sign} requests_total" for sign in ("+", "-", "*", "/", "%", "<", ">=", "!=")),
    *(f"requests_total {sign} ignoring (code) up_in" for sign in ("and", "or", "unless")),
    *(f"gauge {sign} on () vector(1)" for sign in ("and", "or", "unless")),
    "requests_total",
    "missing",
    "quantile(0.3, gauge)",
    "quantile by (region) (1.5, requests_total)",
    "topk(2, gauge)",
    "bottomk without (instance) (1, gauge)",
    "quantile_over_time(0.9, gauge[10m])",
    "predict_linear(gauge[10m], 600)",
    "histogram_quantile(0.95, sum by (le) (rate(latency_bucket[5m])))",
    "histogram_quantile(0.5, latency_bucket)",
    "histogram_quantile(2, latency_bucket)",
    "clamp(gauge, 1, 3)",
    "clamp_min(gauge, 2)",
    "clamp_max(gauge, 2)",
    "round(gauge, 0.25)",
    "scalar(gauge{instance='a'}) + 1",
    "scalar(gauge)",
    "vector(time())",
    "time() - 5 * pi()",
    "absent(missing{a='1', b=~'x', region='eu'})",
    "absent(gauge > 1000)",
    "absent_over_time(missing{a='1'}[5m])",
    "requests_total{region=~'e.*', code!='200'}",
    "{__name__=~'re.*|gau.*', code!~'5..'}",
    "sum(rate(requests_total{code=~'5..'}[5m])) / sum(rate(requests_total[5m]))",
    "sum by (region) (rate(requests_total{code='500'}[5m])) / ignoring (code) sum by (region) (up_in)",
    "requests_total / on (region) group_left up_in",
    "requests_total * on (region) group_left (zone) up_in",
    "up_in * on (region) group_right requests_total",
    "requests_total / on (region) up_in",
    "requests_total + gauge",
    "max_over_time(sum(rate(requests_total[2m]))[10m:1m])",
    "avg_over_time((gauge > 1)[15m:90s])",
    "count_over_time(up_in[10m:])",
    "rate(requests_total[5m]) > 0.5 and requests_total > 20",
    "-gauge ^ 2",
    "2 ^ 3 ^ 2",
    "1 + 2 * 3 - 4 / 5 % 3",
    "-2 * -gauge",
    "1 > bool 2",
    "gauge > 1 or gauge < -1 or vector(7)",
    "stale_one",
    "rate(stale_one[5m])",
    "changes(stale_one[10m])",
    "label_join(requests_total, 'both', '-', 'region', 'code')",
    "sum(requests_total) by (code) > 30",
    "rate({__name__=~'gauge|limit'}[5m])",
    "gauge offset 90s",
    "1e3 + 0x1F + .5",
    "day_of_week(vector(1700000000))",
    "year(vector(951782400)) * 100 + month(vector(951782400))",
    "inf - gauge",
    "topk(2.9, gauge)",
    "topk(-1, gauge)",
    "histogram_quantile(-1, latency_bucket{le='0.5'})",
    "histogram_quantile(1.5, latency_bucket{le='0.5'})",
    "clamp(gauge, 3, 1)",
    "label_join(requests_total, 'code', '-')",
    "label_join(requests_total, 'code', '-', 'none')",
    "sort(gauge)",
    "sort_desc(gauge)",
    "gauge{instance=~'(?i)A|B'}",
    "sum_over_time(broken[10m])",
    "quantile_over_time(0.25, broken[10m])",
    "quantile(0.3, broken or on () gauge)",
    *(f"{name}(broken[3m])" for name in ("deriv", "irate", "idelta", "delta", "resets")),
    "predict_linear(broken[4m], 60)",
    "deriv((gauge / 0)[4m:1m])",
    "deriv(vector(inf)[4m:1m])",
    "predict_linear(vector(inf)[4m:1m], 60)",
    "max_over_time((broken)[3m:] offset 1m)",
    "max_over_time(broken[10m])",
    "changes(broken[10m])",
    "-2 ^ ---1 * 3",
    "2 / -2 ^ ---1 * 3 + 2",
    "requests_total % -3",
    "-5 % 0",
    "min_over_time((requests_total > 10)[10m:2m])",
    "gauge > 0 > 0.6",
    "sum by () (gauge)",
    "sum without () (gauge)",
    "timestamp(gauge offset 2m)",
    "absent(sum(missing{a='1'}))",
    "absent(missing{a='1', a='2'})",
    "vector(1) and on () gauge",
    *(
        f"{name}(gauge / 4)"
        for name in (
            *("sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh"),
            *("deg", "rad"),
        )
    ),
    "label_replace(requests_total, 'area', '$1-$2', 'region', '(.)(.*)')",
    "label_replace(requests_total, 'area', '${1}x$1x$$', 'region', '(e.*)')",
    "label_replace(requests_total, 'area', '$first/${rest}', 'region', '(?P<first>.)(?P<rest>.*)')",
    "label_replace(requests_total, 'region', '', 'region', 'eu')",
    "label_replace(requests_total, 'region', 'all', '', '')",
    "label_replace(sum by (region) (requests_total), 'region', 'all', 'region', '.*')",
    "label_replace(gauge, '__name__', 'measure', 'instance', 'a|b')",
    "label_replace(gauge, 'x', '$9', 'instance', '(a)')",
    "label_replace(gauge, 'x', 'y', 'none', '.+')",
    "label_replace(gauge, 'x', '$1|$2', 'instance', '(a*?)(.*?)')",
    "count_values('value', requests_total)",
    "count_values by (region) ('code', up_in)",
    "count_values without (instance) (('value'), gauge)",
    "count_values('value', broken)",
    "gauge @ 600",
    "gauge @ 600 offset 2m",
    "gauge offset -2m @ 600.5",
    "rate(requests_total[5m] @ 1200) - rate(requests_total[5m])",
    "sum_over_time(gauge[10m:1m] @ 1500 offset 1m)",
    "sum_over_time(sum_over_time(gauge[5m] @ 1500)[4m:1m])",
    "timestamp(gauge @ 600)",
    "timestamp(timestamp(gauge @ 600))",
    "predict_linear(gauge[10m] @ 1500, 60)",
    "quantile_over_time(scalar(up_in{region='eu'}) / 2, gauge[10m] @ 1500)",
    "requests_total{region=~'^eu$'}",
    "requests_total{region=~'.*?(?i:U).*?'}",
    "requests_total{region=~'((?i)E)[[:alpha:]]', code=~\"\\\\d+\"}",
    "requests_total{region='\\x65\\165'}",
    "(requests_total + 1) or on (code) (requests_total or gauge)",
)


def store(seed: int) -> Store:
    """Counters with resets, gauges with gaps, a series that goes away and comes back, buckets."""
    at_ms = np.arange(COUNT, dtype=np.int64) * INTERVAL_MS
    found = Store()

    def add(name, values, there=None, **labels):
        kept = there if there is not None else np.ones(COUNT, dtype=bool)
        found.add(labels_of({"__name__": name, **labels}), samples(at_ms[kept], values[kept]))

    luck = iter(uniforms(seed, "queries", (40, COUNT)))
    for region in ("eu", "us"):
        for code in ("200", "500"):
            steps = np.floor(next(luck) * 7)
            total = np.cumsum(steps)
            restart = 12 + int(next(luck)[0] * 20)
            total[restart:] -= total[restart]
            add("requests_total", total, next(luck) > 0.1, region=region, code=code)
        add("limit", 10 + np.floor(next(luck) * 40), region=region, code="500")
        add("up_in", 1 + np.floor(next(luck) * 2), next(luck) > 0.2, region=region, zone=f"{region}-1")
    for instance in ("a", "b", "c"):
        add("gauge", np.round(next(luck) * 8 - 3, 2), next(luck) > 0.3, instance=instance)
    add("broken", np.resize([1.0, 1e100, 1.0, -1e100, np.nan, 3.0, 3.0, 3.0, 3.0, 3.0, 3.0], COUNT))
    growing = np.cumsum(np.floor(next(luck) * 9))
    for bound, share in (("0.1", 0.2), ("0.5", 0.6), ("1", 0.8), ("+Inf", 1.0)):
        add("latency_bucket", np.floor(growing * share), le=bound)
    there = (np.arange(COUNT) % 13) < 8
    found.add(labels_of({"__name__": "stale_one"}), samples(at_ms, np.floor(next(luck) * 4), there))
    return found
