// The pipeline picture: panels, gates, stores and the changes that move between them.

const SIGN = { passed: "✓", failed: "✕", blocked: "✕", waiting: "…", running: "▸", skipped: "»", void: "–", idle: "·", off: "–" };
const ROW = 24;
const ROW_GAP = 4;
const GAP = 44;
const HEAD = 40;
const LEAST_PANEL = 148;
const PADDING = 10;

function createPicture(data, label, describedBy) {
  const svg = shape("svg", { class: "picture", role: "img", "aria-label": label, "aria-describedby": describedBy });
  const host = element("div", { class: "picture-host" }, svg);
  let layout = null;
  let shown = null;
  let width = 0;

  function relayout() {
    const now = Math.floor(host.clientWidth);
    if (!now || now === width) return;
    width = now;
    layout = buildLayout(svg, data, width);
    if (shown) paint(layout, data, shown);
  }

  const observer = new ResizeObserver(relayout);
  observer.observe(host);
  return {
    host,
    update(state) {
      shown = state;
      if (!layout) relayout();
      if (layout) paint(layout, data, state);
    },
    stop: () => observer.disconnect(),
  };
}

function shownStages(data) {
  const all = data.picture.stages;
  return data.mode === "figure" && data.stage ? all.filter((stage) => stage.id === data.stage) : all;
}

function buildLayout(svg, data, width) {
  const stages = shownStages(data);
  const count = stages.length;
  const wide = width >= count * LEAST_PANEL + count * GAP;
  svg.replaceChildren();
  const layout = { svg, stages, panels: new Map(), changes: new Map(), wide, width };
  const back = shape("g", {});
  const front = shape("g", { class: "changes" });
  svg.append(back, front);
  layout.front = front;
  const height = wide ? layWide(layout, back) : layNarrow(layout, back);
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("height", height);
  svg.setAttribute("width", width);
  return layout;
}

function rowsOf(stage) {
  const gates = stage.gates.filter((gate) => gate.position === "after_deploy");
  return [
    ...stage.actions.map((action) => ({ key: `action/${action.id}`, name: action.name, gate: false })),
    ...gates.map((gate) => ({ key: `gate/${gate.id}`, note: `gate_note/${gate.id}`, name: gate.name, gate: true })),
  ];
}

function panelHeight(stage, columns) {
  const rows = Math.ceil(rowsOf(stage).length / columns);
  return HEAD + rows * (ROW + ROW_GAP) + 8;
}

function layWide(layout, back) {
  const { stages, width } = layout;
  const lead = entryGates(stages[0]).length ? GAP : 4;
  const panel = Math.min(280, (width - lead - 4 - (stages.length - 1) * GAP) / stages.length);
  const height = Math.max(...stages.map((stage) => panelHeight(stage, 1)));
  const top = 26;
  stages.forEach((stage, index) => {
    const x = lead + index * (panel + GAP);
    const box = { x, y: top, width: panel, height, columns: 1 };
    drawConnector(layout, back, stage, index, { x1: x - GAP, x2: x, y: top + height / 2, vertical: false });
    drawPanel(layout, back, stage, box);
    drawBelow(layout, back, stage, box);
  });
  return top + height + 94;
}

function layNarrow(layout, back) {
  const { stages, width } = layout;
  const columns = width >= 340 ? 2 : 1;
  let y = 30;
  stages.forEach((stage, index) => {
    const box = { x: 4, y, width: width - 8, height: panelHeight(stage, columns), columns };
    if (index > 0 || entryGates(stage).length) drawConnector(layout, back, stage, index, { x: 30, y1: y - 46, y2: y, vertical: true });
    drawPanel(layout, back, stage, box);
    drawBelow(layout, back, stage, box);
    y += box.height + (stage.store ? 92 : 38) + 46;
  });
  return y - 40;
}

function entryGates(stage) {
  return stage.gates.filter((gate) => gate.position === "before_entry");
}

function drawConnector(layout, back, stage, index, line) {
  const entry = { gates: [], line };
  const first = index === 0;
  if (!first) {
    const path = line.vertical ? `M${line.x} ${line.y1} V${line.y2}` : `M${line.x1} ${line.y} H${line.x2}`;
    back.append(shape("path", { d: path, class: "connector" }));
  }
  const gates = entryGates(stage);
  gates.forEach((gate, number) => {
    const step = 26;
    const x = line.vertical ? line.x : (line.x1 + line.x2) / 2;
    const y = line.vertical ? (line.y1 + line.y2) / 2 + 2 : line.y + (number - (gates.length - 1) / 2) * step;
    const place = line.vertical ? { x: x + number * step, y } : { x, y };
    const mark = drawDiamond(place.x, place.y, 11, gate.name);
    back.append(mark.group);
    entry.gates.push({ key: `gate/${gate.id}`, mark });
  });
  layout.panels.set(stage.id, entry);
}

function drawDiamond(x, y, size, name) {
  const title = shape("title", {});
  const body = shape("path", { d: `M${x} ${y - size} L${x + size} ${y} L${x} ${y + size} L${x - size} ${y} Z`, class: "diamond" });
  const sign = shape("text", { x, y: y + 4, class: "sign", "text-anchor": "middle" });
  return { group: shape("g", {}, title, body, sign), body, sign, title, name };
}

