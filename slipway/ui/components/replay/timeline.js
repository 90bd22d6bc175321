// The time line: one slider for the cursor, marks above it, and the buttons that move it.

const MARK = { decision: "◆", failed: "✕", passed: "✓", waiting: "…", alarm: "▲", released: "★" };
const STEP_MS = 700;

function createTimeline(data, words, moves) {
  const last = data.track.length - 1;
  const slider = element("input", {
    type: "range", min: 0, max: Math.max(last, 0), step: 1, class: "scrubber", "aria-label": words.scrub,
    oninput: () => moves.go(Number(slider.value)),
  });
  const marks = element("div", { class: "marks", "aria-hidden": "true" });
  for (const mark of marksOf(data)) {
    const at = last ? (mark.position / last) * 100 : 0;
    marks.append(element("span", { class: `mark ${mark.kind}`, style: `left:${at}%`, title: mark.text }, MARK[mark.kind]));
  }
  if (data.parts_at !== null && last) {
    const at = (data.parts_at / last) * 100;
    marks.append(element("span", { class: "parting", style: `left:${at}%` }, words.parting));
  }
  return { node: element("div", { class: "timeline" }, marks, slider), slider };
}

// Crowded marks thin out: failures, alarms and decisions stay, the rest gives way.
function marksOf(data) {
  const weight = { decision: 3, failed: 3, alarm: 3, released: 2, passed: 1, waiting: 1 };
  const found = [];
  let before = data.runs.map(() => -1);
  data.track.forEach((indices, position) => {
    indices.forEach((index, run) => {
      if (index === before[run] || index < 0) return;
      const event = data.runs[run].events[index];
      if (event.mark) found.push({ position, kind: event.mark, text: `${event.clock}: ${event.text}` });
    });
    before = indices;
  });
  const room = Math.max(1, data.track.length / 60);
  const kept = [];
  for (const mark of found) {
    const near = kept[kept.length - 1];
    if (near && mark.position - near.position < room) {
      if (weight[mark.kind] > weight[near.kind]) kept[kept.length - 1] = mark;
    } else kept.push(mark);
  }
  return kept;
}

function createControls(words, moves, full) {
  const button = (name, key, act, text = "") =>
    element("button", { type: "button", class: `control ${name}`, title: `${words[name]} (${key})`, "aria-label": words[name], onclick: act }, ICONS[name] ? icon(name) : text);
  const play = button("play", words.key_space, moves.toggle);
  const speed = element("button", { type: "button", class: "control speed", title: `${words.speed} (+ −)`, onclick: () => moves.faster(1, true) });
  const nodes = full
    ? [
        button("first", "Home", moves.first),
        button("back", "←", moves.back),
        play,
        button("forward", "→", moves.forward),
        button("last", "End", moves.last),
        button("next_decision", "N", moves.nextDecision),
        speed,
        button("help", "?", moves.help, "?"),
      ]
    : [button("back", "←", moves.back), button("forward", "→", moves.forward)];
  return { node: element("div", { class: "controls", role: "group", "aria-label": words.controls }, ...nodes), play, speed };
}
