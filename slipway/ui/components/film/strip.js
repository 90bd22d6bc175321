// A whole run in narrow rows on one time axis, and the minute that is shown as a line through all of them.

const ROW = 34;
const MARKS = { good: "▲", bad: "✕", back: "▼" };

// The ends of the scales, alike for all runs: they stand side by side.
function topsOf(runs) {
  const highest = (field) => Math.max(...runs.flatMap((run) => Object.values(run.versions).flatMap((minutes) => minutes.map((each) => each[field] || 0))));
  return { errors: Math.max(1, highest(1)), latency: Math.max(1, highest(2)) };
}

function createStrip(run, tops, minutes, words, go) {
  const cursor = element("span", { class: "cursor" });
  const strip = element("div", { class: "strip", "aria-hidden": "true", onpointerdown: pick, onpointermove: (event) => event.buttons && pick(event) },
    row(words.row_share, 100, area(run.weight_pct)),
    row(words.row_errors, tops.errors, ...courses(1, tops.errors)),
    row(words.row_latency, tops.latency, ...courses(2, tops.latency)),
    element("div", { class: "row-name" }, words.row_decisions),
    element("div", { class: "row-marks" }, ...run.decisions.map(mark)), cursor);
  return { root: strip, show: (minute) => (cursor.style.left = `${(100 * (minute - 0.5)) / minutes}%`) };

  function pick(event) {
    const box = strip.getBoundingClientRect();
    go(Math.ceil((minutes * (event.clientX - box.left)) / box.width));
  }

  function row(name, top, ...shapes) {
    const scale = `${name} · 0–${Number(top.toPrecision(2)).toLocaleString("en")}`;
    const svg = shape("svg", { viewBox: `0 0 ${minutes} 1`, preserveAspectRatio: "none", height: ROW }, ...shapes);
    return element("div", {}, element("div", { class: "row-name" }, scale), svg);
  }

  function area(weights) {
    const points = weights.flatMap((pct, index) => [`${index},${1 - pct / 100}`, `${index + 1},${1 - pct / 100}`]);
    return shape("polygon", { class: "share", points: `0,1 ${points.join(" ")} ${weights.length},1` });
  }

  function courses(field, top) {
    return ["stable", "canary"].map((version) => shape("path", { class: `course ${version}`, d: path(run.versions[version].map((each) => each[field]), top) }));
  }

  // A minute alone is a short stroke, so that it can be seen.
  function path(values, top) {
    return values.map((value, index) => {
      if (value === null) return "";
      const joined = index > 0 && values[index - 1] !== null;
      return `${joined ? "L" : "M"}${index + (joined ? 0.5 : 0.2)} ${1 - value / top}${joined ? "" : "h0.3"}`;
    }).join("");
  }

  function mark([at, , , , bearing]) {
    return element("span", { class: `mark ${bearing}`, style: `left: ${(100 * at) / minutes}%` }, MARKS[bearing]);
  }
}
