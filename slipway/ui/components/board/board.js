// The board: one placement, changed by dragging, keys or selects; every change can be undone and redone.

const BOARDS = new WeakMap();

// Streamlit calls this again with new data, and undoes a call it has overtaken: only the newest call's cleanup counts.
export default function ({ parentElement, data, setTriggerValue }) {
  const before = BOARDS.get(parentElement);
  const call = {};
  if (before && before.board.level === data.level) {
    before.board.refresh(data, setTriggerValue);
    before.call = call;
  } else {
    BOARDS.set(parentElement, { call, board: createBoard(parentElement, data, setTriggerValue) });
  }
  return () => {
    const now = BOARDS.get(parentElement);
    if (now && now.call === call) BOARDS.delete(parentElement);
  };
}

function createBoard(parent, first, setTriggerValue) {
  let data = first;
  let put = { ...data.put };
  let past = [];
  let future = [];
  let held = null;
  let trigger = setTriggerValue;
  let sent = null;
  const { words, stages } = data;
  const columns = new Map();
  const live = element("p", { class: "unseen", "aria-live": "assertive", role: "status" });
  const cards = new Map(data.cards.map((card) => [card.id, createCard(card, stages, words, { place, key, grab })]));
  const names = new Map(data.cards.map((card) => [card.id, card.name]));
  const buttons = {
    undo: button("undo", () => step(past, future, words.undone)),
    redo: button("redo", () => step(future, past, words.redone)),
    reset: button("reset", () => become({ ...data.start }, words.reset_done)),
  };
  const root = element("div", { class: "slipway-board" },
    element("div", { class: "toolbar" }, ...Object.values(buttons), element("p", { class: "hint", id: "slipway-board-help" }, words.help)),
    element("div", { class: "columns" }, element("div", { class: "pipeline" }, ...stages.map(createColumn)), createColumn(null)), live);

  root.onkeydown = (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z") return;
    event.preventDefault();
    (event.shiftKey ? buttons.redo : buttons.undo).click();
  };
  for (const old of parent.querySelectorAll(".slipway-board")) old.remove();
  parent.append(root);
  show();

  function button(id, onclick) {
    return element("button", { type: "button", class: "quiet", "data-id": id, onclick }, words[id]);
  }

  function createColumn(stage) {
    const id = stage ? stage.id : "";
    const list = element("ul", { class: "cards", "aria-label": stage ? stage.name : words.nowhere });
    const head = stage
      ? [element("h2", {}, stage.name), store(stage), element("p", { class: "note" }, stage.note)]
      : [element("h2", {}, words.nowhere), element("p", { class: "note" }, words.tray)];
    const empty = element("p", { class: "empty" }, words.empty);
    columns.set(id, { list, empty });
    return element("section", { class: stage ? "column" : "column tray", "data-column": id }, ...head, list, empty);
  }

  function store(stage) {
    if (!stage.store) return element("p", { class: "store none" }, words.no_store);
    return element("p", { class: `store ${stage.data}` },
      shape("svg", { viewBox: "0 0 14 16", width: 14, height: 16, "aria-hidden": "true" },
        shape("path", { d: "M1 3.5 C1 1 13 1 13 3.5 V12.5 C13 15 1 15 1 12.5 Z M1 3.5 C1 6 13 6 13 3.5" })),
      element("span", {}, stage.store));
  }

  function show() {
    root.dataset.theme = themeOf(parent.host || parent);
    const focused = root.getRootNode().activeElement;
    const from = focused && root.contains(focused) ? focused : null;
    for (const [id, { list, empty }] of columns) {
      const here = data.cards.filter((card) => (put[card.id] || "") === id);
      list.replaceChildren(...here.map((card) => cards.get(card.id).node));
      list.hidden = !here.length;
      empty.hidden = Boolean(here.length);
    }
    for (const card of data.cards) {
      const judged = data.judged && data.judged[card.id];
      const stage = put[card.id] || null;
      cards.get(card.id).show(stage, judged && judged.stage === stage ? judged : null, held && held.card === card.id);
    }
    buttons.undo.disabled = !past.length;
    buttons.redo.disabled = !future.length;
    buttons.reset.disabled = same(put, data.start);
    keepFocus(from);
  }

  // A card that was moved keeps the focus; a button that has nothing left to do hands it on.
  function keepFocus(from) {
    if (!from) return;
    const next = from.disabled ? Object.values(buttons).find((each) => !each.disabled) || root.querySelector(".grip") : from;
    if (next.isConnected && root.getRootNode().activeElement !== next) next.focus({ preventScroll: true });
  }

  function place(card, stage, { focus = "grip", to = null } = {}) {
    const next = { ...put };
    if (stage) next[card] = stage;
    else delete next[card];
    become(next, say(words.placed, { test: names.get(card), stage: stageName(stage) }));
    cards.get(card)[focus].focus({ preventScroll: to === null });
  }

  function become(next, message) {
    held = null;
    live.textContent = message;
    if (same(next, put)) return show();
    past.push(put);
    future = [];
    put = next;
    tell();
  }

  function step(back, forth, message) {
    if (!back.length) return;
    forth.push(put);
    put = back.pop();
    held = null;
    live.textContent = message;
    tell();
  }

  function tell() {
    show();
    sent = newToken();
    trigger("put", { put, level: data.level, token: sent });
  }

  // Enter takes a card up or sets it down, the arrows choose a column meanwhile, Escape leaves it where it was.
  function key(event, card) {
    const order = [null, ...stages.map((stage) => stage.id)];
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (held && held.card === card) return place(card, held.over);
      held = { card, over: put[card] || null };
      show();
      live.textContent = say(words.grabbed, { test: names.get(card), stage: stageName(held.over) });
    } else if (held && held.card === card && (event.key === "ArrowRight" || event.key === "ArrowLeft")) {
      event.preventDefault();
      const at = order.indexOf(held.over) + (event.key === "ArrowRight" ? 1 : -1);
      held.over = order[Math.max(0, Math.min(at, order.length - 1))];
      markOver();
      live.textContent = say(words.over, { stage: stageName(held.over), count: countIn(held.over) });
    } else if (held && event.key === "Escape") {
      event.preventDefault();
      held = null;
      markOver();
      show();
      live.textContent = say(words.left, { test: names.get(card), stage: stageName(put[card] || null) });
    }
  }

  function markOver() {
    for (const column of root.querySelectorAll("[data-column]")) {
      column.classList.toggle("over", Boolean(held) && column.dataset.column === (held.over || ""));
    }
  }

  function grab(event, card, node) {
    startDrag(event, node, root, { drop: (stage) => place(card, stage) });
  }

  function stageName(id) {
    const found = stages.find((stage) => stage.id === id);
    return found ? found.name : words.nowhere;
  }

  function countIn(id) {
    return data.cards.filter((card) => (put[card.id] || null) === id).length;
  }

  return {
    level: data.level,
    // The server's placement counts unless it only repeats what was told here.
    refresh(next, setTrigger) {
      trigger = setTrigger;
      data = next;
      if (next.ack === sent) sent = null;
      if (!sent && !same(next.put, put)) {
        past.push(put);
        future = [];
        put = { ...next.put };
      }
      show();
    },
  };
}

function same(a, b) {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((name) => a[name] === b[name]);
}
