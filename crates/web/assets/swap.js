// htmx in this house: which parameters go, where the focus goes, what is said when nothing comes.
import { arrive } from "./page.js";

// The line under a date: the server asks for `value`, whatever the field is called.
document.addEventListener("htmx:configRequest", (event) => {
  const { elt, parameters } = event.detail;
  if (!elt.matches("input[hx-get^='/dates/echo']")) return;
  for (const name of Object.keys(parameters)) delete parameters[name];
  parameters.value = elt.value;
  parameters.label = elt.dataset.label ?? "";
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, target } = event.detail;
  if (!target) return;
  const late = setTimeout(() => target.classList.add("late"), 300);
  const done = () => {
    clearTimeout(late);
    target.classList.remove("late");
    elt.removeEventListener("htmx:afterRequest", done);
  };
  elt.addEventListener("htmx:afterRequest", done);
});

document.addEventListener("htmx:afterSettle", (event) => {
  const { target, requestConfig } = event.detail;
  if (!target || target.matches("[aria-live], [role=status]") || requestConfig?.verb === undefined) return;
  arrive(target);
});

document.addEventListener("htmx:sendError", () => tell("いま通信できません。書いた内容はこの画面に残っています。閉じずに、つながるのを待ってください。"));
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status >= 500) tell("表示できません。少し待って、もう一度お試しください。");
});

/** One sentence in the status line of the page. */
function tell(text) {
  const place = document.getElementById("notice");
  if (place) place.textContent = text;
}
