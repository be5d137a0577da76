// Putting a whole page of the server in the place of this one, without a second request for it.

const kindOf = (field) => field.type === "checkbox" || field.type === "radio";
const nowIn = (field) => (kindOf(field) ? String(field.checked) : field.value);
const asCame = (field) => {
  if (kindOf(field)) return String(field.defaultChecked);
  if (field instanceof HTMLSelectElement) return ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "";
  return field.defaultValue;
};

/** Fields of a form, each with what tells it from the others. */
function fieldsIn(form) {
  const seen = new Map();
  return [...form.elements].filter((field) => field.name && !field.name.startsWith("_") && !["hidden", "password", "file", "submit", "button"].includes(field.type)).map((field) => {
    const name = kindOf(field) ? `${field.name}=${field.value}` : field.name;
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    return [`${name}#${nth}`, field];
  });
}

const lasting = (page) => new Map([...page.querySelectorAll("form[method=post][action]")].map((form) => [form.getAttribute("action"), form]));

/** What was typed into other forms of a page than the one that was sent goes on standing there, if they come again as they were. */
function carryOver(from, to, sent) {
  const coming = lasting(to);
  for (const [action, form] of lasting(from)) {
    const next = form === sent ? null : coming.get(action);
    if (!next) continue;
    const places = new Map(fieldsIn(next));
    for (const [key, field] of fieldsIn(form)) {
      const place = places.get(key);
      if (!place || nowIn(field) === asCame(field) || asCame(place) !== asCame(field)) continue;
      if (kindOf(place)) place.checked = field.checked;
      else place.value = field.value;
      place.closest("details")?.setAttribute("open", "");
    }
  }
}

/** Shows `html` as the page; `address` is where it lives, or null if it is an answer about this address. `sent` is the form that it answers. */
export function show(html, address, sent = null) {
  const next = new DOMParser().parseFromString(html, "text/html");
  const sheets = (page) => [...page.querySelectorAll("link[rel=stylesheet], script[src]")].map((e) => e.getAttribute("href") ?? e.getAttribute("src")).join();
  if (address && sheets(next) !== sheets(document)) {
    // The server has been renewed meanwhile: take its new files too.
    location.assign(address);
    return;
  }
  const place = location.pathname;
  if (address && address.href !== location.href) history.pushState({}, "", address);
  const before = document.body;
  document.title = next.title;
  document.body.replaceWith(document.adoptNode(next.body));
  if (!address || address.pathname === place) carryOver(before, document.body, sent);
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
