// Reads the chosen file as bytes and hands them over in one piece; one that is too large is named, and takes the place
// of the one before with nothing.

export default function ({ parentElement, data, setStateValue }) {
  let box = parentElement.querySelector(".slipway-upload");
  if (!box) {
    box = document.createElement("label");
    box.className = "slipway-upload";
    const text = document.createElement("span");
    const input = document.createElement("input");
    const note = document.createElement("span");
    input.type = "file";
    note.className = "note";
    note.setAttribute("role", "status");
    box.append(text, input, note);
    parentElement.append(box);
  }
  const [text, input, note] = box.children;
  text.textContent = data.label;
  input.accept = data.accept;
  input.onchange = async () => {
    const file = input.files[0];
    if (!file) return;
    const tooLarge = file.size > data.most;
    note.textContent = tooLarge ? data.too_large.replace("NAME", () => file.name.slice(0, 80)) : "";
    const bytes = tooLarge ? null : new Uint8Array(await file.arrayBuffer());
    setStateValue("file", bytes && { name: file.name, data: encode(bytes) });
  };
}

function encode(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}
