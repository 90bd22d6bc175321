// Changes: hexagons with the author's initial, each standing once, as far along as it has come.

const HEXAGON = 14;

function hexagon(r, change, kind) {
  const points = [[-r, 0], [-r / 2, -r * 0.87], [r / 2, -r * 0.87], [r, 0], [r / 2, r * 0.87], [-r / 2, r * 0.87]];
  const body = shape("polygon", { points: points.map(([a, b]) => `${a},${b}`).join(" ") });
  const letter = shape("text", { y: r * 0.34, "text-anchor": "middle", style: `font-size:${Math.round(r * 0.92)}px` }, change.initial);
  return shape("g", { class: `change ${kind}` }, shape("title", {}, `${change.title} (${change.author})`), body, letter);
}

// Under way in a stage, waiting in front of one, or at rest in the last one it came through before the end.
function placesOf(data, state) {
  const stages = data.picture.stages;
  const places = new Map();
  stages.forEach((stage, index) => {
    if (index < stages.length - 1) for (const id of state[`live/${stage.id}`] || []) places.set(id, { stage: stage.id, waits: false });
  });
  for (const id of state[`live/${stages[stages.length - 1].id}`] || []) places.delete(id);
  for (const stage of stages) {
    for (const id of state[`queue/${stage.id}`] || []) places.set(id, { stage: stage.id, waits: true });
    for (const id of state[`in/${stage.id}`] || []) places.set(id, { stage: stage.id, waits: false });
  }
  return places;
}

function paintChanges(drawing, state) {
  const places = placesOf(drawing.data, state);
  const mates = new Map();
  for (const change of drawing.data.changes) {
    const place = places.get(change.id);
    if (!place || !drawing.stages.has(place.stage)) continue;
    const key = `${place.stage}/${place.waits}`;
    mates.set(key, [...(mates.get(key) || []), change.id]);
  }
  for (const change of drawing.data.changes) {
    const place = places.get(change.id);
    const group = place && mates.get(`${place.stage}/${place.waits}`);
    placeChange(drawing, change, place, group);
  }
}

function placeChange(drawing, change, place, group) {
  const known = drawing.changes.get(change.id);
  if (!group) {
    if (known) known.classList.add("gone");
    return;
  }
  const node = known || addChange(drawing, change);
  const where = spot(drawing.stages.get(place.stage).place, place.waits, group.indexOf(change.id), group.length);
  const appears = node.classList.contains("gone");
  if (appears) node.style.transition = "none";
  node.style.transform = `translate(${where.x}px, ${where.y}px)`;
  if (appears) {
    node.getBoundingClientRect();
    node.style.transition = "";
  }
  node.classList.remove("gone");
  node.classList.toggle("waits", place.waits);
}

function addChange(drawing, change) {
  const node = hexagon(HEXAGON, change, "moving gone");
  drawing.changes.set(change.id, node);
  drawing.front.append(node);
  return node;
}

function spot({ lane, entry }, waits, index, count) {
  if (waits) {
    const { x, y, dx, dy, room } = entry.queue;
    const step = Math.min(29, room / count);
    return { x: x + dx * index * step, y: y + dy * index * step };
  }
  const step = Math.min(32, lane.room / Math.max(1, count - 1));
  const start = lane.centred ? lane.from + (lane.room - step * (count - 1)) / 2 : lane.from;
  return { x: start + index * step, y: lane.y };
}

// What runs in a stage, as small hexagons in its footer.
function paintLive(drawing, parts, state) {
  const { stage, box, footerY } = parts.place;
  if (footerY === null) return;
  const { data, ruler } = drawing;
  const changes = (state[`live/${stage.id}`] || []).map((id) => data.changes.find((change) => change.id === id)).filter(Boolean);
  const label = shape("text", { x: box.x + PAD + 2, y: footerY + 4, class: "runs" }, changes.length ? data.words.runs : data.words.runs_nothing);
  const start = box.x + PAD + 14 + ruler.width(data.words.runs, SIZE.label);
  const end = drawing.plan.wide ? box.x + box.width - PAD - 8 : box.x + box.width * 0.38;
  const step = Math.min(18, (end - start) / Math.max(1, changes.length - 1));
  const nodes = changes.map((change, index) => {
    const node = hexagon(8, change, "landed");
    node.style.transform = `translate(${start + index * step}px, ${footerY}px)`;
    return node;
  });
  parts.live.replaceChildren(label, ...nodes);
}

// What holds for the whole picture now: harm to customers, and who waits where and why.
function standing(data, state, wide) {
  const { words } = data;
  const items = [];
  if (state.harm) items.push({ kind: "alarm", sign: "▲", text: say(words.harm, { what: state.harm }) });
  for (const stage of data.picture.stages) {
    const waiting = [...placesOf(data, state)].filter(([, place]) => place.waits && place.stage === stage.id).map(([id]) => id);
    if (waiting.length) items.push({ kind: "waiting", sign: "…", text: queueText(data, state, stage, waiting) });
    if (!wide) items.push(...noteItems(data, state, stage));
  }
  return items;
}

function noteItems(data, state, stage) {
  const status = state[`stage/${stage.id}`] || "idle";
  const alarm = state[`alarm/${stage.id}`];
  const text = alarm || state[`stage_note/${stage.id}`];
  return text ? [{ kind: alarm ? "alarm" : status, sign: alarm ? "▲" : SIGN[status], text: `${stage.name}: ${text}` }] : [];
}

function queueText(data, state, stage, waiting) {
  const titles = waiting.map((id) => (data.changes.find((change) => change.id === id) || { title: id }).title);
  const gate = entryGates(stage).find((each) => state[`gate/${each.id}`] === "waiting");
  const status = state[`stage/${stage.id}`];
  const words = data.words;
  const closed = state[`transition/${stage.id}`];
  const reason = closed
    ? say(words.closed, { reason: closed })
    : gate
      ? say(words.wait_gate, { gate: gate.name })
      : ["blocked", "failed"].includes(status) ? words.wait_blocked : words.wait_busy;
  return `${say(words.waits, { stage: stage.name, changes: titles.join(", ") })} ${reason}`;
}
