// A curve over time on a scale of tenfolds. While it is open it is drawn by pointer or typed; what is done is sent when
// the pointer is lifted or a field is left. With what came beside it, it is only shown.

const SKETCHES = new WeakMap();
const HEIGHT = 240;
const NAME_ROOM = 112;
const SNAP = 9;
const EDGE = { left: 58, right: 14, top: 30, bottom: 42 };

export default function ({ parentElement, data, setStateValue }) {
  const before = SKETCHES.get(parentElement);
  if (before) before.stop();
  for (const old of parentElement.querySelectorAll(".slipway-sketch")) old.remove();
  const mine = before && before.touched() ? before.mine() : data.mine;
  const sketch = createSketch(parentElement, data, mine, (rates) => setStateValue("drawn", rates));
  SKETCHES.set(parentElement, sketch);
  return () => {
    sketch.stop();
    if (SKETCHES.get(parentElement) === sketch) SKETCHES.delete(parentElement);
  };
}

function createSketch(parent, { words, times, least, most, truth }, given, send) {
  const open = !truth;
  const tenfolds = Math.round(Math.log10(most / least));
  let mine = given ? [...given] : null;
  let [touched, last, width] = [false, null, 0];

  const status = element("p", { class: "unseen", role: "status" });
  const svg = shape("svg", { height: HEIGHT, role: "img", class: open ? "open" : null });
  const fields = times.map((minute, index) =>
    element("input", { type: "number", min: 0, max: most, step: "any", inputmode: "decimal", "aria-label": say(words.field, { minute }), onchange: (event) => type(index, event.target) }));
  const root = element("div", { class: "slipway-sketch", role: "group", "aria-label": open ? words.ask : words.title }, ...(open ? asked() : [svg, table()]));
  const watcher = new ResizeObserver(() => root.clientWidth !== width && show());

  parent.append(root);
  watcher.observe(root);
  show();
  return { stop: () => watcher.disconnect(), touched: () => touched, mine: () => mine };

  function asked() {
    svg.onpointerdown = (event) => {
      svg.setPointerCapture(event.pointerId);
      last = null;
      draw(event);
    };
    svg.onpointermove = (event) => last && draw(event);
    svg.onpointerup = svg.onpointercancel = () => last && finish();
    const labels = fields.map((field, index) => element("label", { "aria-hidden": null }, `${times[index]} min`, field));
    const again = element("button", { type: "button", onclick: clear }, words.clear);
    return [element("p", {}, words.ask), element("p", { class: "quiet" }, words.how), svg, element("fieldset", { class: "fields", "aria-label": words.numbers }, ...labels), again, status];
  }

  function table() {
    const head = element("tr", {}, ...[words.minute, words.mine, words.truth].map((text) => element("th", { scope: "col" }, text)));
    const rows = times.map((minute, index) => element("tr", {}, element("th", { scope: "row" }, `${minute}`), element("td", {}, `${mine[index]} %`), element("td", {}, `${truth[index]} %`)));
    return element("details", {}, element("summary", {}, words.numbers), element("table", {}, element("thead", {}, head), element("tbody", {}, ...rows)));
  }

  // The points between the last place of the pointer and this one are on the line between them.
  function draw(event) {
    const box = svg.getBoundingClientRect();
    const index = Math.max(0, Math.min(times.length - 1, Math.round((event.clientX - box.left - EDGE.left) / step())));
    const up = HEIGHT - EDGE.bottom - (event.clientY - box.top);
    const pct = rounded(least * 10 ** Math.min(tenfolds, up < SNAP ? 0 : up / tenfold()));
    const from = last || { index, pct };
    mine = mine || times.map(() => least);
    const count = Math.max(1, Math.abs(index - from.index));
    for (let k = 0; k <= count; k += 1) {
      const part = k / count;
      if (k || !last) mine[Math.round(from.index + (index - from.index) * part)] = rounded(from.pct * (pct / from.pct) ** part);
    }
    last = { index, pct };
    show();
  }

  function finish() {
    status.textContent = say(words.drawn, { minute: times[last.index], pct: last.pct });
    last = null;
    commit();
  }

  function type(index, field) {
    const number = Number(field.value.replace(",", "."));
    mine = mine || times.map(() => least);
    if (field.value !== "" && Number.isFinite(number)) mine[index] = rounded(Math.max(least, Math.min(most, number)));
    show();
    commit();
  }

  function clear() {
    mine = null;
    status.textContent = words.cleared;
    show();
    commit();
  }

  function commit() {
    touched = true;
    send(mine ? [...mine] : []);
  }

  function step() {
    return (width - EDGE.left - EDGE.right) / (times.length - 1);
  }

  function tenfold() {
    return (HEIGHT - EDGE.top - EDGE.bottom) / tenfolds;
  }

  function rounded(pct) {
    return Number(pct.toPrecision(2));
  }

  function place(index, pct) {
    return [EDGE.left + index * step(), HEIGHT - EDGE.bottom - Math.log10(Math.max(pct, least) / least) * tenfold()];
  }

  function show() {
    width = root.clientWidth || 640;
    root.dataset.theme = themeOf(parent.host || parent);
    svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    svg.setAttribute("aria-label", described());
    svg.replaceChildren(...grid(), ...gaps(), ...line(truth, "truth"), ...line(mine, "mine"), ...names());
    fields.forEach((field, index) => (field.value = mine ? mine[index] : ""));
  }

  function described() {
    if (!mine) return `${words.title}: ${words.empty}`;
    const told = (name, rates) => `${name}: ${rates.map((pct, index) => say(words.drawn, { minute: times[index], pct })).join(" ")}`;
    return [told(words.mine, mine), ...(truth ? [told(words.truth, truth)] : [])].join(" ");
  }

  function grid() {
    const marks = Array.from({ length: tenfolds + 1 }, (_, power) => rounded(least * 10 ** power));
    const lines = marks.flatMap((pct) => {
      const [x, y] = place(0, pct);
      return [shape("line", { class: "grid", x1: x, x2: width - EDGE.right, y1: y, y2: y }), shape("text", { x: x - 8, y: y + 4, "text-anchor": "end" }, `${pct} %`)];
    });
    const every = step() < 34 ? 3 : step() < 50 ? 2 : 1;
    const ticks = times.flatMap((minute, index) => (index % every ? [] : [shape("text", { x: place(index, least)[0], y: HEIGHT - EDGE.bottom + 18, "text-anchor": index === times.length - 1 ? "end" : "middle" }, `${minute}`)]));
    return [...lines, ...ticks,
      shape("text", { x: EDGE.left, y: 15 }, width < 420 && truth ? "" : words.title),
      shape("text", { x: (EDGE.left + width) / 2, y: HEIGHT - 6, "text-anchor": "middle" }, words.axis),
      shape("text", { x: width - EDGE.right, y: place(0, least)[1] - 5, "text-anchor": "end" }, mine ? "" : words.ordinary)];
  }

  function gaps() {
    if (!truth) return [];
    return truth.map((pct, index) => {
      const [[x, y1], [, y2]] = [place(index, pct), place(index, mine[index])];
      return shape("line", { class: "gap", x1: x, x2: x, y1, y2 });
    });
  }

  function line(rates, name) {
    if (!rates) return open && name === "mine" ? [shape("text", { class: "label", x: (EDGE.left + width) / 2, y: HEIGHT / 2, "text-anchor": "middle" }, words.empty)] : [];
    const points = rates.map((pct, index) => place(index, pct));
    const marks = points.map(([x, y]) => (name === "mine" ? shape("circle", { class: "mine-mark", cx: x, cy: y, r: 4 }) : shape("rect", { class: "truth-mark", x: x - 3, y: y - 3, width: 6, height: 6 })));
    return [shape("polyline", { class: name, points: points.map((point) => point.map((at) => at.toFixed(1)).join()).join(" ") }), ...marks];
  }

  // A sample of each line and its name, at the right of the title.
  function names() {
    if (!truth) return [];
    const at = width - EDGE.right;
    return ["truth", "mine"].flatMap((name, index) => {
      const x = at - index * NAME_ROOM;
      const sample = { class: name, x1: x - NAME_ROOM + 14, x2: x - NAME_ROOM + 38, y1: 11, y2: 11 };
      return [shape("line", sample), shape("text", { class: `${name}-label`, x: x - NAME_ROOM + 43, y: 15 }, words[name])];
    });
  }
}
