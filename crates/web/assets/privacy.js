// 名前の表示: names in lists become codes and the first kana, while a visitor can see the display.

const HIDDEN = "kasane:names-hidden";

const isHidden = () => sessionStorage.getItem(HIDDEN) === "1";

/** Brings the lists of `place` in line with the switch. */
function apply(place = document) {
  const hidden = isHidden();
  for (const name of place.querySelectorAll("[data-name]")) {
    name.dataset.full ??= name.textContent;
    name.textContent = hidden ? name.dataset.code : name.dataset.full;
  }
  for (const button of document.querySelectorAll("[data-names]")) {
    button.setAttribute("aria-pressed", String((button.dataset.names === "hide") === hidden));
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-names]");
  if (!button) return;
  if (button.dataset.names === "hide") sessionStorage.setItem(HIDDEN, "1");
  else sessionStorage.removeItem(HIDDEN);
  apply();
});
document.addEventListener("htmx:load", (event) => isHidden() && apply(event.detail.elt));

/** Names stay hidden from page to page. */
export function prepare() {
  apply();
}
