// Inside an open article: from quote to quote of one answer, and search.

// --- the quotes of the answer ---
const quotes = () => [...element.querySelectorAll("mark[data-words]")];

// Makes the quote at these words the current one: in the middle, marked, with the focus.
function showQuote(words) {
  const all = quotes();
  const at = all.findIndex((mark) => placeOf(wordsOfMark(mark)) === placeOf(words));
  if (at < 0) return;
  element.querySelectorAll("mark").forEach((mark) => {
    mark.classList.toggle("dl-now", mark.dataset.quote === all[at].dataset.quote);
  });
  all.forEach((mark, n) => (n === at ? (mark.id = "dl-quote") : mark.removeAttribute("id")));
  wanted = wordsOfMark(all[at]);
  showCurrent(wanted);
  all[at].scrollIntoView({ block: "center", inline: "nearest" });
  all[at].focus({ preventScroll: true });
  say("#dl-quote-count", TEXTS.quote, { n: at + 1, all: all.length });
}

const wordsOfMark = (mark) => mark.dataset.words.slice(PREFIX.length);

function stepQuote(by) {
  const all = quotes();
  const at = all.findIndex((mark) => mark.id === "dl-quote");
  if (all.length) showQuote(wordsOfMark(all[(at + by + all.length) % all.length]));
}

function say(selector, text, values) {
  const place = element.querySelector(selector);
  if (place) place.textContent = fill(text, values);
}

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));

// --- search: matches are painted over the text, which stays as it is ---
const MOST_MATCHES = 2000;
let matches = [];
let match = -1;

function find(query) {
  matches = [];
  match = -1;
  const body = element.querySelector(".dl-body");
  const words = query.trim().split(/\s+/).filter(Boolean);
  if (body && words.length) {
    const pieces = [];
    const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
    let text = "";
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest("summary")) continue;
      pieces.push({ node, start: text.length });
      text += node.data;
    }
    const escaped = words.map((word) => word.replace(/[.*+?^${}()|[\]\\\/-]/g, "\\$&"));
    const pattern = new RegExp(escaped.join("\\s+"), "gi");
    for (const found of text.matchAll(pattern)) {
      if (matches.length === MOST_MATCHES) break;
      matches.push(rangeOf(pieces, found.index, found.index + found[0].length));
    }
  }
  paint();
}

function rangeOf(pieces, start, end) {
  const at = (offset, inclusive) => {
    let low = 0, high = pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (inclusive ? pieces[middle].start <= offset : pieces[middle].start < offset) low = middle;
      else high = middle - 1;
    }
    return [pieces[low].node, offset - pieces[low].start];
  };
  const range = document.createRange();
  range.setStart(...at(start, true));
  range.setEnd(...at(end, false));
  return range;
}

function paint() {
  if (!window.CSS || !CSS.highlights) return; // then only the current match is selected
  CSS.highlights.set("dl-found", new Highlight(...matches));
  const now = match >= 0 ? [matches[match]] : [];
  CSS.highlights.set("dl-found-now", new Highlight(...now));
}

function stepMatch(by) {
  const query = element.querySelector("#dl-find").value;
  if (!matches.length) {
    say("#dl-find-count", query.trim() ? TEXTS.notFound : "", {});
    return;
  }
  match = (match + by + matches.length) % matches.length;
  const range = matches[match];
  for (let e = range.startContainer.parentElement; e && e !== element; e = e.parentElement) {
    if (e.tagName === "DETAILS") e.open = true; // a match in what was folded
  }
  paint();
  if (!window.CSS || !CSS.highlights) {
    getSelection().setBaseAndExtent(
      range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  }
  const box = range.getBoundingClientRect();
  const frame = scroller.getBoundingClientRect();
  scroller.scrollTop += box.top - frame.top - frame.height / 2;
  say("#dl-find-count", TEXTS.found, { n: match + 1, all: matches.length });
}

element.addEventListener("input", (event) => {
  if (event.target.id !== "dl-find") return;
  find(event.target.value);
  match = -1;
  stepMatch(1);
});

element.addEventListener("keydown", (event) => {
  if (event.target.id === "dl-find" && event.key === "Enter") {
    event.preventDefault();
    stepMatch(event.shiftKey ? -1 : 1);
  }
});

element.addEventListener("click", (event) => {
  const button = event.target instanceof Element && event.target.closest("button");
  const steps = {
    "dl-quote-previous": () => stepQuote(-1),
    "dl-quote-next": () => stepQuote(1),
    "dl-find-previous": () => stepMatch(-1),
    "dl-find-next": () => stepMatch(1),
  };
  if (!button || !steps[button.id]) return;
  steps[button.id]();
  button.focus({ preventScroll: true }); // so that it can be pressed again
});
