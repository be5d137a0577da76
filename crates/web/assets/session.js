// The session as the page sees it: a warning before the end, a cover with a sign-in over it after the end.
import { answered, askJson, onAnswer } from "./talk.js";

const WARN_SECONDS = 120;
const COVERED = "kasane:covered";
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("kasane") : null;

let endsAt = Infinity;
let waiting = null;
let waiters = [];
let focusBefore = null;

const cover = () => document.getElementById("cover");
const login = () => document.body.dataset.login;
const root = document.documentElement;

export const isCovered = () => root.classList.contains("covered");

/** Reads the page's session and starts its clock. */
export function prepare() {
  if (!login()) {
    // The sign-in page is only shown when no session is left: then nothing stays covered behind it.
    if (document.querySelector("form[action='/session']")) localStorage.removeItem(COVERED);
    root.classList.remove("covered");
    endsAt = Infinity;
    return;
  }
  stillAlive();
  // Kept across pages and tabs: neither reloading nor a new tab lifts the cover.
  if (localStorage.getItem(COVERED)) coverPage(localStorage.getItem(COVERED), false);
}

/** Covers the page at once; `why` is `hidden` (by the person) or `expired`. */
export function coverPage(why, spread = true) {
  const dialog = cover();
  if (!dialog || !login()) return;
  if (spread && why === "hidden") tabs?.postMessage({ covered: why, login: login() });
  localStorage.setItem(COVERED, why);
  if (!isCovered()) focusBefore = document.activeElement;
  root.classList.add("covered");
  document.title = "画面を隠しています - Kasane";
  dialog.querySelector("[data-cover-reason]").textContent =
    why === "expired"
      ? "時間がたったので画面を隠しました。サインインすると、続きから書けます。"
      : "サインインすると、続きから書けます。";
  if (!dialog.open) dialog.showModal();
  dialog.querySelector("[name=password]").focus();
}

/** Resolves once the page is uncovered by its own person. */
export function uncovered() {
  return isCovered() ? new Promise((go) => waiters.push(go)) : Promise.resolve();
}

function uncover() {
  localStorage.removeItem(COVERED);
  root.classList.remove("covered");
  document.title = pageTitle;
  const dialog = cover();
  dialog.querySelector("form").reset();
  fail("");
  if (dialog.open) dialog.close();
  focusBefore?.focus?.();
  focusBefore = null;
  stillAlive();
  for (const go of waiters.splice(0)) go();
  tabs?.postMessage({ uncovered: login() });
}

let pageTitle = document.title;
document.addEventListener("kasane:page", () => (pageTitle = document.title));

/** Asks for the session; answers `true` (alive, ours), `false` (covered now) or `null` (server away). */
export async function checkAlive() {
  let answer;
  try {
    answer = await askJson("/session/alive", "POST", {}, { signal: AbortSignal.timeout?.(8000) });
  } catch {
    return null;
  }
  if (answer.status === 401) return false;
  if (!answer.ok) return null;
  const now = await answer.json().catch(() => ({}));
  return isSamePerson(now);
}

function isSamePerson(now) {
  const other = now.login && now.login !== login();
  const elsewhere = now.standing && now.standing !== document.body.dataset.standing;
  if (!other && !elsewhere) return true;
  // 前の方の書きかけは表示しません: nothing of this page stays in sight, or in the history.
  root.classList.add("gone");
  sessionStorage.clear();
  localStorage.removeItem(COVERED);
  location.replace("/");
  return false;
}

function stillAlive(spread = true) {
  const seconds = Number(document.body.dataset.idle) || 0;
  endsAt = seconds ? Date.now() + seconds * 1000 : Infinity;
  warn("");
  plan();
  if (spread) tabs?.postMessage({ alive: login() });
}

/** One timer, always for the next thing to happen; a sleeping computer is late but never wrong. */
function plan() {
  clearTimeout(waiting);
  if (endsAt === Infinity) return;
  const left = endsAt - Date.now();
  const untilWarning = left - WARN_SECONDS * 1000;
  waiting = setTimeout(tick, Math.max(0, Math.min(untilWarning > 0 ? untilWarning : left, 30_000)) + 50);
}

function tick() {
  const left = Math.ceil((endsAt - Date.now()) / 1000);
  if (left <= 0) {
    warn("");
    coverPage("expired");
    return;
  }
  if (left <= WARN_SECONDS && !isCovered()) {
    warn(`あと${Math.max(1, Math.ceil(left / 60))}分で画面を閉じます。書いた内容は下書きに残ります。`);
  }
  plan();
}

function warn(text) {
  const place = document.getElementById("session-warning");
  if (!place) return;
  const line = place.querySelector("p");
  place.hidden = !text;
  if (line.textContent !== text) line.textContent = text;
}

function fail(text) {
  const place = cover()?.querySelector("[data-cover-error]");
  if (place) place.textContent = text;
}

async function signInAgain(form) {
  fail("");
  const body = Object.fromEntries(new FormData(form));
  let answer;
  try {
    answer = await fetch("/session", {
      method: "POST",
      credentials: "same-origin",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body),
    });
  } catch {
    fail("いま通信できません。書いた内容はこの画面に残っています。閉じずに、つながるのを待ってください。");
    return;
  }
  const said = await answer.json().catch(() => ({}));
  if (answer.ok) {
    if (isSamePerson(said)) uncover();
    return;
  }
  fail(said.faults?.[0]?.message ?? said.message ?? "サインインできませんでした。もう一度お確かめください。");
  const again = cover().querySelector("[name=password]");
  again.value = "";
  again.focus();
}

onAnswer((what) => {
  if (what === "expired") coverPage("expired");
  else if (what === "alive" && !isCovered()) stillAlive();
});

document.addEventListener("htmx:afterRequest", (event) => answered(event.detail.xhr?.status ?? 0));

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".cover-form")) return;
  event.preventDefault();
  signInAgain(event.target);
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-stay]")) checkAlive();
  if (event.target.closest("[data-hide-screen]")) coverPage("hidden");
});

// Esc may not lift the cover, however often it is pressed.
document.addEventListener("cancel", (event) => event.target === cover() && event.preventDefault(), true);
document.addEventListener("close", () => isCovered() && setTimeout(() => coverPage(localStorage.getItem(COVERED) ?? "hidden", false)), true);

tabs?.addEventListener("message", ({ data }) => {
  if (data.covered && data.login === login()) coverPage(data.covered, false);
  if (data.uncovered && data.uncovered === login() && isCovered()) checkAlive().then((ours) => ours && uncover());
  if (data.alive && data.alive === login() && !isCovered()) stillAlive(false);
  if (data.alive && login() && data.alive !== login()) checkAlive();
});

document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && endsAt !== Infinity && tick());

// Back after sign-out must not show the page again: nothing is painted until the server has said that we may.
addEventListener("pageshow", async (event) => {
  if (!event.persisted || !login()) return;
  root.classList.add("gone");
  const alive = await checkAlive();
  if (alive === false) {
    // Another person's page is on its way already; otherwise nobody is signed in.
    if (isCovered()) location.replace("/session/new");
    return;
  }
  if (alive === null) coverPage("hidden", false);
  root.classList.remove("gone");
});
