// Furigana from what the input method was given: kana typed while composing a name fill an empty furigana field.
// Never a word over what somebody typed there.

const KANA = /^[\u3041-\u3096\u30a1-\u30fa\u30fc\uff66-\uff9f\s\u3000]+$/;

/** name field → { read: kana of finished words, now: kana of the word in composition } */
const heard = new WeakMap();
const touched = new WeakSet();

const hiragana = (text) =>
  text
    .normalize("NFKC")
    .replace(/[\u30a1-\u30f6]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60))
    .replace(/\s+/g, " ");

const target = (field) => field.form?.elements[field.dataset.kanaFor];
const nameField = (event) => (event.target.matches?.("[data-kana-for]") ? event.target : null);

document.addEventListener("compositionstart", (event) => {
  const field = nameField(event);
  if (!field) return;
  const kana = target(field);
  if (!heard.has(field) || !field.value) heard.set(field, { read: "", now: "", may: Boolean(kana) && !kana.value && !touched.has(kana) });
});
document.addEventListener("compositionupdate", (event) => {
  const field = nameField(event);
  const state = field && heard.get(field);
  // Once the word is converted to kanji its reading is no longer told: the last kana before stand.
  if (state && KANA.test(event.data)) state.now = hiragana(event.data);
});
document.addEventListener("compositionend", (event) => {
  const field = nameField(event);
  const state = field && heard.get(field);
  if (!state) return;
  const kana = target(field);
  if (event.data && state.now) state.read += (state.read && /[\s\u3000]/.test(field.value) && !state.read.includes(" ") ? " " : "") + state.now;
  state.now = "";
  if (!state.may || !kana || touched.has(kana)) return;
  kana.value = state.read.trim();
  kana.dispatchEvent(new Event("input", { bubbles: true }));
});
document.addEventListener("input", (event) => {
  if (event.isTrusted && event.target.matches?.("input")) touched.add(event.target);
});
