// Small helpers: elements from data, text always as text.

const SVG_NS = "http://www.w3.org/2000/svg";

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
  return template.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

function duration(minutes) {
  const parts = [[Math.floor(minutes / 1440), "d"], [Math.floor((minutes % 1440) / 60), "h"], [minutes % 60, "min"]];
  return parts.filter(([n]) => n > 0).map(([n, unit]) => `${n} ${unit}`).join(" ") || "0 min";
}

function shorten(text, width, size) {
  const most = Math.max(3, Math.floor(width / (size * 0.515)));
  return text.length <= most ? text : text.slice(0, most - 1).trimEnd() + "…";
}

function wrap(text, width, size, lines) {
  const most = Math.max(6, Math.floor(width / (size * 0.515)));
  const out = [""];
  for (const word of text.split(" ")) {
    const joined = out[out.length - 1] ? `${out[out.length - 1]} ${word}` : word;
    if (joined.length <= most) out[out.length - 1] = joined;
    else out.push(word);
  }
  if (out.length <= lines) return out.map((line) => shorten(line, width, size));
  return [...out.slice(0, lines - 1), shorten(out.slice(lines - 1).join(" "), width, size)];
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

const ICONS = {
  play: "M4 2 L14 8 L4 14 Z",
  pause: "M3 2 h4 v12 h-4 Z M9 2 h4 v12 h-4 Z",
  first: "M2 2 h2.4 v12 h-2.4 Z M14 2 L5 8 L14 14 Z",
  last: "M11.6 2 h2.4 v12 h-2.4 Z M2 2 L11 8 L2 14 Z",
  back: "M11 2 L3 8 L11 14 Z",
  forward: "M5 2 L13 8 L5 14 Z",
  next_decision: "M1 8 L5.5 3.5 L10 8 L5.5 12.5 Z M10 3 L15.5 8 L10 13 Z",
};

function icon(name) {
  return shape("svg", { viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true", class: "icon" }, shape("path", { d: ICONS[name] }));
}

function newToken() {
  if (globalThis.crypto && crypto.randomUUID) return crypto.randomUUID();
  return `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
}
