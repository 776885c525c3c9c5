// Runs once. A link "#do=NAME.WHAT" anywhere on the page is an action: some are done here, the
// others the server hears of. What the server says comes as JSON in this component's value.
const PREFIX = "#do=";
const HEARD = [
  "retry", "edit", "undo", "suggest", "drop", "pin", "past", "resume", "forget", "save", "take", "rate",
  "adding", "again", "remove", "restore", "discard", "recover",
];
const SAID_SECONDS = 6;

const linkOf = (event) => event.target instanceof Element && event.target.closest("a.dl-do");
const isAnswering = () => document.querySelector("#dl-question-box .stop-button") !== null;

let pressed = null; // the link of the latest action

// Below the question box, where screen readers listen; beside the link of an answer for the eye.
function say(words) {
  const place = document.querySelector("#dl-tools .dl-said");
  if (!place) return;
  const isNear = Boolean(pressed?.isConnected && pressed.closest(".dl-foot"));
  place.textContent = words;
  place.classList.toggle("dl-hidden", isNear);
  const note = document.createElement("span");
  if (isNear) {
    document.querySelectorAll(".dl-said-here").forEach((earlier) => earlier.remove());
    Object.assign(note, { className: "dl-said-here", textContent: words, ariaHidden: "true" });
    (pressed.closest("details") || pressed).after(note);
  }
  setTimeout(() => {
    note.remove();
    if (place.textContent === words) place.textContent = "";
  }, SAID_SECONDS * 1000);
}

function address(name, key) {
  const url = new URL(location.href);
  url.hash = "";
  url.searchParams.delete("answer");
  url.searchParams.delete("conversation");
  if (key) url.searchParams.set(name, key);
  return url.href;
}

// Where the page may not write to the clipboard, the address stands there to be copied by hand.
async function copyLink(key, link) {
  const url = address("answer", key);
  try {
    await navigator.clipboard.writeText(url);
    say(TEXTS.copied);
  } catch {
    const field = document.createElement("input");
    Object.assign(field, { value: url, readOnly: true, className: "dl-link-field" });
    field.setAttribute("aria-label", TEXTS.linkLabel);
    link.after(field);
    field.select();
  }
}

function toggle(name, link) {
  const open = document.body.classList.toggle(`dl-${name}`);
  link.setAttribute("aria-expanded", String(open));
  const field = document.querySelector(`#dl-${name} input, #dl-${name} textarea`);
  if (open && field) field.focus();
  return open;
}

function act(link) {
  pressed = link;
  const [name, ...rest] = link.getAttribute("href").slice(PREFIX.length).split(".");
  const what = rest.join(".");
  if (name === "link") copyLink(what, link);
  else if (name === "hint") putHintAway();
  else if (name === "filters") toggle("choosing", link);
  else if (name === "adding" && !toggle("adding", link)) return;
  else if (HEARD.includes(name)) {
    if (isAnswering() && ["retry", "edit", "undo", "suggest", "resume"].includes(name)) return;
    trigger(name, { what });
  }
}

document.addEventListener("click", (event) => {
  const link = linkOf(event);
  if (!link || !(link.getAttribute("href") || "").startsWith(PREFIX)) return;
  event.preventDefault();
  event.stopPropagation();
  act(link);
}, true);

document.addEventListener("keydown", (event) => {
  const link = linkOf(event);
  if (link && event.key === " ") {
    event.preventDefault();
    act(link);
  }
}, true);

function save(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

// Rich text for a word processor, Markdown with footnotes for a plain field; where the page may not
// write to the clipboard, the Markdown is saved as a file.
async function copy(html, text, said) {
  try {
    const as = (type, words) => [type, new Blob([words], { type })];
    const both = Object.fromEntries([as("text/html", html), as("text/plain", text)]);
    await navigator.clipboard.write([new ClipboardItem(both)]);
    say(said);
  } catch {
    save("answer.md", "text/markdown", text);
  }
}

watch("value", () => {
  const told = JSON.parse(props.value || "{}");
  if (told.file) save(told.file, told.type, told.text);
  if (told.copy_html) copy(told.copy_html, told.copy_text, told.said);
  else if (told.said) say(told.said);
  if ("conversation" in told) history.replaceState(null, "", address("conversation", told.conversation));
});

// Whose conversations these are: a key that this browser keeps. Without storage it lasts a visit.
function visitor() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const fresh = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  try {
    const kept = localStorage.getItem("dateline-visitor");
    if (/^[0-9a-f]{32}$/.test(kept || "")) return kept;
    localStorage.setItem("dateline-visitor", fresh);
  } catch { /* storage is switched off */ }
  return fresh;
}

// Who comes for the first time is told how it works, until it is put away.
function putHintAway() {
  document.documentElement.removeAttribute("data-new");
  try { localStorage.setItem("dateline-hint", "read"); } catch { /* for this visit, then */ }
  document.querySelector("#dl-question-box textarea")?.focus();
}
try {
  if (!localStorage.getItem("dateline-hint")) document.documentElement.setAttribute("data-new", "");
} catch { /* without storage it would come back each time */ }

const asked = new URL(location.href).searchParams;
trigger("arrived", {
  visitor: visitor(), answer: asked.get("answer") || "", conversation: asked.get("conversation") || "",
});
