// Keys of the whole page. Nothing fires while a word is being composed, and all can be switched off.
import { coverPage, isCovered } from "./session.js";

const OFF = "kasane:keys-off";
const isOff = () => localStorage.getItem(OFF) === "1";

const isWriting = (element) => element.matches?.("input, textarea, select, [contenteditable]");

function follow(key) {
  const link = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  link?.click();
  return Boolean(link);
}

function find() {
  const field = document.getElementById("q");
  field?.focus();
  field?.select();
  return Boolean(field);
}

function list() {
  const dialog = document.getElementById("keys");
  if (!dialog || dialog.open) return false;
  dialog.querySelector("[data-keys-off]").checked = isOff();
  dialog.showModal();
  return true;
}

/** The form on which somebody works, or else the one with the draft, or the only primary button. */
function saveButton() {
  const here = document.activeElement?.closest?.("form")?.querySelector("[data-primary]");
  return here ?? document.querySelector("form[data-draft-form] [data-primary]") ?? document.querySelector("main [data-primary]");
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || isCovered() || document.querySelector("dialog[open]")) return;
  if (event.altKey && !event.ctrlKey && !event.metaKey && event.code === "KeyL") {
    // Hiding the screen is for one's safety: it works even where the other keys are off.
    event.preventDefault();
    coverPage("hidden");
    return;
  }
  if (isOff()) return;
  let done = false;
  if (event.ctrlKey && event.key === "Enter") {
    const button = saveButton();
    button?.form.requestSubmit(button);
    done = Boolean(button);
  } else if (event.altKey && !event.ctrlKey && !event.metaKey) {
    if (/^Digit[1-7]$/.test(event.code)) done = follow(event.code.slice(5));
    else if (event.code === "KeyK") done = find();
    else if (event.code === "KeyN") done = follow("n");
    else if (event.code === "KeyW") done = follow("w");
  } else if (!event.ctrlKey && !event.metaKey && !isWriting(event.target)) {
    if (event.key === "/") done = find();
    else if (event.key === "?") done = list();
  }
  if (event.key === "Escape") {
    const open = document.querySelector(".who[open], details.drawer[open]");
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
      done = true;
    }
  }
  if (done) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys]")) list();
});
document.addEventListener("change", (event) => {
  if (!event.target.matches("[data-keys-off]")) return;
  if (event.target.checked) localStorage.setItem(OFF, "1");
  else localStorage.removeItem(OFF);
});
