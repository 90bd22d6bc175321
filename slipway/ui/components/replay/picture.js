// The pipeline picture: panels, gates and stores, drawn once per width and painted at every step.

const SIGN = { passed: "✓", failed: "✕", blocked: "✕", waiting: "…", running: "▸", skipped: "»", void: "–", idle: "·", off: "–" };

function createPicture(data, label, ruler) {
  const svg = shape("svg", { class: "drawing", role: "img", "aria-label": label });
  const host = element("div", { class: "picture" }, svg);
  const ever = everSet(data);
  let drawing = null;
  let shown = null;

  function relayout(always) {
    const width = Math.floor(host.clientWidth);
    if (!width || (!always && drawing && drawing.plan.width === width)) return;
    drawing = draw(svg, planPicture(data, width, ruler, ever), data, ruler);
    if (shown) paint(drawing, shown);
  }

  const observer = new ResizeObserver(() => relayout(false));
  observer.observe(host);
  return {
    host,
    relayout: () => relayout(true),
    update(state) {
      shown = state;
      if (!drawing) relayout(false);
      if (drawing) paint(drawing, state);
      svg.setAttribute("aria-label", describe(data, label, state));
    },
    stop: () => observer.disconnect(),
  };
}

function draw(svg, plan, data, ruler) {
  const [lines, panels, front] = [shape("g", {}), shape("g", {}), shape("g", { class: "changes" })];
  svg.replaceChildren(lines, panels, front);
  svg.setAttribute("viewBox", `0 0 ${plan.width} ${plan.height}`);
  svg.setAttribute("width", plan.width);
  svg.setAttribute("height", plan.height);
  const drawing = { plan, data, ruler, front, changes: new Map(), stages: new Map() };
  for (const place of plan.stages) {
    const parts = { place, entry: drawEntry(lines, place.entry), ...drawPanel(panels, place, plan, ruler) };
    parts.store = place.store ? drawStore(lines, panels, place) : null;
    parts.notes = panels.appendChild(shape("text", { class: "stage-note" }));
    parts.live = panels.appendChild(shape("g", { class: "live" }));
    drawing.stages.set(place.stage.id, parts);
  }
  return drawing;
}

function drawEntry(layer, entry) {
  const { line, bar } = entry;
  const path = line ? layer.appendChild(shape("path", { d: `M${line.x1} ${line.y1} L${line.x2} ${line.y2}`, class: "connector" })) : null;
  const across = bar.vertical ? `M${bar.x - 9} ${bar.y} h18 M${bar.x - 9} ${bar.y - 5} h18` : `M${bar.x} ${bar.y - 9} v18 M${bar.x - 5} ${bar.y - 9} v18`;
  const title = shape("title", {});
  const barrier = layer.appendChild(shape("g", { class: "barrier" }, title, shape("path", { d: across })));
  const gates = entry.gates.map((mark) => drawGate(layer, mark));
  return { path, barrier, title, gates };
}

function drawGate(layer, { gate, x, y, label }) {
  const title = shape("title", {});
  const body = shape("path", { d: diamondPath(x, y, 12), class: "diamond" });
  const sign = shape("text", { x, y: y + 4.5, class: "sign", "text-anchor": "middle" });
  const spans = label.lines.map((line, index) => shape("tspan", { x: label.x, y: label.y + index * 14 }, line));
  const name = shape("text", { class: "gate-name", "text-anchor": label.anchor }, ...spans);
  layer.append(shape("g", {}, title, body, sign, name));
  return { gate, title, body, sign };
}

function diamondPath(x, y, size) {
  return `M${x} ${y - size} L${x + size} ${y} L${x} ${y + size} L${x - size} ${y} Z`;
}

function drawPanel(layer, place, plan, ruler) {
  const { stage, box, lane } = place;
  const inset = plan.tight ? 9 : 14;
  const size = plan.tight ? SIZE.tightName : SIZE.name;
  const room = box.width - inset - 10;
  const compact = ruler.width(stage.name, size, 600) > room - plan.verdictRoom;
  const name = fit(ruler, stage.name, room - (compact ? SIGN_ROOM : plan.verdictRoom), size, 600);
  const frame = shape("rect", { x: box.x, y: box.y, width: box.width, height: box.height, rx: 12, class: "panel" });
  const verdict = shape("text", { x: box.x + box.width - inset + 2, y: box.y + 25, class: "verdict", "text-anchor": "end" });
  const title = shape("title", {}, stage.name);
  layer.append(
    shape("g", {}, title, frame, shape("text", { x: box.x + inset, y: box.y + 26, class: "stage-name", style: `font-size:${size}px` }, name), verdict),
  );
  if (lane.x1 !== null) layer.append(shape("path", { d: `M${lane.x1 + 1} ${lane.y} H${lane.x2 - 1}`, class: "lane" }));
  const alarm = layer.appendChild(drawAlarm(box.x + box.width - 26, box.y));
  return { frame, verdict, compact, title, alarm, rows: place.rows.map((row) => drawRow(layer, row)) };
}

