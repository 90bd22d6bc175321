"""Plausible replays, made up: what the engine would send, without the engine."""

import json
from hashlib import sha256
from typing import Any

from slipway.words import all_words

Json = dict[str, Any]
HOSTILE = "<img src=x onerror=\"document.title='hurt'\">"
DECISION_AT = 32
_START_MIN = 540
_DAYS = ("Mon", "Tue", "Wed")
_STORES = {
    "beta-db": {"id": "beta-db", "name": "Beta tables", "data": "made_for_test"},
    "gamma-db": {"id": "gamma-db", "name": "Gamma tables", "data": "realistic"},
    "shop-db": {"id": "shop-db", "name": "Shop tables", "data": "customers"},
}
_PEOPLE = [("ana", "Ana", "developer"), ("ben", "Ben", "developer"), ("cho", "Cho", "release manager")]
_CHANGES = [("tag", "Price tag", "Ana"), ("badge", "New badge", "Ben"), ("cache", "Faster cache", "Cho")]


def example(mode: str, ack: str | None = None) -> Json:
    """The replay that `mode` names: decision, past, compare, figure, zoom, crowded or hostile."""
    data: Json = {
        "mode": {"compare": "compare", "figure": "figure", "zoom": "figure"}.get(mode, "player"),
        "words": {key.removeprefix("replay."): text for key, text in all_words().items() if key.startswith("replay.")},
        "picture": {"stages": _stages()},
        "people": [{"id": i, "name": name, "role": role} for i, name, role in _PEOPLE],
        "changes": [{"id": i, "title": title, "initial": by[0], "author": by} for i, title, by in _CHANGES],
        "runs": [{"label": "Your run", "events": _to_the_block()}],
        "parts_at": None,
        "cursor": 0,
        "stage": "build" if mode == "zoom" else None,
        "alt": "A pipeline of five stages.",
        "decision": None,
        "taken": [_review_taken()],
        "ack": ack,
    }
    _MODES[mode](data)
    if mode != "compare":
        data["track"] = [[k] for k in range(len(data["runs"][0]["events"]))]
    return {"rev": sha256(json.dumps(data).encode()).hexdigest()[:16], **data}


def _due(data: Json) -> None:
    data["decision"] = {
        "id": "block",
        "title": "The pipeline is blocked",
        "ask": "Coverage fails, and two more changes wait behind it.",
        "options": [
            {"id": "write", "title": "Write the missing tests", "says": "A second change, with a review of its own."},
            {"id": "lower", "title": "Lower the threshold", "says": "One line of configuration."},
        ],
        "predict": {
            "ask": "What becomes of the others?",
            "guesses": [{"id": "wait", "text": "They wait"}, {"id": "pass", "text": "They pass on their own"}],
        },
    }


def _past(data: Json) -> None:
    data["runs"][0]["events"] += _mended(_block_min())
    data["taken"].append(_block_taken())
    data["cursor"] = DECISION_AT + 1


def _compare(data: Json) -> None:
    mine, other = _to_the_block(), _to_the_block()
    mine += _mended(_block_min())
    other += _lowered(_block_min())
    common = DECISION_AT + 1
    longest = max(len(mine), len(other))
    data["runs"] = [{"label": "Your run", "events": mine}, {"label": "The other choice", "events": other}]
    data["track"] = [[min(k, len(mine) - 1), min(k, len(other) - 1)] for k in range(longest)]
    data["parts_at"] = common
    data["cursor"] = common + 3
    data["taken"].append(_block_taken())


def _still(data: Json) -> None:
    data["cursor"] = DECISION_AT - 1


def _crowded(data: Json) -> None:
    """Seven stages with long names, and everything that can go wrong at once."""
    extra = [
        {**_stage("rehearsal", "Dress rehearsal", ["Deploy", "Visual regression tests of all pages"], "gamma-db")},
        {**_stage("canary", "First customers", ["Deploy to a tenth"], "shop-db")},
    ]
    stages = data["picture"]["stages"]
    data["picture"]["stages"] = [*stages[:4], *extra, stages[4]]
    data["runs"][0]["events"].append(
        _event(
            _block_min() + 10,
            "customers_harmed",
            "Some customers see a wrong price.",
            {
                "harm": "Some customers see a wrong price",
                "alarm/shop": "error rate 4.2 % > 1 % for 3 min, alarm",
                "stage/shop": "failed",
                "transition/gamma": "Load tests are being repaired",
                "store/beta-db": "strays from a manual test",
                "store_of/gamma": "beta-db",
                "stage/gamma": "waiting",
                "stage_note/beta": "2 failures > 0, integration tests fail",
                "stage/beta": "failed",
                "queue/shop": ["tag", "badge", "cache"],
                "gate/approval": "waiting",
                "gate/window": "passed",
                "action/gamma-load": "skipped",
                "live/shop": ["tag"],
            },
            mark="alarm",
        )
    )
    data["cursor"] = len(data["runs"][0]["events"]) - 1


