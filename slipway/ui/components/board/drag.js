// Dragging with mouse, pen or finger: a copy follows the pointer, the column below it lights up.

const DRAG_FROM_PX = 6;

function startDrag(event, node, root, handlers) {
  if (event.button) return;
  const start = { x: event.clientX, y: event.clientY };
  const box = node.getBoundingClientRect();
  let ghost = null;
  let over = null;

  const columnAt = (x, y) => {
    const hit = root.getRootNode().elementsFromPoint(x, y).find((found) => found.closest && found.closest("[data-column]"));
    return hit ? hit.closest("[data-column]") : null;
  };
  const move = (now) => {
    if (!ghost && Math.hypot(now.clientX - start.x, now.clientY - start.y) < DRAG_FROM_PX) return;
    if (!ghost) {
      ghost = node.cloneNode(true);
      ghost.classList.add("ghost");
      ghost.setAttribute("aria-hidden", "true");
      ghost.style.width = `${box.width}px`;
      root.append(ghost);
      node.classList.add("lifted");
    }
    now.preventDefault();
    ghost.style.left = `${box.left + now.clientX - start.x}px`;
    ghost.style.top = `${box.top + now.clientY - start.y}px`;
    const column = columnAt(now.clientX, now.clientY);
    if (column === over) return;
    if (over) over.classList.remove("over");
    over = column;
    if (over) over.classList.add("over");
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
