// What stands beside the picture: the current step, the decision, who knows what, the log.

function createNarration(words) {
  const story = element("p", { class: "story" });
  const fact = element("p", { class: "fact" });
  const sum = element("p", { class: "sum" });
  const node = element("div", { class: "narration" }, story, fact, sum);
  let told = "";
  return {
    node,
    show(event, events, index) {
      told = lastTold(events, index);
      story.textContent = told;
      fact.textContent = `${event.clock} · ${event.text}`;
      sum.className = `sum ${event.passed === false ? "failed" : "passed"}`;
      sum.textContent = event.arithmetic ? `${event.passed === false ? "✕" : "✓"} ${event.arithmetic}` : "";
    },
  };
}

function lastTold(events, index) {
  for (let k = index; k >= 0; k -= 1) if (events[k].say) return events[k].say;
  return "";
}

function createMeters(words) {
  const cell = (name) => {
    const value = element("dd", {});
    return { value, node: element("div", { class: "meter" }, element("dt", {}, words[name]), value) };
  };
  const cells = { step: cell("step"), clock: cell("clock"), lead: cell("lead"), blocked: cell("blocked") };
  const node = element("dl", { class: "meters" }, ...Object.values(cells).map((c) => c.node));
  return {
    node,
    show(event, state, position, count) {
      cells.step.value.textContent = say(words.step_of, { step: position + 1, count });
      cells.clock.value.textContent = event.clock;
      const lead = state["meter/lead_min"];
      cells.lead.value.textContent = lead === undefined || lead < 0 ? "–" : duration(lead);
      cells.blocked.value.textContent = duration(state["meter/blocked_min"] || 0);
    },
  };
}

function createPeople(data, words) {
  const rows = data.people.map((person) => {
    const news = element("span", { class: "news" });
    const node = element("li", {}, element("span", { class: "person" }, person.name, element("small", {}, person.role)), news);
    return { person, news, node };
  });
  const list = element("ul", {}, ...rows.map((row) => row.node));
  const node = element("section", { class: "people" }, element("h2", {}, words.who_knows), list);
  return {
    node,
    show(events, index) {
      for (const row of rows) {
        let told = null;
        for (let k = index; k >= 0 && !told; k -= 1) if (events[k].to === row.person.id) told = events[k];
        row.news.textContent = told ? `${told.clock}: ${told.text}` : words.nothing_yet;
        row.node.classList.toggle("told", Boolean(told));
      }
    },
  };
}

// The log is long and below the fold: it fills itself when the browser has time for it.
function createLog(data, run, words, goTo) {
  const names = new Map(data.picture.stages.map((stage) => [stage.id, stage.name]));
  const people = new Map(data.people.map((person) => [person.id, person.name]));
  const body = element("tbody", {});
  const head = element("tr", {}, ...["when", "what", "where", "who"].map((key) => element("th", { scope: "col" }, words[key])));
  const caption = data.runs.length > 1 ? `${words.log}: ${data.runs[run].label}` : words.log;
  const table = element("table", {}, element("caption", {}, caption), element("thead", {}, head), body);
  const box = element("div", { class: "log", tabindex: "0", role: "region", "aria-label": caption }, table);
  let rows = null;
  let current = -1;

  function row(event, index) {
    const sign = event.passed === undefined ? "" : event.passed ? "✓ " : "✕ ";
    const jump = element("button", { type: "button", class: "jump", onclick: () => goTo(run, index) }, event.clock);
    return element(
      "tr", {},
      element("td", {}, jump),
      element("td", { class: event.passed === false ? "failed" : "" }, sign + event.text),
      element("td", {}, names.get(event.stage) || ""),
      element("td", {}, people.get(event.actor) || ""),
    );
  }

  function point() {
    for (const marked of body.querySelectorAll("[aria-current]")) marked.removeAttribute("aria-current");
    if (current < 0) return;
    rows[current].setAttribute("aria-current", "step");
    box.scrollTop = rows[current].offsetTop - box.clientHeight / 2;
  }

  return {
    node: box,
    show(index) {
      current = index;
      if (rows) point();
    },
    fill() {
      rows = data.runs[run].events.map(row);
      body.append(...rows);
      point();
    },
  };
}