def _hostile(data: Json) -> None:
    """Markup wherever an author or a learner may write."""
    _due(data)
    data["decision"] |= {"title": HOSTILE, "ask": HOSTILE}
    data["decision"]["options"][0] |= {"title": HOSTILE, "says": HOSTILE}
    data["decision"]["predict"]["guesses"][0]["text"] = HOSTILE
    data["people"][0] |= {"name": HOSTILE, "role": HOSTILE}
    data["changes"][0]["title"] = HOSTILE
    data["picture"]["stages"][1]["name"] = HOSTILE
    data["picture"]["stages"][1]["actions"][0]["name"] = HOSTILE
    data["runs"][0]["events"][-1] |= {"text": HOSTILE, "say": HOSTILE, "arithmetic": HOSTILE}
    data["runs"][0]["events"][-1]["set"] |= {"stage_note/build": HOSTILE, "harm": HOSTILE}
    data["cursor"] = DECISION_AT


_MODES = {
    "decision": _due,
    "past": _past,
    "compare": _compare,
    "figure": _still,
    "zoom": _still,
    "crowded": _crowded,
    "hostile": _hostile,
}


def _stages() -> list[Json]:
    build = _stage("build", "Build", ["Compile", "Style", "Unit tests"])
    build["gates"] = [_gate("reviewed", "Code review"), _gate("coverage", "Coverage")]
    shop = _stage("shop", "Production", ["Deploy", "Watch the monitors"], "shop-db", purpose="deploy")
    shop["gates"] = [
        _gate("window", "Scheduled release", "before_entry"),
        _gate("approval", "Approval", "before_entry"),
    ]
    return [
        _stage("source", "Source", ["Develop", "Build and test locally", "Review", "Push"], purpose="source"),
        build,
        _stage("beta", "Beta", ["Deploy", "Integration tests"], "beta-db"),
        _stage("gamma", "Gamma", ["Deploy", "Integration tests", "Load test", "Manual QA"], "gamma-db"),
        shop,
    ]


def _stage(stage: str, name: str, actions: list[str], store: str | None = None, purpose: str = "test") -> Json:
    rows = [{"id": f"{stage}-{each.split()[0].lower()}", "name": each} for each in actions]
    found = _STORES[store] if store else None
    return {"id": stage, "name": name, "purpose": purpose, "actions": rows, "gates": [], "store": found}


def _gate(gate: str, name: str, position: str = "after_deploy") -> Json:
    return {"id": gate, "name": name, "position": position}


def _event(at: int, kind: str, text: str, update: Json, **more: Any) -> Json:
    day, minute = divmod(at, 1440)
    clock = f"{_DAYS[day]} {minute // 60:02d}:{minute % 60:02d}"
    meters = {"meter/lead_min": at - _START_MIN - 90 if at > _START_MIN + 90 else -1}
    return {"at": at, "clock": clock, "kind": kind, "text": text, **more, "set": {**meters, **update}}


def _to_the_block() -> list[Json]:
    """33 events: a change is written, reviewed and built; coverage fails, others queue, a decision is due."""
    at = iter(range(_START_MIN, _START_MIN + 33 * 15, 15))
    source = [
        _event(next(at), "work_started", "Ana starts to write Price tag.", _source(develop="running"), actor="ana")
    ]
    source[0]["say"] = "Ana begins where every change begins: on her own machine."
    source += [
        _event(next(at), "decision_reached", "Time to decide: Who reviews?", {}, mark="decision"),
        _event(next(at), "decision_taken", "Decided: Ben reads it.", {}, actor="ana"),
    ]
    rows = ("develop", "build", "review", "push")
    for index, row in enumerate(rows):
        done = {f"action/source-{row}": "passed"}
        ahead = {f"action/source-{rows[index + 1]}": "running"} if index < 3 else {}
        source.append(
            _event(
                next(at), "work_finished", f"Ana is done with “{row}”.", {**done, **ahead}, actor="ana", stage="source"
            )
        )
    source.append(_event(next(at), "person_notified", "Ben is asked to review Price tag.", {}, to="ben", actor="ben"))
    source.append(
        _event(
            next(at),
            "change_pushed",
            "Ana pushes Price tag.",
            {"in/source": [], "stage/source": "passed"},
            mark="passed",
        )
    )
    return source + _build(at)


def _source(**rows: str) -> Json:
    return {"stage/source": "running", "in/source": ["tag"], **{f"action/source-{k}": v for k, v in rows.items()}}


