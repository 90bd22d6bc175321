// The time line: one slider for the cursor, marks above it, and the buttons that move it.

const MARK = {
  decision: "M6 0 L12 6 L6 12 L0 6 Z",
  failed: "M2 2 L10 10 M10 2 L2 10",
  passed: "M1.5 6.5 L4.8 10 L10.5 2.5",
  waiting: "M2 6 h0.01 M6 6 h0.01 M10 6 h0.01",
  alarm: "M6 0.5 L12 11.5 H0 Z",
  released: "M0 6 L3 0.8 H9 L12 6 L9 11.2 H3 Z",
};
const WEIGHT = { decision: 3, failed: 3, alarm: 3, released: 2, passed: 1, waiting: 1 };
const MARK_WIDTH = 16;

function createTimeline(data, words, moves) {
  const last = data.track.length - 1;
  const slider = element("input", {
    type: "range", min: 0, max: Math.max(last, 0), step: 1, class: "scrubber", "aria-label": words.scrub, "data-id": "scrubber",
    oninput: () => moves.go(Number(slider.value), { held: true }),
  });
  const marks = element("div", { class: "marks", "aria-hidden": "true" });
  const found = findMarks(data);
  const node = element("div", { class: "timeline" }, marks, slider);
  const observer = new ResizeObserver(drawMarks);
  observer.observe(marks);
  if (data.parts_at !== null && last > 0) node.append(partingMark(data.parts_at / last, words));

  function drawMarks() {
    const room = (MARK_WIDTH * last) / Math.max(marks.clientWidth, 1);
    marks.replaceChildren(...thinOut(found, room).map((mark) => markNode(mark, last, moves)));
  }

  return { node, slider, stop: () => observer.disconnect() };
}

function markNode(mark, last, moves) {
  const at = last ? (mark.position / last) * 100 : 0;
  const picture = shape("svg", { viewBox: "-1 -1 14 14", width: 13, height: 13 }, shape("path", { d: MARK[mark.kind] }));
  return element("span", { class: `mark ${mark.kind}`, style: `left:${at}%`, title: mark.text, onclick: () => moves.go(mark.position) }, picture);
}

function partingMark(share, words) {
  const side = share > 0.5 ? "before" : "behind";
  const label = element("span", { class: `parting ${side}` }, words.parting);
  return element("div", { class: "parts", style: `left:calc(9px + (100% - 18px) * ${share})` }, label);
}

function findMarks(data) {
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
  return found;
}

// Crowded marks thin out: decisions, failures and alarms stay, the rest gives way.
function thinOut(found, room) {
  const kept = [];
  for (const mark of found) {
    const near = kept[kept.length - 1];
    if (!near || mark.position - near.position >= room) kept.push(mark);
    else if (WEIGHT[mark.kind] > WEIGHT[near.kind]) kept[kept.length - 1] = mark;
  }
  return kept;
}

function createControls(words, moves, full) {
  const button = (name, key, shortcut, act, text = "") =>
    element(
      "button",
      { type: "button", class: `control ${name}`, "data-id": name, title: full ? `${words[name]} (${key})` : words[name], "aria-label": words[name], "aria-keyshortcuts": full && shortcut, onclick: act },
      ICONS[name] ? icon(name) : text,
    );
  const play = button("play", words.key_space, "Space", moves.toggle);
  const speed = element("button", { type: "button", class: "control speed", "data-id": "speed", title: `${words.speed} (− +)`, "aria-keyshortcuts": "- +", onclick: moves.cycleSpeed });
  const steps = [button("back", "←", "ArrowLeft", moves.back), button("forward", "→", "ArrowRight", moves.forward)];
  const help = button("help", "?", "?", moves.help, "?");
  help.setAttribute("aria-expanded", "false");
  const groups = full
    ? [
        [button("first", words.key_home, "Home", moves.first), steps[0], play, steps[1], button("last", words.key_end, "End", moves.last)],
        [button("previous_decision", "P", "P", moves.previousDecision), button("next_decision", "N", "N", moves.nextDecision)],
        [speed, help],
      ]
    : [steps];
  const node = element("div", { class: "controls", role: "group", "aria-label": words.controls }, ...groups.map((nodes) => element("div", { class: "cluster" }, ...nodes)));
  return { node, play, speed, help };
}
