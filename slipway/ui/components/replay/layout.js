// Where everything stands: the panels in a row, or below one another on a narrow page. Numbers only.

const WIDE_FROM = 700;
const MOST_PANEL = 320;
const SIGN_ROOM = 16;
const ROW = 24;
const ROW_GAP = 4;
const LINE = 15;
const PAD = 10;
const TIGHT_PANEL = 150;
const SIZE = { name: 15, tightName: 13.5, label: 12, row: 12.5 };
const STORE_BAND = 58;

function planPicture(data, width, ruler, ever) {
  const stages = shownStages(data);
  const context = { data, ruler, ever, stages, width };
  return width >= WIDE_FROM || (stages.length === 1 && width >= 260) ? planWide(context) : planNarrow(context);
}

function shownStages(data) {
  const all = data.picture.stages;
  const one = data.mode === "figure" && all.filter((stage) => stage.id === data.stage);
  return one && one.length ? one : all;
}

function entryGates(stage) {
  return stage.gates.filter((gate) => gate.position === "before_entry");
}

// The longest value that each key ever has, so that room is kept for it and nothing jumps.
function everSet(data) {
  const ever = new Map();
  for (const run of data.runs) {
    for (const event of run.events) {
      for (const [key, value] of Object.entries(event.set)) {
        if (value && value.length > (ever.get(key) || "").length) ever.set(key, value);
      }
    }
  }
  return ever;
}

function planWide({ data, ruler, ever, stages, width }) {
  const gaps = stages.map((stage, index) => gapBefore(stage, index, width, stages.length, ever));
  const room = width - 2 - gaps.reduce((sum, gap) => sum + gap, 0);
  const panel = Math.min(MOST_PANEL, room / stages.length);
  const top = 14;
  const rowsTop = top + 74;
  const tight = panel < TIGHT_PANEL;
  const pad = tight ? 7 : PAD;
  const plans = stages.map((stage) => planRows(stage, panel - 2 * pad, 1, ruler, ever));
  const footers = stages.some(hasFooter) ? 34 : 10;
  const height = 74 + Math.max(...plans.map((plan) => plan.height)) + footers;
  const noted = stages.some((stage) => everNoted(stage, ever));
  let x = 1;
  const placed = stages.map((stage, index) => {
    const x1 = x;
    x += gaps[index];
    const box = { x, y: top, width: panel, height };
    x += panel;
    const laneY = top + 54;
    const entry = planWideEntry(stage, index, x1, box, laneY, ruler);
    const belowY = box.y + height;
    return {
      stage, box, entry,
      lane: { x1: box.x, x2: box.x + panel, y: laneY, from: box.x + 24, room: panel - 48, centred: true },
      rows: shiftRows(plans[index].rows, box.x + pad, rowsTop),
      footerY: hasFooter(stage) ? belowY - 16 : null,
      store: stage.store ? planWideStore(box, belowY, gaps[index + 1] || 0, tight) : null,
      notes: { x: box.x + 4, y: belowY + (stage.store ? STORE_BAND + 14 : 20), room: panel - 8, lines: stage.store ? 2 : 4 },
    };
  });
  const stores = stages.some((stage) => stage.store) ? STORE_BAND : 4;
  return { wide: true, tight, verdictRoom: planVerdict(data, ruler), width, height: top + height + stores + (noted ? 2 * LINE + 8 : 0), stages: placed, data };
}

// The label stands beside the cylinder, and may reach into the gap behind the panel.
function planWideStore(box, y, gap, tight) {
  const x = box.x + (tight ? 16 : 22);
  return { x, y: y + 20, from: y, label: x + 20, room: box.width - (x + 20 - box.x) + Math.max(0, Math.min(gap - 8, 40)), lines: 2 };
}

// A verdict is a sign and a word; where a stage's name needs the room, the sign alone.
function planVerdict(data, ruler) {
  const verdicts = ["running", "waiting", "passed", "failed", "blocked"].map((status) => `✕ ${data.words[`status_${status}`]}`);
  return Math.max(...verdicts.map((verdict) => ruler.width(verdict, SIZE.label, 600))) + 10;
}

// Room for the diamonds and their names, and for those who wait.
function gapBefore(stage, index, width, count, ever) {
  const gates = entryGates(stage).length;
  const tight = width < count * 190;
  if (gates) return Math.max(tight ? 44 : 64, gates * (tight ? 34 : 44));
  if (index === 0) return ever.has(`queue/${stage.id}`) ? 36 : 0;
  return tight ? 30 : 40;
}

function planWideEntry(stage, index, x1, box, y, ruler) {
  const gates = entryGates(stage);
  const room = box.x - x1;
  const step = room / Math.max(1, gates.length);
  const marks = gates.map((gate, number) => {
    const x = x1 + step * (number + 0.5);
    const lines = wrap(ruler, gate.name, gates.length > 1 ? room - 4 : room - 2, 3, SIZE.label, 400);
    const labelY = number % 2 ? y + 26 : y - 18 - (lines.length - 1) * 14;
    return { gate, x, y, label: { x: x1 + room / 2, y: labelY, lines, anchor: "middle" } };
  });
  const below = gates.length > 1 ? y + 36 + 14 * marks[1].label.lines.length : gates.length ? y + 30 : y;
  return {
    line: index > 0 || gates.length ? { x1, y1: y, x2: box.x, y2: y } : null,
    bar: { x: box.x - 7, y, vertical: false },
    gates: marks,
    queue: { x: x1 + room / 2, y: below, dx: 0, dy: 1, room: box.y + box.height - below - 12 },
  };
}

