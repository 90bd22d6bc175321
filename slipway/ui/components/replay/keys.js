// Which key belongs to whom: the player takes what nothing else on the page has a use for.

const TEXT_ENTRY = "input:not([type=radio]):not([type=checkbox]):not([type=range]):not([type=button]), textarea, select, [contenteditable]:not([contenteditable=false])";
const OWN_KEYS = "[role=combobox], [role=listbox], [role=menu], [role=slider], [role=tablist], [role=grid], [role=dialog], [role=spinbutton]";

// The full players on the page, first one first: it hears the keys pressed outside all of them.
const LISTENING = [];

function listenToKeys(root, keys) {
  const onKey = (event) => {
    const act = keys[event.key];
    if (!act || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.composedPath()[0];
    if (!mayAct(target, event.key, root)) return;
    event.preventDefault();
    act();
  };
  LISTENING.push(root);
  document.addEventListener("keydown", onKey);
  return () => {
    LISTENING.splice(LISTENING.indexOf(root), 1);
    document.removeEventListener("keydown", onKey);
  };
}

function mayAct(target, key, root) {
  if (!(target instanceof Element)) return root === LISTENING[0];
  if (root.contains(target)) return !usesInside(target, key);
  if (target.closest(TEXT_ENTRY) || target.closest(OWN_KEYS)) return false;
  if (LISTENING.some((other) => other.contains(target)) || root !== LISTENING[0]) return false;
  return !(key === " " && target.closest("button, a, summary, label, input")) && !(target.closest("input") && /^(Arrow|Home|End)/.test(key));
}

function usesInside(target, key) {
  if (target.matches("input[type=range]")) return /^(Arrow|Home|End)/.test(key);
  if (target.matches("input[type=radio]")) return key === " " || key.startsWith("Arrow");
  if (target.matches("button")) return key === " ";
  return target.matches(".log") && (/^(Arrow|Home|End)/.test(key) || key === " ");
}
