// Dragging with mouse, pen or finger: a copy follows the pointer, the column below it lights up, and near the upper or
// lower edge of the window the page scrolls along.

const DRAG_FROM_PX = 6;
const EDGE_PX = 64;
const SCROLL_PX = 10;

function startDrag(event, node, root, handlers) {
  if (event.button) return;
  const start = { x: event.clientX, y: event.clientY };
  const box = node.getBoundingClientRect();
  let ghost = null;
  let over = null;
  let last = event;

  const columnAt = (x, y) => {
    const hit = root.getRootNode().elementsFromPoint(x, y).find((found) => found.closest && found.closest("[data-column]"));
    return hit ? hit.closest("[data-column]") : null;
  };
  const lightUp = () => {
    const column = columnAt(last.clientX, last.clientY);
    if (column === over) return;
    if (over) over.classList.remove("over");
    over = column;
    if (over) over.classList.add("over");
  };
  const scrollAlong = () => {
    if (!ghost) return;
    const beyond = (last.clientY > window.innerHeight - EDGE_PX) - (last.clientY < EDGE_PX);
    if (beyond) {
      scrollerOf(root).scrollBy(0, beyond * SCROLL_PX);
      lightUp();
    }
    requestAnimationFrame(scrollAlong);
  };
  const move = (now) => {
    last = now;
    if (!ghost && Math.hypot(now.clientX - start.x, now.clientY - start.y) < DRAG_FROM_PX) return;
    if (!ghost) {
      ghost = node.cloneNode(true);
      ghost.classList.add("ghost");
      ghost.setAttribute("aria-hidden", "true");
      ghost.style.width = `${box.width}px`;
      root.append(ghost);
      node.classList.add("lifted");
      requestAnimationFrame(scrollAlong);
    }
    now.preventDefault();
    ghost.style.left = `${box.left + now.clientX - start.x}px`;
    ghost.style.top = `${box.top + now.clientY - start.y}px`;
    lightUp();
  };
  const end = (dropped) => {
    window.removeEventListener("pointermove", move);
    window.removeEventListener("pointerup", drop);
    window.removeEventListener("pointercancel", cancel);
    window.removeEventListener("keydown", escape, true);
    node.classList.remove("lifted");
    if (over) over.classList.remove("over");
    if (ghost) {
      ghost.remove();
      ghost = null;
      if (dropped && over) handlers.drop(over.dataset.column || null);
    }
  };
  const drop = () => end(true);
  const cancel = () => end(false);
  const escape = (key) => { if (key.key === "Escape") end(false); };
  window.addEventListener("pointermove", move, { passive: false });
  window.addEventListener("pointerup", drop);
  window.addEventListener("pointercancel", cancel);
  window.addEventListener("keydown", escape, true);
}

function scrollerOf(node) {
  for (let at = node; at; at = at.parentElement || at.getRootNode().host) {
    if (at.scrollHeight > at.clientHeight && /auto|scroll/.test(getComputedStyle(at).overflowY)) return at;
  }
  return document.scrollingElement;
}