function drawPanel(layout, back, stage, box) {
  const frame = shape("rect", { x: box.x, y: box.y, width: box.width, height: box.height, rx: 12, class: "panel" });
  const name = shape("text", { x: box.x + 14, y: box.y + 26, class: "stage-name" }, shorten(stage.name, box.width - 82, 15));
  const verdict = shape("text", { x: box.x + box.width - 12, y: box.y + 25, class: "verdict", "text-anchor": "end" });
  back.append(frame, name, verdict);
  const rows = rowsOf(stage).map((row, index) => drawRow(back, row, index, box));
  Object.assign(layout.panels.get(stage.id) || setPanel(layout, stage.id), { box, frame, verdict, rows });
}

function setPanel(layout, id) {
  layout.panels.set(id, { gates: [], line: null });
  return layout.panels.get(id);
}

function drawRow(back, row, index, box) {
  const column = index % box.columns;
  const line = Math.floor(index / box.columns);
  const width = (box.width - 2 * PADDING - (box.columns - 1) * 6) / box.columns;
  const x = box.x + PADDING + column * (width + 6);
  const y = box.y + HEAD + line * (ROW + ROW_GAP);
  const plate = shape("rect", { x, y, width, height: ROW, rx: 6, class: "row" });
  const inset = row.gate ? 24 : 10;
  const text = shape("text", { x: x + inset, y: y + 16, class: "row-name" });
  const note = shape("text", { x: x + width - 24, y: y + 16, class: "row-note", "text-anchor": "end" });
  const sign = shape("text", { x: x + width - 8, y: y + 16, class: "sign", "text-anchor": "end" });
  const title = shape("title", {}, row.name);
  const parts = [title, plate, text, note, sign];
  if (row.gate) parts.push(shape("path", { d: `M${x + 13} ${y + 6} l6 6 l-6 6 l-6 -6 Z`, class: "diamond small" }));
  back.append(shape("g", {}, ...parts));
  return { ...row, plate, text, note, sign, title, width, inset };
}

function drawBelow(layout, back, stage, box) {
  const panel = layout.panels.get(stage.id);
  const y = box.y + box.height;
  panel.notes = shape("text", { class: "stage-note" });
  panel.live = shape("g", { class: "live" });
  back.append(panel.notes, panel.live);
  panel.belowY = y;
  if (!stage.store) return;
  const x = box.x + box.width - 26;
  const kind = stage.store.data === "customers" ? "customers" : "test";
  panel.store = drawStore(x, y + 46, kind);
  panel.storeLabel = shape("text", { x: x - 24, y: y + 62, class: `store-label ${kind}`, "text-anchor": "end" });
  back.append(panel.store.group, panel.storeLabel);
}

function drawStore(x, y, kind) {
  const side = shape("path", { d: `M${x - 14} ${y} v22 a14 5 0 0 0 28 0 v-22` });
  const top = shape("ellipse", { cx: x, cy: y, rx: 14, ry: 5 });
  return { group: shape("g", { class: `store ${kind}` }, side, top) };
}

function paint(layout, data, state) {
  const words = data.words;
  for (const stage of layout.stages) paintStage(layout, stage, data, state, words);
  paintChanges(layout, data, state);
}

function paintStage(layout, stage, data, state, words) {
  const panel = layout.panels.get(stage.id);
  const alarm = state[`alarm/${stage.id}`];
  const status = state[`stage/${stage.id}`] || "idle";
  panel.frame.setAttribute("class", `panel ${status}`);
  panel.verdict.setAttribute("class", `verdict ${alarm ? "alarm" : status}`);
  panel.verdict.textContent = alarm ? `▲ ${words.alarm}` : `${SIGN[status]} ${words[`status_${status}`]}`;
  for (const row of panel.rows) paintRow(row, state, words);
  for (const { key, mark } of panel.gates) paintGate(mark, state[key] || "idle", words);
  paintNotes(panel, stage, state, words);
  paintStore(panel, stage, data, state, words);
  if (stage.store) paintLive(panel, stage, data, state, words);
}

function paintRow(row, state, words) {
  const status = state[row.key] || "idle";
  const note = row.note ? state[row.note] || "" : "";
  row.plate.setAttribute("class", `row ${status}`);
  row.sign.setAttribute("class", `sign ${status}`);
  row.sign.textContent = SIGN[status];
  row.note.setAttribute("class", `row-note ${status}`);
  row.note.textContent = note;
  const room = row.width - row.inset - 26 - note.length * 6.4;
  row.text.textContent = shorten(row.name, room, 12.5);
  row.title.textContent = `${row.name}: ${words[`status_${status}`]}${note ? ` (${note})` : ""}`;
}

function paintGate(mark, status, words) {
  mark.body.setAttribute("class", `diamond ${status}`);
  mark.sign.setAttribute("class", `sign ${status}`);
  mark.sign.textContent = status === "idle" ? "" : SIGN[status];
  mark.title.textContent = `${mark.name}: ${words[`status_${status}`]}`;
}

