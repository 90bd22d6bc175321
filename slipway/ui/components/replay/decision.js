// A decision: due (predict, choose, run it) or past (what was chosen, what became of the bet, what else could be).

function createDecision(data, words, send) {
  const node = element("section", { class: "deciding", hidden: true, "aria-label": words.decision });
  const form = data.decision && createForm(data.decision, words, send);
  let shown = null;
  return {
    node,
    show(position, busy) {
      const due = Boolean(form) && position === data.track.length - 1;
      const past = due ? null : lastTaken(data, position);
      const settled = past && isSettled(past, position);
      if (due) form.setBusy(busy);
      const key = due ? "due" : past ? `${past.decision}/${settled}/${busy}` : "none";
      if (key === shown) return;
      shown = key;
      node.hidden = !due && !past;
      node.classList.toggle("due", due);
      node.replaceChildren(...(due ? form.nodes : past ? pastNodes(past, settled, words, send, busy) : []).filter(Boolean));
    },
    focus() {
      const radio = node.querySelector("input:checked") || node.querySelector("input");
      if (radio) radio.focus();
    },
  };
}

function lastTaken(data, position) {
  return data.taken.reduce((last, taken) => (taken.index <= position ? taken : last), null);
}

// What became of a bet stays covered until the cursor is where it was settled.
function isSettled(taken, position) {
  return taken.verdict_at === undefined || taken.verdict_at === null || position >= taken.verdict_at;
}

function createForm(decision, words, send) {
  const why = element("p", { class: "why", id: "slipway-why" });
  const go = element("button", { type: "button", class: "primary", "aria-describedby": "slipway-why", "data-id": "run" }, words.run_it);
  const picked = { prediction: null, option: null };
  let busy = null;
  const ready = () => {
    const complete = picked.prediction !== null && picked.option !== null;
    go.disabled = !complete || Boolean(busy);
    why.textContent = busy ? words.computing : complete ? "" : words.both_needed;
  };
  const pick = (name, id) => {
    picked[name] = id;
    ready();
  };
  const setBusy = (token) => {
    busy = token;
    ready();
  };
  go.onclick = () => send({ do: "decide", decision: decision.id, option: picked.option, prediction: picked.prediction });
  const two = element(
    "div", { class: "two" },
    choices("prediction", "1", words.predict, decision.predict.ask, decision.predict.guesses, pick),
    choices("option", "2", words.choose, null, decision.options, pick),
  );
  return { setBusy, nodes: [heading(decision.title), element("p", { class: "ask" }, decision.ask), two, element("div", { class: "go" }, go, why)] };
}

function choices(name, number, legend, ask, items, pick) {
  const radios = items.map((item) => {
    const input = element("input", { type: "radio", name, value: item.id, onchange: () => pick(name, item.id) });
    const says = item.says ? element("span", { class: "says" }, item.says) : null;
    return element("label", { class: "choice" }, input, element("span", {}, element("span", { class: "title" }, item.title || item.text), says));
  });
  const question = element("span", {}, ask ? `${legend}: ` : legend, ask ? element("span", { class: "question" }, ask) : null);
  const head = element("span", { class: "step-head" }, element("span", { class: "number", "aria-hidden": "true" }, number), question);
  return element("fieldset", { class: name }, element("legend", {}, head), ...radios);
}

function heading(title) {
  return element("h2", {}, element("span", { class: "diamond-sign", "aria-hidden": "true" }, "◆ "), title);
}

function pastNodes(taken, settled, words, send, busy) {
  const forks = taken.options
    .filter((option) => option.id !== taken.option)
    .map((option) => element("button", { type: "button", class: "quiet", disabled: Boolean(busy), onclick: () => send({ do: "fork", decision: taken.decision, option: option.id }) }, option.title));
  return [
    heading(taken.title),
    element("p", { class: "chosen" }, say(words.chose, { option: taken.option_title })),
    bet(taken, settled, words),
    forks.length ? element("p", { class: "why" }, busy ? words.computing : words.what_if) : null,
    forks.length ? element("div", { class: "forks" }, ...forks) : null,
  ];
}

function bet(taken, settled, words) {
  if (!settled) return element("p", { class: "bet open" }, element("span", { class: "sign" }, "… "), say(words.bet_placed, { prediction: taken.prediction }));
  if (!taken.verdict_text) return null;
  const sign = { right: "✓", wrong: "✕", open: "…" }[taken.verdict] || "…";
  return element("p", { class: `bet ${taken.verdict}` }, element("span", { class: "sign" }, `${sign} `), taken.verdict_text);
}
