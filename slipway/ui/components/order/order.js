// A list to put in order. Moves stay here; `setStateValue` inside a form waits for the form to be sent.

const lists = new WeakMap();

export default function ({ parentElement, data, setStateValue }) {
  const known = lists.get(parentElement);
  const keys = data.items.map((item) => item.key);
  if (known && known.keys.join() === keys.join()) return;
  parentElement.querySelector(".slipway-order")?.remove();
  const box = document.createElement("div");
  box.className = "slipway-order";
  parentElement.append(box);
  const list = {
    keys,
    box,
    used: data.leaving_out ? [] : [...keys],
    labels: new Map(data.items.map((item) => [item.key, item.label])),
    leavingOut: data.leaving_out,
    words: data.words,
    send: () => setStateValue("order", [...list.used]),
  };
  lists.set(parentElement, list);
  build(list);
  draw(list);
}

function build(list) {
  const how = make("p", "how", list.words.how);
  const used = make("ol", "used");
  used.setAttribute("aria-label", list.words.list);
  const unused = make("ul", "unused");
  unused.setAttribute("aria-label", list.words.unused_list);
  const title = make("p", "unused-title", list.words.unused_list);
  const status = make("p", "unseen");
  status.setAttribute("role", "status");
  list.box.append(how, used, ...(list.leavingOut ? [title, unused] : []), status);
  Object.assign(list, { usedBox: used, unusedBox: unused, status, rows: new Map() });
  for (const key of list.keys) list.rows.set(key, row(list, key));
}

function row(list, key) {
  const text = list.labels.get(key);
  const item = make("li", "row");
  item.draggable = true;
  const place = make("span", "place");
  const up = button(list, "up", "↑", text, () => move(list, key, list.used.indexOf(key) - 1, up));
  const down = button(list, "down", "↓", text, () => move(list, key, list.used.indexOf(key) + 1, down));
  const leave = button(list, "leave_out", list.words.leave_out_short, text, () => leaveOut(list, key));
  const use = button(list, "use", list.words.use_short, text, () => move(list, key, list.used.length, leave));
  item.append(place, make("span", "text", text), up, down, ...(list.leavingOut ? [leave, use] : []));
  item.ondragstart = (event) => {
    list.dragged = key;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", text);
  };
  item.ondragend = () => delete list.dragged;
  item.ondragover = (event) => {
    if (list.dragged) event.preventDefault();
  };
  item.ondrop = (event) => {
    event.preventDefault();
    drop(list, key);
  };
  return { item, place, up, down, leave, use };
}

function drop(list, target) {
  const key = list.dragged;
  if (!key || key === target) return;
  if (list.used.includes(target)) move(list, key, list.used.indexOf(target));
  else leaveOut(list, key);
}

function move(list, key, place, focus) {
  const count = list.used.length + (list.used.includes(key) ? 0 : 1);
  if (place < 0 || place >= count) return;
  list.used = list.used.filter((each) => each !== key);
  list.used.splice(place, 0, key);
  draw(list, focus);
  say(list, fill(list.words.moved, { text: list.labels.get(key), place: place + 1, count }));
  list.send();
}

function leaveOut(list, key) {
  list.used = list.used.filter((each) => each !== key);
  draw(list, list.rows.get(key).use);
  say(list, fill(list.words.left_out, { text: list.labels.get(key) }));
  list.send();
}

function draw(list, focus) {
  const last = list.used.length - 1;
  list.used.forEach((key, place) => {
    const row = list.rows.get(key);
    row.place.textContent = `${place + 1}.`;
    row.up.setAttribute("aria-disabled", place === 0);
    row.down.setAttribute("aria-disabled", place === last);
  });
  const unused = list.keys.filter((key) => !list.used.includes(key));
  for (const key of unused) list.rows.get(key).place.textContent = "";
  list.usedBox.replaceChildren(...list.used.map((key) => list.rows.get(key).item));
  list.unusedBox.replaceChildren(...unused.map((key) => list.rows.get(key).item));
  list.box.classList.toggle("nothing", list.used.length === 0);
  focus?.focus();
}

function say(list, text) {
  list.status.textContent = text;
}

function button(list, name, sign, text, act) {
  const made = make("button", name, sign);
  made.type = "button";
  made.setAttribute("aria-label", fill(list.words[name], { text }));
  made.onclick = act;
  return made;
}

function make(tag, className, text = "") {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text;
  return made;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}