function createDecision(data, words, send) {
  const node = element("section", { class: "deciding", hidden: true });
  let shown = null;
  return {
    node,
    show(position, busy) {
      const due = data.decision && position === data.track.length - 1;
      const past = due ? null : [...data.taken].reverse().find((taken) => taken.index <= position);
      const key = due ? `due/${busy}` : past ? `past/${past.decision}` : "none";
      if (key === shown) return;
      shown = key;
      node.hidden = key === "none";
      const nodes = due ? dueNodes(data.decision, words, send, busy) : past ? pastNodes(past, words, send) : [];
      node.replaceChildren(...nodes.filter(Boolean));
      node.classList.toggle("due", Boolean(due));
    },
    focus() {
      const first = node.querySelector("input");
      if (first) first.focus();
    },
  };
}

function dueNodes(decision, words, send, busy) {
  const why = element("p", { class: "why", id: "slipway-why" }, words.both_needed);
  const go = element("button", { type: "button", class: "primary", disabled: true, "aria-describedby": "slipway-why" }, words.run_it);
  const picked = { prediction: null, option: null };
  const ready = () => {
    const open = picked.prediction && picked.option && !busy;
    go.disabled = !open;
    why.textContent = busy ? words.computing : open ? "" : words.both_needed;
  };
  const radio = (group, id, title, says) => {
    const input = element("input", { type: "radio", name: group, value: id, onchange: () => { picked[group] = id; ready(); } });
    const text = element("span", {}, element("span", { class: "title" }, title), says ? element("span", { class: "says" }, says) : null);
    return element("label", { class: "choice" }, input, text);
  };
  const group = (name, legend, items) =>
    element("fieldset", {}, element("legend", {}, legend), ...items.map((item) => radio(name, item.id, item.title || item.text, item.says)));
  go.onclick = () => {
    go.disabled = true;
    send({ do: "decide", decision: decision.id, option: picked.option, prediction: picked.prediction });
  };
  ready();
  return [
    element("h2", {}, `◆ ${decision.title}`),
    element("p", { class: "ask" }, decision.ask),
    element(
      "div", { class: "two" },
      group("option", words.choose, decision.options),
      group("prediction", say(words.predict, { ask: decision.predict.ask }), decision.predict.guesses),
    ),
    element("div", { class: "go" }, go, why),
  ];
}

function pastNodes(taken, words, send) {
  const others = taken.options.filter((option) => option.id !== taken.option);
  const forks = others.map((option) =>
    element("button", { type: "button", class: "quiet", onclick: () => send({ do: "fork", decision: taken.decision, option: option.id }) }, option.title),
  );
  const sign = { right: "✓", wrong: "✕", open: "…" }[taken.verdict] || "";
  return [
    element("h2", {}, `◆ ${taken.title}`),
    element("p", {}, say(words.chose, { option: taken.option_title })),
    taken.verdict_text ? element("p", { class: `bet ${taken.verdict}` }, `${sign} ${taken.verdict_text}`) : null,
    element("p", { class: "why" }, words.what_if),
    element("div", { class: "forks" }, ...forks),
  ];
}

function createHelp(words) {
  const keys = [["key_space", "play"], ["key_arrows", "step_keys"], ["key_ends", "ends"], ["key_n", "next_decision"], ["key_speed", "speed"], ["key_u", "undo"], ["key_help", "help"]];
  const rows = keys.map(([key, text]) => element("div", {}, element("dt", {}, element("kbd", {}, words[key])), element("dd", {}, words[text])));
  return element("section", { class: "help", hidden: true, "aria-label": words.help }, element("dl", {}, ...rows));
}
