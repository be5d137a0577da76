// Sending a form without letting go of its text: the page stays until the server has answered.
import { hold, release } from "./drafts.js";
import { show } from "./page.js";
import { coverPage, isCovered } from "./session.js";
import { ask } from "./talk.js";

const underway = new WeakSet();

/** When the page in sight came: a key pressed twice must not send the form of the page it led to. */
let cameAt = -Infinity;
let touched = false;
const SETTLE = 600;
document.addEventListener("kasane:page", () => {
  cameAt = performance.now();
  touched = false;
});
// Whoever has written something on the new page means it.
document.addEventListener("input", () => (touched = true), true);
const isEcho = () => !touched && performance.now() - cameAt < SETTLE;

const OFFLINE = "いま通信できません。書いた内容はこの画面に残っています。閉じずに、つながるのを待ってください。";
const SIGN_IN = "/session/new";

/** An attribute as written: `form.method` would be the field of that name, if the form has one. */
const written = (form, attribute) => form.getAttribute(attribute) ?? "";
const isPost = (form) => written(form, "method").toLowerCase() === "post";

/** Forms that we send ourselves: every POST of a signed-in page that is not marked otherwise. */
function isOurs(form) {
  return (
    isPost(form) &&
    document.body.dataset.login &&
    !form.closest("[data-plain]") &&
    !written(form, "target") &&
    !form.matches("[hx-post], [hx-put], [hx-patch], [hx-delete], [hx-boost='true']")
  );
}

function complain(form, text) {
  let place = form.querySelector(":scope .save-failed");
  if (!place) {
    place = document.createElement("p");
    place.className = "save-failed";
    place.setAttribute("role", "alert");
    (form.querySelector(".save-bar") ?? form).prepend(place);
  }
  place.textContent = text;
}

async function send(form, submitter) {
  const data = new FormData(form, submitter);
  const files = written(form, "enctype") === "multipart/form-data";
  const address = submitter?.getAttribute("formaction") ?? written(form, "action");
  const drafted = "draftForm" in form.dataset;
  complain(form, "");
  if (drafted) await hold(form);
  const keep = (text) => {
    complain(form, text);
    if (drafted) release(form);
  };
  let answer;
  let page;
  try {
    answer = await ask(address, { method: "POST", headers: { accept: "text/html" }, body: files ? data : new URLSearchParams(data) });
    page = await answer.text();
  } catch {
    keep(OFFLINE);
    return;
  }
  const landed = new URL(answer.url, location.href);
  if (answer.status === 401 || (answer.redirected && landed.pathname === SIGN_IN)) {
    coverPage("expired");
    keep("まだ保存していません。もう一度「保存する」を押してください。");
    return;
  }
  if (answer.status === 429 || answer.status >= 500 || !(answer.headers.get("content-type") ?? "").startsWith("text/html")) {
    const number = answer.headers.get("x-request-id") ?? "";
    keep(`保存できませんでした。書いた内容は残っています。少し待って、もう一度「保存する」を押してください。${number && `(番号 ${number})`}`);
    return;
  }
  show(page, answer.redirected ? landed : null, form);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (event.defaultPrevented || !isOurs(form)) {
    // A form that goes by itself still goes only once.
    if (!event.defaultPrevented && isPost(form)) {
      if (underway.has(form)) event.preventDefault();
      underway.add(form);
      setTimeout(() => underway.delete(form), 3000);
    }
    return;
  }
  event.preventDefault();
  if (isCovered() || underway.has(form) || isEcho()) return;
  underway.add(form);
  form.classList.add("underway");
  try {
    await send(form, event.submitter);
  } finally {
    underway.delete(form);
    form.classList.remove("underway");
  }
});

// Enter sends a form of a single field only; in larger ones a habit of the hand must not save half a record.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = event.target;
  if (!(field instanceof HTMLInputElement) || ["submit", "button", "reset", "file"].includes(field.type)) return;
  if (event.isComposing || event.keyCode === 229) return;
  const form = field.form;
  if (!form || form.closest("#cover") || form.hasAttribute("data-enter")) return;
  const fields = [...form.elements].filter((e) => e.type !== "hidden" && e.matches("input, select, textarea"));
  if (fields.length > 1) event.preventDefault();
});

// 「表示する」 beside a password.
document.addEventListener("click", (event) => {
  const reveal = event.target.closest("[data-reveal]");
  if (!reveal) return;
  const field = document.getElementById(reveal.dataset.reveal);
  const shown = field.type === "text";
  field.type = shown ? "password" : "text";
  reveal.setAttribute("aria-pressed", String(!shown));
});

// A link within the page moves the focus and nothing else; only another address is loaded again.
let shownAddress = location.pathname + location.search;
document.addEventListener("kasane:page", () => (shownAddress = location.pathname + location.search));
addEventListener("popstate", () => {
  if (location.pathname + location.search !== shownAddress) location.reload();
});

/** Focus to what is wrong, if something is. */
export function prepare() {
  const faults = document.getElementById("faults");
  if (faults) faults.focus();
}
