// Requests of our own to the server, and who may hear about their answers.

const listeners = new Set();

/** Hears of every answer: `alive` (a session was there), `expired` (401) or `away` (no answer at all). */
export function onAnswer(listener) {
  listeners.add(listener);
}

/** Tells the listeners; htmx answers are told here too. */
export function answered(status) {
  const what = status === 401 ? "expired" : status === 0 ? "away" : "alive";
  for (const listener of listeners) listener(what);
}

/** `fetch` that tells the listeners. Throws only if there is no answer. */
export async function ask(address, options = {}) {
  try {
    const answer = await fetch(address, { credentials: "same-origin", ...options });
    answered(answer.status);
    return answer;
  } catch (trouble) {
    answered(0);
    throw trouble;
  }
}

/** `ask` with a JSON body that wants JSON back. */
export function askJson(address, method, body, options = {}) {
  return ask(address, {
    method,
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify(body),
    ...options,
  });
}
