// Small helpers: elements from data, text always as text, and how wide a text is.

const SVG_NS = "http://www.w3.org/2000/svg";
const DAY_MIN = 1440;

function element(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function shape(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG_NS, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

function say(template, values) {
  const counted = template.replace(/\{(\w+):([^{}|]*)\|([^{}|]*)\}/g, (_, name, one, many) =>
    String(values[name]) === "1" ? one : many,
  );
  return counted.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

function duration(minutes) {
  const parts = [[Math.floor(minutes / DAY_MIN), "d"], [Math.floor((minutes % DAY_MIN) / 60), "h"], [minutes % 60, "min"]];
  return parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}`).join(" ") || "0 min";
}

function newToken() {
  if (globalThis.crypto && crypto.randomUUID) return crypto.randomUUID();
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
}

// Every state at once: state k is the fold of the first k + 1 updates.
function foldAll(events) {
  const states = [];
  let state = {};
  for (const event of events) {
    state = { ...state, ...event.set };
    states.push(state);
  }
  return states;
}

// A ruler for texts in the fonts of `host`; widths are remembered until the fonts change.
function createRuler(host) {
  const context = document.createElement("canvas").getContext("2d");
  const known = new Map();
  const width = (text, size, weight = 400, mono = false) => {
    const key = `${size}/${weight}/${mono}/${text}`;
    if (!known.has(key)) {
      const style = getComputedStyle(host);
      const code = style.getPropertyValue("--st-code-font") || "monospace";
      context.font = `${weight} ${size}px ${mono ? code : style.fontFamily}`;
      known.set(key, context.measureText(text).width);
    }
    return known.get(key);
  };
  return { width, forget: () => known.clear() };
}

// The text, or as much of its beginning as fits, with an ellipsis.
function fit(ruler, text, room, size, weight, mono) {
  if (ruler.width(text, size, weight, mono) <= room) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (ruler.width(`${text.slice(0, middle).trimEnd()}…`, size, weight, mono) <= room) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low).trimEnd()}…`;
}

// At most `most` lines; what is left over ends the last of them in an ellipsis.
function wrap(ruler, text, room, most, size, weight) {
  const lines = [];
  let rest = text.split(" ");
  while (rest.length && lines.length < most - 1) {
    let count = 1;
    while (count < rest.length && ruler.width(rest.slice(0, count + 1).join(" "), size, weight) <= room) count += 1;
    lines.push(fit(ruler, rest.slice(0, count).join(" "), room, size, weight));
    rest = rest.slice(count);
  }
  if (rest.length) lines.push(fit(ruler, rest.join(" "), room, size, weight));
  return lines;
}

const ICONS = {
  play: "M4 2 L14 8 L4 14 Z",
  pause: "M3 2 h4 v12 h-4 Z M9 2 h4 v12 h-4 Z",
  first: "M2 2 h2.4 v12 h-2.4 Z M14 2 L5 8 L14 14 Z",
  last: "M11.6 2 h2.4 v12 h-2.4 Z M2 2 L11 8 L2 14 Z",
  back: "M11 2 L3 8 L11 14 Z",
  forward: "M5 2 L13 8 L5 14 Z",
  previous_decision: "M15 8 L10.5 3.5 L6 8 L10.5 12.5 Z M6 3 L0.5 8 L6 13 Z",
  next_decision: "M1 8 L5.5 3.5 L10 8 L5.5 12.5 Z M10 3 L15.5 8 L10 13 Z",
};

function icon(name) {
  return shape("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", class: "icon" }, shape("path", { d: ICONS[name] }));
}

// The name of the page's theme, told from its background.
function themeOf(host) {
  const colour = getComputedStyle(host).getPropertyValue("--st-background-color").trim() || getComputedStyle(document.body).backgroundColor;
  const hex = colour.match(/^#([0-9a-f]{6})/i);
  const parts = hex ? [0, 2, 4].map((i) => parseInt(hex[1].slice(i, i + 2), 16)) : (colour.match(/\d+(\.\d+)?/g) || [255, 255, 255]).map(Number);
  return parts[0] * 0.299 + parts[1] * 0.587 + parts[2] * 0.114 < 128 ? "dark" : "light";
}