function drawAlarm(x, y) {
  const body = shape("path", { d: `M${x} ${y - 12} L${x + 13} ${y + 10} H${x - 13} Z` });
  return shape("g", { class: "alarm-mark" }, shape("title", {}), body, shape("text", { x, y: y + 8, "text-anchor": "middle" }, "!"));
}

function drawRow(layer, row) {
  const title = shape("title", {}, row.name);
  const plate = shape("rect", { x: row.x, y: row.y, width: row.width, height: row.height, rx: 6, class: "row" });
  const first = row.y + (row.height - (row.lines.length - 1 + (row.below ? 1 : 0)) * LINE) / 2 + 4.5;
  const spans = row.lines.map((line, index) => shape("tspan", { x: row.x + row.inset, y: first + index * LINE }, line));
  const name = shape("text", { class: "row-name" }, ...spans);
  const noteAt = row.below
    ? { x: row.x + row.noteInset, y: first + row.lines.length * LINE, "text-anchor": "start" }
    : { x: row.x + row.width - 26, y: first, "text-anchor": "end" };
  const note = shape("text", { ...noteAt, class: "row-note" });
  const middle = row.below && row.noteInset !== row.inset ? first - 4.5 : row.y + row.height / 2;
  const sign = shape("text", { x: row.x + row.width - 8, y: middle + 4.5, class: "sign", "text-anchor": "end" });
  const diamond = row.gate ? shape("path", { d: diamondPath(row.x + 13, middle, 6), class: "diamond small" }) : null;
  layer.append(shape("g", {}, ...[title, plate, diamond, name, note, sign].filter(Boolean)));
  return { ...row, title, plate, note, sign, diamond };
}

// A cylinder for the data a stage talks to, and the line by which it does.
function drawStore(lines, panels, place) {
  const { x, y, from, label, lines: count } = place.store;
  const link = lines.appendChild(shape("path", { class: "link" }));
  const side = shape("path", { d: `M${x - 13} ${y} v20 a13 5 0 0 0 26 0 v-20` });
  const body = shape("g", { class: "store" }, side, shape("ellipse", { cx: x, cy: y, rx: 13, ry: 5 }));
  const anchor = count === 2 ? "start" : "end";
  const title = shape("title", {});
  const kind = shape("text", { class: "store-kind", "text-anchor": anchor });
  const name = shape("text", { x: label, y: y + 22, class: "store-name", "text-anchor": anchor });
  panels.append(shape("g", {}, title, body, kind, name));
  return { link, body, kind, name, title };
}

function paint(drawing, state) {
  for (const parts of drawing.stages.values()) paintStage(drawing, parts, state);
  paintChanges(drawing, state);
}

function paintStage(drawing, parts, state) {
  const { data } = drawing;
  const { stage } = parts.place;
  const status = state[`stage/${stage.id}`] || "idle";
  const word = data.words[`status_${status}`];
  parts.frame.setAttribute("class", `panel ${status}`);
  parts.verdict.setAttribute("class", `verdict ${status}`);
  parts.verdict.textContent = parts.compact ? SIGN[status] : `${SIGN[status]} ${word}`;
  parts.title.textContent = `${stage.name}: ${word}`;
  for (const row of parts.rows) paintRow(row, state, data.words, drawing.ruler);
  for (const mark of parts.entry.gates) paintGate(mark, state, data.words);
  paintNotes(drawing, parts, state);
  paintStore(drawing, parts, state);
  paintLive(drawing, parts, state);
}

function paintRow(row, state, words, ruler) {
  const status = state[row.key] || "idle";
  const note = (row.noteKey && state[row.noteKey]) || "";
  row.plate.setAttribute("class", `row ${status}`);
  if (row.diamond) row.diamond.setAttribute("class", `diamond small ${status}`);
  row.sign.setAttribute("class", `sign ${status}`);
  row.sign.textContent = SIGN[status];
  row.note.setAttribute("class", `row-note ${status}`);
  row.note.textContent = fit(ruler, note, row.noteRoom, SIZE.label, 600, true);
  row.title.textContent = `${row.name}: ${words[`status_${status}`]}${note ? ` (${note})` : ""}`;
}

