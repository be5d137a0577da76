// What all pages do in the browser. Every page works without it; with it nothing typed is lost, the keyboard is
// quicker and the page covers itself. The parts know each other by the few functions they export, not by globals.
import { prepare as prepareDrafts } from "./drafts.js";
import { prepare as prepareForms } from "./forms.js";
import { prepare as preparePrivacy } from "./privacy.js";
import { prepare as prepareSession } from "./session.js";
import "./kana.js";
import "./keys.js";
import "./swap.js";

document.documentElement.classList.add("scripted");

/** Once for the page, and again for each page that is put in its place. */
function prepare() {
  prepareSession();
  preparePrivacy();
  prepareForms();
  prepareDrafts();
}

prepare();
document.addEventListener("kasane:page", prepare);
addEventListener("beforeprint", () => {
  const badges = [...document.querySelectorAll(".case-why > span:first-child .badge")].map((badge) => `【${badge.textContent.trim()}】`);
  for (const place of document.querySelectorAll("[data-print-basis]")) {
    place.textContent = badges.length ? `見える根拠: ${badges.join("")}` : "";
  }
  for (const place of document.querySelectorAll("[data-print-time]")) {
    place.textContent = new Intl.DateTimeFormat("ja-JP", { dateStyle: "short", timeStyle: "short" }).format(new Date());
  }
});
