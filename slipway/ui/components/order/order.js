// A list to put in order. Moves stay here: inside a form, `setStateValue` waits until the form is sent.

const LISTS = new WeakMap();

export default function ({ parentElement, data, setStateValue }) {
  const keys = data.items.map((item) => item.key).join();
  const known = LISTS.get(parentElement);
  if (known && known.keys === keys) {
    known.setStateValue = setStateValue;
    return;
  }
  for (const old of parentElement.querySelectorAll(".slipway-order")) old.remove();
  const list = { keys, setStateValue };
  LISTS.set(parentElement, list);
  parentElement.append(createList(data, (used) => list.setStateValue("order", used)));
}

function createList({ items, leaving_out, words }, send) {
  let used = leaving_out ? [] : items.map((item) => item.key);
  let dragged = null;
  const status = element("p", { class: "unseen", role: "status" });
  const usedList = element("ol", { class: "used", "aria-label": words.list });
  const unusedList = element("ul", { class: "unused", "aria-label": words.unused_list });
  const rows = new Map(items.map((item) => [item.key, createRow(item.key, item.label)]));
  const box = element("div", { class: "slipway-order" }, element("p", {}, words.how), usedList, status);
  if (leaving_out) status.before(element("p", {}, words.unused_list), unusedList);
  show();
  return box;

  function createRow(key, text) {
    const place = element("span", { class: "place" });
    const up = button("up", "↑", say(words.up, { text }), () => move(key, used.indexOf(key) - 1, up));
    const down = button("down", "↓", say(words.down, { text }), () => move(key, used.indexOf(key) + 1, down));
    const leave = button("leave", words.leave_short, say(words.leave, { text }), () => leaveOut(key));
    const use = button("use", words.use_short, say(words.use, { text }), () => move(key, used.length, leave));
    const parts = [place, element("span", { class: "text" }, text), up, down, ...(leaving_out ? [leave, use] : [])];
    const node = element("li", { class: "row", draggable: "true", ondragstart, ondragend, ondragover, ondrop }, ...parts);
    return { node, text, place, up, down, use };

    function ondragstart(event) {
      dragged = key;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", text);
    }

    function ondragend() {
      dragged = null;
    }

    function ondragover(event) {
      if (dragged !== null) event.preventDefault();
    }

    function ondrop(event) {
      event.preventDefault();
      if (dragged === null || dragged === key) return;
      if (used.includes(key)) move(dragged, used.indexOf(key));
      else leaveOut(dragged);
    }
  }

  function move(key, index, focus) {
    const others = used.filter((each) => each !== key);
    if (index < 0 || index > others.length) return;
    const [place, count, text] = [index + 1, others.length + 1, rows.get(key).text];
    become([...others.slice(0, index), key, ...others.slice(index)], say(words.moved, { text, place, count }));
    if (focus) focus.focus();
  }

  function leaveOut(key) {
    const { text, use } = rows.get(key);
    become(used.filter((each) => each !== key), say(words.left_out, { text }));
    use.focus();
  }

  function become(next, message) {
    used = next;
    show();
    status.textContent = message;
    send([...used]);
  }

  function show() {
    used.forEach((key, index) => {
      const { place, up, down } = rows.get(key);
      place.textContent = `${index + 1}.`;
      up.setAttribute("aria-disabled", index === 0);
      down.setAttribute("aria-disabled", index === used.length - 1);
    });
    const unused = items.map((item) => item.key).filter((key) => !used.includes(key));
    usedList.replaceChildren(...used.map((key) => rows.get(key).node));
    unusedList.replaceChildren(...unused.map((key) => rows.get(key).node));
    usedList.classList.toggle("nothing", used.length === 0);
  }
}

function button(id, sign, label, onclick) {
  return element("button", { type: "button", class: id, "aria-label": label, onclick }, sign);
}