def _build(at: Any) -> list[Json]:
    def event(kind: str, text: str, update: Json, **more: Any) -> Json:
        return _event(next(at), kind, text, update, stage="build", **more)

    events = [event("stage_entered", "Into Build: Price tag.", {"stage/build": "running", "in/build": ["tag"]})]
    events[0]["say"] = "From here on machines do the work, the same way for everybody."
    for name in ("Compile", "Style", "Unit tests"):
        key = f"action/build-{name.split()[0].lower()}"
        events.append(event("action_started", f"Build: {name}, started.", {key: "running"}))
        passed = {"arithmetic": "0 failures, passes", "passed": True}
        events.append(event("action_passed", f"Build: {name}, passed.", {key: "passed"}, **passed))
    events += [
        event("promotion_succeeded", "The promotion into Build has succeeded.", {"live/build": ["tag"]}),
        event("gate_waited", "Build: Coverage is awaited.", {"gate/coverage": "waiting"}, mark="waiting"),
        event("gate_passed", "Build: Code review passes.", {"gate/reviewed": "passed"}, passed=True),
        event(
            "gate_failed",
            "Build: Coverage fails.",
            {"gate/coverage": "failed", "gate_note/coverage": "71 % < 80 %"},
            arithmetic="coverage 71 % < 80 %, gate fails",
            passed=False,
            mark="failed",
            say="The gate counts lines, and too few of them were run by a test.",
        ),
        event(
            "stage_blocked",
            "Build is blocked.",
            {"stage/build": "blocked", "stage_note/build": "coverage 71 % < 80 %, gate fails"},
        ),
    ]
    events += _others_queue(event)
    return events


def _others_queue(event: Any) -> list[Json]:
    events = [event("person_notified", "Ana is told: Price tag has stopped Build.", {}, to="ana", actor="ana")]
    for change, who in (("badge", "ben"), ("cache", "cho")):
        waiting = ["badge"] if change == "badge" else ["badge", "cache"]
        events += [
            event("work_started", f"{who.title()} writes {change}.", {"in/source": [change]}, actor=who),
            event("change_pushed", f"{who.title()} pushes {change}.", {"in/source": []}, actor=who),
            event(
                "execution_waited",
                f"{change.title()} waits in front of Build.",
                {"queue/build": waiting},
                mark="waiting",
            ),
            event(
                "person_notified",
                f"{who.title()} is told: Build is blocked.",
                {"meter/blocked_min": 60},
                to=who,
                actor=who,
            ),
        ]
    events += [
        event("work_started", "Ana looks into it.", {}, actor="ana"),
        event("work_finished", "Ana knows why.", {}, actor="ana"),
    ]
    events.append(
        event("decision_reached", "Time to decide: The pipeline is blocked", {}, actor="ana", mark="decision")
    )
    return events


def _block_min() -> int:
    return _START_MIN + DECISION_AT * 15


def _mended(at: int) -> list[Json]:
    return [
        _event(at + 1, "decision_taken", "Decided: Write the missing tests.", {}, actor="ana"),
        _event(at + 40, "work_finished", "Ana has written the tests.", {}, actor="ana"),
        _event(
            at + 90,
            "stage_unblocked",
            "Build is free again.",
            {"stage/build": "running", "stage_note/build": ""},
            mark="passed",
        ),
        _event(
            at + 91,
            "stage_entered",
            "Into Build: all three.",
            {"queue/build": [], "in/build": ["tag", "badge", "cache"]},
        ),
        _event(
            at + 120,
            "gate_passed",
            "Build: Coverage passes.",
            {"gate/coverage": "passed", "gate_note/coverage": "86 % ≥ 80 %"},
            passed=True,
            arithmetic="coverage 86 % ≥ 80 %, gate passes",
        ),
        _event(
            at + 121,
            "stage_passed",
            "Build passes.",
            {"stage/build": "passed", "in/build": [], "live/build": ["tag", "badge", "cache"]},
            mark="passed",
        ),
        _event(
            at + 122,
            "stage_entered",
            "Into Beta: all three.",
            {"in/beta": ["tag", "badge", "cache"], "stage/beta": "running"},
        ),
    ]


def _lowered(at: int) -> list[Json]:
    return [
        _event(at + 1, "decision_taken", "Decided: Lower the threshold.", {}, actor="ana"),
        _event(
            at + 5,
            "gate_passed",
            "Build: Coverage passes.",
            {
                "gate/coverage": "passed",
                "gate_note/coverage": "71 % ≥ 70 %",
                "stage/build": "passed",
                "stage_note/build": "",
            },
            passed=True,
        ),
        _event(
            at + 6,
            "stage_entered",
            "Into Beta: Price tag.",
            {"in/beta": ["tag"], "in/build": [], "stage/beta": "running"},
        ),
        _event(
            at + 60,
            "customers_harmed",
            "Some customers see a wrong price.",
            {"harm": "Some customers see a wrong price"},
            mark="alarm",
        ),
    ]


def _review_taken() -> Json:
    return {
        "decision": "review",
        "title": "Who reviews?",
        "option": "ben",
        "option_title": "Ben reads it",
        "options": [{"id": "ben", "title": "Ben reads it"}, {"id": "nobody", "title": "Nobody, it is small"}],
        "prediction": None,
        "verdict": None,
        "verdict_text": None,
        "index": 2,
    }


def _block_taken() -> Json:
    return {
        "decision": "block",
        "title": "The pipeline is blocked",
        "option": "write",
        "option_title": "Write the missing tests",
        "options": [
            {"id": "write", "title": "Write the missing tests"},
            {"id": "lower", "title": "Lower the threshold"},
        ],
        "prediction": "They pass on their own",
        "verdict": "wrong",
        "verdict_text": "You predicted: “They pass on their own”. What came first was “They wait”.",
        "verdict_at": DECISION_AT + 4,
        "index": DECISION_AT + 1,
    }