function planNarrow({ data, ruler, ever, stages, width }) {
  const columns = width >= 340 ? 2 : 1;
  let y = 4;
  const placed = stages.map((stage, index) => {
    const gates = entryGates(stage).length;
    const before = gates ? Math.max(1, gates) * 34 + 4 : index === 0 ? 8 : ever.has(`queue/${stage.id}`) ? 40 : 24;
    const entry = planNarrowEntry(stage, index, y, y + before, width);
    y += before;
    const rows = planRows(stage, width - 2 - 2 * PAD, columns, ruler, ever);
    const note = everNoted(stage, ever) ? 22 : 0;
    const foot = hasFooter(stage) || stage.store ? 34 : 8;
    const box = { x: 1, y, width: width - 2, height: 40 + rows.height + note + foot };
    y += box.height;
    const nameEnd = box.x + 14 + ruler.width(stage.name, SIZE.name, 600);
    const from = Math.min(nameEnd + 30, box.x + box.width * 0.6);
    return {
      stage, box, entry,
      lane: { x1: null, y: box.y + 20, from, room: box.width - 110 - from, centred: false },
      rows: shiftRows(rows.rows, box.x + PAD, box.y + 40),
      footerY: hasFooter(stage) ? y - 17 : null,
      store: stage.store ? { x: box.x + box.width - 24, y: y - 26, from: null, label: box.x + box.width - 46, room: box.width * 0.62, lines: 1 } : null,
      notes: { x: box.x + PAD + 2, y: box.y + 40 + rows.height + 13, room: box.width - 2 * PAD, lines: 1 },
    };
  });
  return { wide: false, tight: false, verdictRoom: planVerdict(data, ruler), width, height: y + 4, stages: placed, data };
}

function planNarrowEntry(stage, index, y1, y2, width) {
  const marks = entryGates(stage).map((gate, number) => {
    const y = y1 + 20 + number * 34;
    return { gate, x: 28, y, label: { x: 48, y: y + 4, lines: [gate.name], anchor: "start" } };
  });
  return {
    line: index > 0 ? { x1: 28, y1, x2: 28, y2 } : null,
    bar: { x: 28, y: y2 - 6, vertical: true },
    gates: marks,
    queue: { x: width - 24, y: (y1 + y2) / 2, dx: -1, dy: 0, room: width / 2 },
  };
}

function hasFooter(stage) {
  return stage.purpose !== "source";
}

function everNoted(stage, ever) {
  return ["stage_note", "alarm", "transition"].some((kind) => ever.has(`${kind}/${stage.id}`));
}

// The rows of a panel, from (0, 0); a name that does not fit takes two lines, a gate's note takes its own.
function planRows(stage, width, columns, ruler, ever) {
  const cell = (width - (columns - 1) * 6) / columns;
  const rows = rowsOf(stage).map((row) => planRow(row, cell, ruler, ever));
  let y = 0;
  for (let start = 0; start < rows.length; start += columns) {
    const line = rows.slice(start, start + columns);
    const height = Math.max(...line.map((row) => row.height));
    line.forEach((row, column) => Object.assign(row, { x: column * (cell + 6), y, height }));
    y += height + ROW_GAP;
  }
  return { rows, height: y };
}

function rowsOf(stage) {
  const gates = stage.gates.filter((gate) => gate.position === "after_deploy");
  return [
    ...stage.actions.map((action) => ({ key: `action/${action.id}`, noteKey: null, name: action.name, gate: false })),
    ...gates.map((gate) => ({ key: `gate/${gate.id}`, noteKey: `gate_note/${gate.id}`, name: gate.name, gate: true })),
  ];
}

function planRow(row, width, ruler, ever) {
  const inset = row.gate ? 23 : 9;
  const room = width - inset - 19;
  const lines = wrap(ruler, row.name, room, 2, SIZE.row, 400);
  const note = (row.noteKey && ever.get(row.noteKey)) || "";
  const noteWidth = ruler.width(note, SIZE.label, 600, true);
  const beside = note && ruler.width(row.name, SIZE.row) + 10 + noteWidth <= room;
  const below = Boolean(note) && !beside;
  const height = ROW + (lines.length - 1) * LINE + (below ? LINE : 0);
  const noteInset = noteWidth <= room ? inset : 8;
  return { ...row, width, inset, lines, below, noteInset, noteRoom: below ? width - noteInset - 6 : room, height };
}

function shiftRows(rows, x, y) {
  return rows.map((row) => ({ ...row, x: row.x + x, y: row.y + y }));
}
