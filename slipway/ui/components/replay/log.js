// Everything that happened, as a table; its current row is the cursor.

function createLog(data, run, words, goTo) {
  const { label, events } = data.runs[run];
  const title = data.runs.length > 1 ? `${words.log}: ${label}` : words.log;
  const rows = events.map((event, index) => logRow(data, event, () => goTo(run, index)));
  const head = element("tr", {}, ...["when", "what", "where", "who"].map((key) => element("th", { scope: "col", class: key }, words[key])));
  const table = element("table", { "aria-label": title }, element("thead", {}, head), element("tbody", { onkeydown: (event) => walk(event, rows) }, ...rows.map((row) => row.node)));
  const box = element("div", { class: "log", tabindex: "0", role: "region", "aria-label": title }, table);
  let current = -1;
  return {
    node: element("section", { class: "history" }, element("h2", {}, title), box),
    show(index) {
      if (current >= 0) markRow(rows[current], false);
      current = index;
      if (index < 0) return;
      markRow(rows[index], true);
      const { offsetTop, offsetHeight } = rows[index].node;
      box.scrollTop = offsetTop - (box.clientHeight - offsetHeight) / 2;
    },
  };
}

function logRow(data, event, act) {
  const stage = data.picture.stages.find((each) => each.id === event.stage);
  const person = data.people.find((each) => each.id === event.actor);
  const verdict = event.passed === undefined ? "" : event.passed ? "passed" : "failed";
  const jump = element("button", { type: "button", class: "jump", tabindex: "-1" }, event.clock);
  const sign = verdict && element("span", { class: "sign" }, `${SIGN[verdict]} `);
  const node = element(
    "tr", { onclick: act, class: verdict },
    element("td", { class: "when" }, jump),
    element("td", { class: "what" }, sign || null, event.text),
    element("td", { class: "where" }, stage ? stage.name : ""),
    element("td", { class: "who" }, person ? person.name : ""),
  );
  return { node, jump };
}

function markRow(row, on) {
  if (on) row.node.setAttribute("aria-current", "step");
  else row.node.removeAttribute("aria-current");
  row.jump.tabIndex = on ? 0 : -1;
}

// One row is in the tab order; up and down walk from it to the others.
function walk(event, rows) {
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const at = rows.findIndex((row) => row.jump === event.target);
  if (!by || at < 0) return;
  event.preventDefault();
  event.stopPropagation();
  rows[Math.max(0, Math.min(rows.length - 1, at + by))].jump.focus();
}
