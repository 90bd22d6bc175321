"""What a run came to, in figures; and two runs side by side."""

import pandas as pd
import streamlit as st

from slipway.pipeline.clock import clock_label, duration_label
from slipway.pipeline.measure import Outcome, outcome
from slipway.pipeline.simulate import Run
from slipway.ui.link import Link
from slipway.words import say


def show_outcome(run: Run) -> None:
    """The end of a whole run: five figures, then the delivery figures."""
    result = outcome(run)
    st.header(say("outcome.title"))
    columns = st.columns(4)
    shown = ("released", "lead_time", "blocked", "escaped")
    for column, name in zip(columns, shown, strict=True):
        column.metric(say(f"outcome.{name}"), figures(run, result)[name], border=True)
    if run.world.defects and result.escaped_defects:
        titles = {d.id: d.title for d in run.world.defects}
        st.markdown(say("outcome.escaped_list", titles="; ".join(titles[d] for d in result.escaped_defects)))
    st.subheader(say("outcome.dora"))
    st.caption(say("outcome.dora_note"))
    st.table(_dora_table(result), border="horizontal")


def show_comparison(mine: Run, other: Run, link: Link) -> None:
    """Two runs, figure by figure; a run that is still undecided is measured as far as it is known."""
    st.header(say("outcome.compare"))
    runs = {say("charts.run_0"): mine.until_undecided(), say("charts.run_1"): other.until_undecided()}
    table = pd.DataFrame({label: figures(run, outcome(run)) for label, run in runs.items()})
    table.index = pd.Index([say(f"outcome.{name}") for name in table.index], name=say("outcome.figure"))
    st.markdown(_parting(mine, other, link))
    st.table(table, border="horizontal")
    if any(run.undecided_at() is not None for run in (mine, other)):
        st.caption(say("outcome.so_far"))


def _parting(mine: Run, other: Run, link: Link) -> str:
    decision = next(d for d in mine.world.decisions if d.id == (link.fork or ("", ""))[0])
    at = next((a.at_min for a, b in zip(mine.events, other.events, strict=False) if a != b), mine.events[0].at_min)
    return say(
        "outcome.parting",
        clock=clock_label(at),
        title=decision.title,
        mine=decision.option(dict(mine.choices).get(decision.id, decision.story)).title,
        other=decision.option(dict(other.choices)[decision.id]).title,
    )


def figures(run: Run, result: Outcome) -> dict[str, str]:
    """The figures of a run as a learner reads them."""
    over = run.events[-1].kind == "run_ended"
    lead = result.lead_time_minutes
    return {
        "released": say("outcome.yes") if result.released else say("outcome.no") if over else say("outcome.not_yet"),
        "lead_time": duration_label(lead) if lead is not None else "–",
        "blocked": duration_label(result.blocked_minutes),
        "waiting": duration_label(result.waiting_minutes),
        "escaped": str(len(result.escaped_defects)),
        "failed_requests": f"{result.failed_requests:,}",
        "alarms": str(result.alarms),
        "rollbacks": str(result.rollbacks),
        "data_violations": str(result.data_violations),
    }


def _dora_table(result: Outcome) -> pd.DataFrame:
    dora = result.dora
    rows = {
        "dora_lead": duration_label(round(dora.lead_time_median_min)) if dora.lead_time_median_min is not None else "–",
        "dora_frequency": say("outcome.per_week", count=f"{dora.deployments_per_week:g}"),
        "dora_recovery": _minutes(dora.recovery_time_median_min),
        "dora_fail": _share(dora.change_fail_share),
        "dora_rework": _share(dora.rework_share),
    }
    index = pd.Index([say(f"outcome.{name}") for name in rows], name=say("outcome.figure"))
    return pd.DataFrame({say("outcome.value"): list(rows.values())}, index=index)


def _minutes(value: float | None) -> str:
    return duration_label(round(value)) if value is not None else say("outcome.nothing_failed")


def _share(value: float | None) -> str:
    return f"{value:.0%}" if value is not None else "–"
