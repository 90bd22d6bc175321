// A test card: what it is, what it takes and needs, and a plain select for where it runs.

function createCard(card, stages, words, moves) {
  const name = element("span", { class: "name", id: `name-${card.id}` }, card.name);
  const facts = card.facts.map((fact) => element("li", { class: fact.tone || null }, fact.text));
  const grip = element("button", {
    type: "button", class: "grip", "data-id": card.id, "aria-describedby": "slipway-board-help", "aria-pressed": "false",
  }, element("span", { "aria-hidden": "true", class: "dots" }, "⠿"), name);
  const select = element("select", { "aria-label": say(words.stage_for, { test: card.name }), "data-select": card.id },
    element("option", { value: "" }, words.nowhere),
    ...stages.map((stage) => element("option", { value: stage.id }, stage.name)));
  const mark = element("span", { class: "mark" });
  const node = element("li", { class: "card", "data-card": card.id },
    element("div", { class: "head" }, grip, mark), element("ul", { class: "facts" }, ...facts), select);
  select.onchange = () => moves.place(card.id, select.value || null, { focus: "select" });
  grip.onkeydown = (event) => moves.key(event, card.id);
  grip.onpointerdown = (event) => moves.grab(event, card.id, node);
  grip.onclick = (event) => event.preventDefault();
  return {
    node, grip, select,
    show(stage, verdict, held) {
      select.value = stage || "";
      node.dataset.verdict = verdict ? verdict.fit : "";
      mark.textContent = verdict ? verdict.sign : "";
      mark.setAttribute("aria-label", verdict ? verdict.label : "");
      if (verdict) mark.setAttribute("role", "img");
      else mark.removeAttribute("role");
      grip.setAttribute("aria-pressed", String(held));
      node.classList.toggle("held", held);
      if (!verdict) mark.removeAttribute("aria-label");
    },
  };
}
