// The list of articles: its filters ask the server anew; an article opened from it leads back.
const SHELF_WORDS = "shelf.0.0";
const FIELDS = ["publisher", "language", "since", "until", "words"];
const TYPING_MS = 300;
let shelfFilter = {};
let cameFromShelf = ""; // the words of the article that was opened from the list
let backTo = ""; // the article whose line gets the focus when the list is shown again
let typing = 0;

const field = (name) => element.querySelector(`#dl-shelf-${name}`);

function rememberShelf(link, words) {
  if (words === SHELF_WORDS) shelfFilter = {};
  cameFromShelf = link.closest(".dl-shelf") ? words : "";
  backTo = "";
}

function askShelf() {
  clearTimeout(typing);
  wanted = SHELF_WORDS;
  ask({ words: SHELF_WORDS, filter: shelfFilter });
}

function filterShelf(page = 0) {
  shelfFilter = { page };
  FIELDS.forEach((name) => (shelfFilter[name] = field(name).value));
  askShelf();
}

// The field that is being filtered by, as it was left: the list replaces it, and it must not lose
// the focus or what is typed while the server answers.
let held = null;

function holdField(input) {
  held = { id: input.id, value: input.value, at: input.selectionStart || 0 };
}
document.addEventListener("focusin", (event) => {
  if (held && event.target.id !== held.id) held = null;
});

// The framework may update a field in place and leave what was chosen in it: the list says what is.
function resetFields() {
  FIELDS.map(field).filter(Boolean).forEach((input) => {
    const chosen = input.querySelector("option[selected]");
    input.value = chosen ? chosen.value : input.getAttribute("value") || "";
  });
}

function showShelf() {
  resetFields();
  const line = backTo && element.querySelector(`a.dl-open[href="${PREFIX}${backTo}"]`);
  const kept = held && element.querySelector(`#${held.id}`);
  const title = element.querySelector("#dl-panel-title");
  if (line) {
    line.scrollIntoView({ block: "center" });
    line.focus({ preventScroll: true });
  } else if (kept) {
    kept.focus({ preventScroll: true });
    if (kept.type === "search") {
      kept.value = held.value;
      kept.setSelectionRange(held.at, held.at);
      if (held.value !== shelfFilter.words) typed();
    }
  } else if (title) {
    scroller.scrollTop = 0;
    title.focus({ preventScroll: true });
  }
  backTo = "";
  if (title) speak(title.textContent);
}

function typed() {
  clearTimeout(typing);
  typing = setTimeout(filterShelf, TYPING_MS);
}

element.addEventListener("input", (event) => {
  const name = event.target.id.replace("dl-shelf-", "");
  if (!FIELDS.includes(name)) return;
  holdField(event.target);
  if (event.target.type === "search") typed();
  else filterShelf();
});
element.addEventListener("keydown", (event) => {
  if (event.target.id === "dl-shelf-words" && event.key === "Enter") filterShelf();
});
element.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("button");
  if (!button) return;
  if (button.id === "dl-back") {
    backTo = cameFromShelf;
    cameFromShelf = "";
    askShelf();
  } else if (button.id === "dl-shelf-clear") {
    shelfFilter = {};
    askShelf();
  } else if (button.dataset.page) {
    filterShelf(Number(button.dataset.page));
  }
});
