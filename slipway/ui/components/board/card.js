// A test card: what it is, what it takes and needs, and a plain select for where it runs.

function createCard(card, stages, words, moves) {
  const name = element("span", { class: "name", id: `name-${card.id}` }, card.name);
  const items = (wanted) => card.facts.filter(wanted).map((fact) => element("li", { class: fact.tone || null }, fact.text));
  const more = element("details", { class: "more" }, element("summary", {}, words.more), element("ul", { class: "facts" }, ...items((fact) => fact.tone === "")));
  const grip = element("button", {
    type: "button", class: "grip", "data-id": card.id, "aria-describedby": "slipway-board-help", "aria-pressed": "false",
  }, element("span", { "aria-hidden": "true", class: "dots" }, "⠿"), name);
  const select = element("select", { "aria-label": say(words.stage_for, { test: card.name }), "data-select": card.id },
    element("option", { value: "" }, words.nowhere),
    ...stages.map((stage) => element("option", { value: stage.id }, stage.name)));
  const mark = element("span", { class: "mark" });
  const node = element("li", { class: "card", "data-card": card.id },
    element("div", { class: "head" }, grip, mark), element("ul", { class: "facts" }, ...items((fact) => fact.tone !== "")), more, select);
  select.onchange = () => moves.place(card.id, select.value || null, { focus: "select" });
  grip.onkeydown = (event) => moves.key(event, card.id);
  grip.onpointerdown = (event) => moves.grab(event, card.id, node);
  grip.onclick = (event) => event.preventDefault();
  return {
    node, grip, select,
    show(stage, verdict, held) {
      if (select.value !== (stage || "") || !more.dataset.seen) more.open = !stage;
      more.dataset.seen = "yes";
      select.value = stage || "";
      node.dataset.verdict = verdict ? verdict.fit : "";
      mark.textContent = verdict ? verdict.sign : "";
      mark.setAttribute("aria-label", verdict ? verdict.label : "");
      if (verdict) mark.setAttribute("role", "img");
      else mark.removeAttribute("role");
      grip.setAttribute("aria-pressed", String(Boolean(held)));
      node.classList.toggle("held", Boolean(held));
      if (!verdict) mark.removeAttribute("aria-label");
    },
  };
}
