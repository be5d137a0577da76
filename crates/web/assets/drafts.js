// Drafts: what is typed reaches the server within two seconds of rest, at most five while typing goes on.
import { isCovered, uncovered } from "./session.js";
import { askJson } from "./talk.js";

const REST = 2000;
const AT_MOST = 5000;
const RETRY = 5000;
const ADDRESS = "/drafts";

/** form element → how it stands with its draft */
const known = new WeakMap();

const formsHere = () => [...document.querySelectorAll("form[data-draft-form]")];

/** What the form holds, as the JSON face of its POST: text as strings, groups of boxes as lists. */
export function fieldsOf(form) {
  const body = {};
  for (const element of form.elements) {
    const { name, type } = element;
    if (!name || name.startsWith("_") || ["password", "file", "submit", "button"].includes(type)) continue;
    if ("many" in element.dataset || type === "select-multiple") {
      body[name] ??= [];
      if (type === "select-multiple") body[name].push(...[...element.selectedOptions].map((option) => option.value));
      else if (element.checked) body[name].push(element.value);
    } else if (type === "checkbox" || type === "radio") {
      if (element.checked) body[name] = element.value;
      else body[name] ??= "";
    } else if (name in body) {
      body[name] = [].concat(body[name], element.value);
    } else {
      body[name] = element.value;
    }
  }
  return body;
}

function stateOf(form) {
  if (!known.has(form)) {
    // `sent` is what the server is known to have: at first what it rendered itself.
    known.set(form, { sent: JSON.stringify(fieldsOf(form)), since: 0, timer: null, retry: null, underway: null, told: false, closed: false });
  }
  return known.get(form);
}

const packet = (form, text) => ({
  form: form.dataset.draftForm,
  subject: form.dataset.draftSubject,
  body: JSON.parse(text),
});

function say(form, text, { failed = false, aloud = false } = {}) {
  const place = form.querySelector("[data-draft-state]");
  if (!place) return;
  place.classList.toggle("failed", failed);
  // The line speaks only the first time and when saving fails; otherwise it would talk into every sentence.
  if (aloud) place.setAttribute("role", failed ? "alert" : "status");
  else place.removeAttribute("role");
  place.textContent = text;
  if (failed) {
    const again = document.createElement("button");
    again.type = "button";
    again.className = "button quiet";
    again.textContent = "もう一度保存する";
    again.addEventListener("click", () => save(form));
    place.append(" ", again);
  }
}

const clock = () => new Date().toLocaleTimeString("ja-JP", { hour12: false });

/** Sends the draft if it differs from what the server has. */
export async function save(form, evenIfSame = false) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  clearTimeout(state.retry);
  state.timer = null;
  if (state.closed || !form.isConnected) return true;
  if (state.underway) {
    await state.underway;
    return save(form, evenIfSame);
  }
  const text = JSON.stringify(fieldsOf(form));
  state.since = 0;
  if (text === state.sent && !evenIfSame) return true;
  if (isCovered()) await uncovered();
  if (!state.failed) say(form, "保存しています");
  state.underway = (async () => {
    try {
      const answer = await askJson(ADDRESS, "PUT", packet(form, text), { signal: AbortSignal.timeout?.(15000) });
      if (answer.ok) {
        const told = state.told && !state.failed;
        state.sent = text;
        state.told = true;
        state.failed = false;
        if (!state.closed) say(form, `下書きを保存しました ${clock()}`, { aloud: !told });
        return true;
      }
      if (answer.status === 401) {
        // Covered by now; sent again as soon as the same person has signed in.
        uncovered().then(() => save(form, true));
        return false;
      }
      throw new Error(String(answer.status));
    } catch {
      if (!state.failed) {
        say(form, "下書きを保存できていません。この画面を閉じないでください。つながりしだい、もう一度保存します。", { failed: true, aloud: true });
      }
      state.failed = true;
      state.retry = setTimeout(() => save(form), RETRY);
      return false;
    }
  })();
  try {
    return await state.underway;
  } finally {
    state.underway = null;
  }
}

/** The form itself is on its way: nothing of its draft may arrive after it. */
export async function hold(form) {
  const state = stateOf(form);
  state.closed = true;
  clearTimeout(state.timer);
  clearTimeout(state.retry);
  await state.underway;
}

/** The form was not taken: its text is kept as a draft again. */
export function release(form) {
  stateOf(form).closed = false;
  return save(form);
}

function typed(form) {
  const state = stateOf(form);
  if (state.closed) return;
  const now = Date.now();
  state.since ||= now;
  clearTimeout(state.timer);
  state.timer = setTimeout(() => save(form), Math.max(0, Math.min(REST, state.since + AT_MOST - now)));
}

const draftForm = (event) => event.target.closest?.("form[data-draft-form]");

document.addEventListener("input", (event) => {
  const form = draftForm(event);
  if (form) typed(form);
});
document.addEventListener("change", (event) => {
  const form = draftForm(event);
  if (form) save(form);
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-draft-save]");
  if (!button?.form) return;
  event.preventDefault();
  save(button.form, true);
});

// What is given up is given up: nothing typed since, and no save that is still on its way, may bring it back.
document.addEventListener(
  "submit",
  async (event) => {
    const form = event.target;
    if (!form.matches("[data-draft-forget]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    await Promise.all(formsHere().map(hold));
    form.submit();
  },
  true,
);

function lastWords() {
  for (const form of formsHere()) {
    const state = known.get(form);
    if (!state || state.closed) continue;
    const text = JSON.stringify(fieldsOf(form));
    if (text === state.sent) continue;
    const body = JSON.stringify(packet(form, text));
    const small = new Blob([body]).size < 60_000;
    fetch(ADDRESS, { method: "PUT", credentials: "same-origin", keepalive: small, headers: { "content-type": "application/json", accept: "application/json" }, body })
      .then((answer) => answer.ok && (state.sent = text))
      .catch(() => {});
  }
}
addEventListener("pagehide", lastWords);
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && lastWords());
addEventListener("online", () => formsHere().forEach((form) => save(form)));

// Text that has not reached the server yet keeps its page open.
addEventListener("beforeunload", (event) => {
  const lost = formsHere().some((form) => known.get(form)?.failed && !known.get(form).closed);
  if (lost) event.preventDefault();
});

// What was opened stays open, per form and only in this tab.
const foldKey = (fold) => `kasane:fold:${location.pathname}:${fold.id}`;
document.addEventListener(
  "toggle",
  (event) => {
    const fold = event.target;
    if (fold.matches?.("form[data-draft-form] details[id]")) sessionStorage.setItem(foldKey(fold), fold.open ? "1" : "0");
  },
  true,
);

/** Remembers what each form held when it came. */
export function prepare() {
  for (const form of formsHere()) {
    const state = stateOf(form);
    // A form that came back with faults shows what was sent, which no draft holds yet.
    if (document.getElementById("faults")) {
      state.sent = "";
      typed(form);
    }
    for (const fold of form.querySelectorAll("details[id]")) {
      const before = sessionStorage.getItem(foldKey(fold));
      if (before && !fold.querySelector(".wrong")) fold.open = before === "1";
    }
  }
}