function paintGate(mark, state, words) {
  const status = state[`gate/${mark.gate.id}`] || "idle";
  const note = state[`gate_note/${mark.gate.id}`];
  mark.body.setAttribute("class", `diamond ${status}`);
  mark.sign.setAttribute("class", `sign ${status}`);
  mark.sign.textContent = status === "idle" ? "" : SIGN[status];
  mark.title.textContent = `${mark.gate.name}: ${words[`status_${status}`]}${note ? ` (${note})` : ""}`;
}

// Below a stage stands one thing: its alarm, why it is closed, or why it has the state it has.
function paintNotes(drawing, parts, state) {
  const { id } = parts.place.stage;
  const { words } = drawing.data;
  const [alarm, closed] = [state[`alarm/${id}`], state[`transition/${id}`]];
  const text = alarm || (closed ? say(words.closed, { reason: closed }) : state[`stage_note/${id}`] || "");
  const kind = alarm ? "alarm" : closed ? "waiting" : state[`stage/${id}`] || "";
  const { x, y, room, lines } = parts.place.notes;
  const texts = text ? wrap(drawing.ruler, text, room, lines, SIZE.label, 600) : [];
  parts.notes.setAttribute("class", `stage-note ${kind}`);
  parts.notes.replaceChildren(shape("title", {}, text), ...texts.map((line, index) => shape("tspan", { x, y: y + index * LINE }, line)));
  parts.alarm.classList.toggle("raised", Boolean(alarm));
  parts.alarm.firstChild.textContent = alarm || "";
  parts.entry.barrier.classList.toggle("raised", Boolean(closed));
  parts.entry.title.textContent = closed ? say(words.closed, { reason: closed }) : "";
  if (parts.entry.path) parts.entry.path.setAttribute("class", closed ? "connector closed" : "connector");
}

function paintStore(drawing, parts, state) {
  const { stage, store: place } = parts.place;
  if (!parts.store) return;
  const asked = storeOf(drawing.data, stage, state);
  const elsewhere = asked.id !== stage.store.id;
  const host = elsewhere && place.from !== null && [...drawing.stages.values()].find((p) => p.place.store && p.place.stage.store.id === asked.id);
  const dirty = state[`store/${stage.store.id}`];
  const colour = storeColour(stage.store);
  parts.store.body.setAttribute("class", `store ${colour}`);
  paintLink(parts, host, storeColour(asked));
  const shownStore = elsewhere && !host ? asked : stage.store;
  const kind = dirty ? `▲ ${dirty}` : drawing.data.words[`data_${shownStore.data}`];
  const lines = wrap(drawing.ruler, kind, place.room, place.lines, SIZE.label, 600);
  const first = place.lines === 2 ? place.y + 7 : place.y + 14;
  parts.store.kind.replaceChildren(...lines.map((line, index) => shape("tspan", { x: place.label, y: first + index * LINE }, line)));
  parts.store.kind.setAttribute("class", `store-kind ${dirty ? "alarm" : storeColour(shownStore)}`);
  parts.store.name.textContent = place.lines > lines.length ? fit(drawing.ruler, shownStore.name, place.room, SIZE.label, 400) : "";
  parts.store.title.textContent = `${shownStore.name}: ${kind}`;
}

function paintLink(parts, host, colour) {
  const { x, y, from } = parts.place.store;
  parts.store.link.setAttribute("class", `link ${colour}`);
  if (from === null) return;
  const start = parts.place.box.x + parts.place.box.width - 30;
  const path = host ? `M${start} ${from} V${from + 8} H${host.place.store.x + 8} V${host.place.store.y - 4}` : `M${x} ${from} V${y - 5}`;
  parts.store.link.setAttribute("d", path);
}

function storeOf(data, stage, state) {
  const id = state[`store_of/${stage.id}`] || stage.store.id;
  return data.picture.stages.map((s) => s.store).find((store) => store && store.id === id) || stage.store;
}

function storeColour(store) {
  return store.data === "customers" ? "customers" : "test";
}

// The picture in words: what each stage shows.
function describe(data, label, state) {
  const stages = shownStages(data).map((stage) => {
    const note = state[`alarm/${stage.id}`] || state[`stage_note/${stage.id}`];
    const word = data.words[`status_${state[`stage/${stage.id}`] || "idle"}`];
    return `${stage.name}: ${word}${note ? `, ${note}` : ""}`;
  });
  return `${label} ${stages.join("; ")}.`;
}
