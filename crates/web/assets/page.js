// Putting a whole page of the server in the place of this one, without a second request for it.

/** Shows `html` as the page; `address` is where it lives, or null if it is an answer about this address. */
export function show(html, address) {
  const next = new DOMParser().parseFromString(html, "text/html");
  const sheets = (page) => [...page.querySelectorAll("link[rel=stylesheet], script[src]")].map((e) => e.getAttribute("href") ?? e.getAttribute("src")).join();
  if (address && sheets(next) !== sheets(document)) {
    // The server has been renewed meanwhile: take its new files too.
    location.assign(address);
    return;
  }
  if (address && address.href !== location.href) history.pushState({}, "", address);
  document.title = next.title;
  document.body.replaceWith(document.adoptNode(next.body));
  scrollTo(0, 0);
  window.htmx?.process(document.body);
  // A status line that is there from the start stays silent: its sentence comes a moment later.
  const notice = document.getElementById("notice");
  const sentence = notice?.textContent;
  if (sentence) {
    notice.textContent = "";
    setTimeout(() => (notice.textContent = sentence), 300);
  }
  document.dispatchEvent(new Event("kasane:page"));
  if (!document.getElementById("faults")) arrive(document.getElementById("main"));
}

/** Moves the focus to the heading of what has come, so that it is read out. */
export function arrive(place) {
  const target = place?.querySelector("#faults, .faults, h1, h2, h3, legend") ?? place;
  if (!target) return;
  if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
  target.focus();
}
