// Runs once, when the panel appears. A link "#words=ARTICLE.START.END" anywhere on the page opens the
// article in it, at the words; Escape or the button closes it. TEXTS is what the page says.
const PREFIX = "#words=";
let opener = null;
let wanted = ""; // the words that the panel shows, or was last asked to show
let shown = ""; // what the panel shows with its other quotes, to tell whether to ask again
let asked = 0; // requests so far: each answer names its own, and only the latest is shown
const scroller = element.closest("#dl-panel") || element;

const linkOf = (event) => event.target instanceof Element && event.target.closest("a.dl-open");
const wordsOf = (link) => (link.getAttribute("href") || "").slice(PREFIX.length);
// Article and place; the words that answer may follow.
const placeOf = (words) => words.split(".").slice(0, 3).join(".");
const isReading = () => document.body.classList.contains("dl-reading");

function open(link) {
  // Links inside the panel come and go with it: the focus returns to where the panel was opened from.
  if (!element.contains(link)) opener = link;
  const words = wordsOf(link);
  showCurrent(words);
  setReading(true);
  rememberShelf(link, words);
  if (words === SHELF_WORDS) {
    askShelf();
    return;
  }
  const others = otherQuotes(link, words);
  const quotes = [words, ...others].map(placeOf).sort().join();
  wanted = words;
  if (quotes === shown && element.querySelector("#dl-quote")) {
    showQuote(words); // another quote of what is here already
  } else {
    ask({ words, others });
    shown = quotes;
  }
}

function ask(request) {
  asked += 1;
  shown = "";
  trigger("open", { ...request, asked });
}

// The words of the other citations of the answer that the link belongs to, in the same article.
function otherQuotes(link, words) {
  const answer = link.closest(".dl-answer");
  const cards = answer ? [...answer.querySelectorAll(".dl-cited a.dl-open")] : [];
  const article = words.split(".")[0] + ".";
  return [...new Set(cards.map(wordsOf))].filter((w) => w !== words && w.startsWith(article));
}

// Every link of the chat that leads to these words looks pressed.
function showCurrent(words) {
  document.querySelectorAll("a.dl-open").forEach((link) => {
    link.classList.toggle("dl-current", words !== "" && placeOf(wordsOf(link)) === placeOf(words));
  });
}

// On a narrow page the article covers the chat, and then the keyboard must not wander under it.
const narrow = matchMedia("(max-width: 860px)");
function setReading(reading) {
  document.body.classList.toggle("dl-reading", reading);
  const covered = reading && narrow.matches;
  document.querySelectorAll("#dl-masthead, #dl-chat-column").forEach((e) => (e.inert = covered));
}
narrow.addEventListener("change", () => setReading(isReading()));

function close() {
  setReading(false);
  showCurrent("");
  if (opener && opener.isConnected) {
    quietly(() => opener.focus());
  }
  opener = null;
}

// Links in a chat open a new tab by habit of the framework: ours never leave the page.
document.addEventListener("click", (event) => {
  const link = linkOf(event);
  if (link && (link.getAttribute("href") || "").startsWith(PREFIX)) {
    event.preventDefault();
    event.stopPropagation();
    open(link);
  } else if (event.target instanceof Element && event.target.closest("#dl-close")) {
    close();
  }
}, true);

document.addEventListener("keydown", (event) => {
  const link = linkOf(event);
  if (link && event.key === " ") {
    event.preventDefault();
    open(link);
  } else if (event.key === "Escape" && !hideTip() && isReading()) {
    close();
  }
}, true);

// What has come into the panel is shown from the right place, with the focus there, so that the
// next Tab and a screen reader go on from it. An emptied panel (a new conversation) closes.
function reveal() {
  requestAnimationFrame(() => {
    const answer = element.querySelector("[data-asked]");
    const button = element.querySelector("#dl-close");
    if (answer && Number(answer.dataset.asked) !== asked) return; // a later one is on its way
    if (!button) {
      shown = "";
      setReading(false);
    } else if (answer && element.querySelector(".dl-filters")) {
      showShelf();
    } else if (element.querySelector("#dl-quote")) {
      showQuote(wanted);
    } else {
      if (!answer) setReading(true); // not asked for by a link here: past conversations
      scroller.scrollTop = 0;
      button.focus({ preventScroll: true });
    }
    const back = element.querySelector("#dl-back");
    if (back) back.hidden = !cameFromShelf;
  });
}

watch("value", reveal);

// An address from elsewhere ("…/#words=ARTICLE.START.END", as a chat client shows it) opens there.
function openAddressed() {
  if (!location.hash.startsWith(PREFIX)) return;
  const link = document.createElement("a");
  link.setAttribute("href", location.hash);
  open(link);
}
window.addEventListener("hashchange", openAddressed);
// Not before the server has told what it tells who arrives: what is asked earlier may get lost.
const arrived = new MutationObserver(() => {
  if (!document.documentElement.hasAttribute("data-ready-corpus")) return;
  arrived.disconnect();
  openAddressed();
});
arrived.observe(document.documentElement, { attributes: true });