function paintNotes(panel, stage, state, words) {
  const closed = state[`transition/${stage.id}`];
  const text = state[`alarm/${stage.id}`] || (closed ? say(words.closed, { reason: closed }) : state[`stage_note/${stage.id}`] || "");
  const lines = text ? wrap(text, panel.box.width - 8, 12, 2) : [];
  panel.notes.setAttribute("class", `stage-note ${state[`alarm/${stage.id}`] ? "alarm" : closed ? "waiting" : state[`stage/${stage.id}`] || ""}`);
  const spans = lines.map((line, index) => shape("tspan", { x: panel.box.x + 4, y: panel.belowY + 17 + index * 15 }, line));
  panel.notes.replaceChildren(shape("title", {}, text), ...spans);
}

function paintStore(panel, stage, data, state, words) {
  if (!panel.store) return;
  const now = state[`store_of/${stage.id}`] || stage.store.id;
  const store = data.picture.stages.map((s) => s.store).find((s) => s && s.id === now) || stage.store;
  const dirty = state[`store/${store.id}`];
  const text = dirty ? `▲ ${dirty}` : words[`data_${store.data}`];
  panel.storeLabel.textContent = shorten(text, panel.box.width - 46, 12);
  panel.storeLabel.setAttribute("class", `store-label ${dirty ? "alarm" : store.data === "customers" ? "customers" : "test"}`);
  panel.storeLabel.append(shape("title", {}, `${store.name}: ${text}`));
}

function paintLive(panel, stage, data, state, words) {
  const ids = (state[`live/${stage.id}`] || []).filter((id) => data.changes.some((change) => change.id === id));
  const nodes = ids.slice(-6).map((id, index) => {
    const change = data.changes.find((c) => c.id === id);
    return hexagon(panel.box.x + 46 + index * 19, panel.belowY + 78, 8, change, "landed");
  });
  const label = shape("text", { x: panel.box.x + 4, y: panel.belowY + 82, class: "runs" }, words.runs);
  panel.live.replaceChildren(...(nodes.length ? [label, ...nodes] : []));
}

function hexagon(x, y, r, change, kind) {
  const points = [[-r, 0], [-r / 2, -r * 0.87], [r / 2, -r * 0.87], [r, 0], [r / 2, r * 0.87], [-r / 2, r * 0.87]];
  const body = shape("polygon", { points: points.map(([a, b]) => `${a},${b}`).join(" ") });
  const letter = shape("text", { y: r * 0.36, "text-anchor": "middle", style: `font-size:${Math.round(r * 0.95)}px` }, change.initial);
  const group = shape("g", { class: `change ${kind}` }, shape("title", {}, `${change.title} (${change.author})`), body, letter);
  group.style.transform = `translate(${x}px, ${y}px)`;
  return group;
}

// Each change stands once, as far along as it has come: in a stage, or waiting in front of one.
function placesOf(layout, data, state) {
  const all = data.picture.stages;
  const places = new Map();
  all.forEach((stage, index) => {
    const live = state[`live/${all[all.length - 1].id}`] || [];
    for (const id of state[`in/${stage.id}`] || []) if (!live.includes(id)) places.set(id, { stage: stage.id, waits: false });
    const next = all[index + 1];
    if (next) for (const id of state[`queue/${next.id}`] || []) if (!live.includes(id)) places.set(id, { stage: next.id, waits: true });
  });
  return places;
}

function paintChanges(layout, data, state) {
  const places = placesOf(layout, data, state);
  const groups = new Map();
  for (const [id, place] of places) {
    const key = `${place.stage}/${place.waits}`;
    groups.set(key, [...(groups.get(key) || []), id]);
  }
  for (const change of data.changes) {
    const place = places.get(change.id);
    const panel = place && layout.panels.get(place.stage);
    const node = layout.changes.get(change.id) || addChange(layout, change);
    node.classList.toggle("gone", !panel || !panel.box);
    if (!panel || !panel.box) continue;
    const mates = groups.get(`${place.stage}/${place.waits}`);
    const [x, y] = place.waits ? queuePlace(layout, panel, mates.indexOf(change.id), mates.length) : stagePlace(panel, mates.indexOf(change.id), mates.length);
    node.style.transform = `translate(${x}px, ${y}px)`;
    node.classList.toggle("waits", place.waits);
  }
}

function addChange(layout, change) {
  const node = hexagon(0, 0, 15, change, "moving gone");
  layout.changes.set(change.id, node);
  layout.front.append(node);
  return node;
}

function stagePlace(panel, index, count) {
  const room = panel.box.width - 40;
  const step = Math.min(36, room / Math.max(1, count));
  return [panel.box.x + panel.box.width / 2 + (index - (count - 1) / 2) * step, panel.box.y - 2];
}

function queuePlace(layout, panel, index, count) {
  const { line } = panel;
  if (!line || line.vertical) return [panel.box.x + 46 + panel.gates.length * 28 + index * 34, panel.box.y - 23];
  const step = Math.min(32, 110 / Math.max(1, count - 1));
  return [(line.x1 + line.x2) / 2, line.y + 22 + panel.gates.length * 13 + index * step];
}
