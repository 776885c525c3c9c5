// Pointing at a marker, or coming to it by keyboard, shows its quote without leaving the text: a copy
// of the card below the answer, which the chat has already made safe. It stays while the pointer is on
// it, and Escape puts it away (WCAG 2.2, 1.4.13).
const tip = document.createElement("div");
tip.id = "dl-tip";
tip.setAttribute("role", "tooltip");
tip.hidden = true;
document.body.append(tip);
let marked = null; // the marker whose quote is shown
let leaving = 0;
let silent = false;

const markerOf = (event) => event.target instanceof Element && event.target.closest("a.dl-marker");

// Focus that a script moves shows no tip: the reader knows what they came from.
function quietly(action) {
  silent = true;
  action();
  silent = false;
}

function showTip(marker) {
  clearTimeout(leaving);
  const answer = marker.closest(".dl-answer");
  const place = placeOf(wordsOf(marker));
  const card = answer && [...answer.querySelectorAll(".dl-cited a.dl-open")]
    .find((link) => placeOf(wordsOf(link)) === place);
  if (!card) return;
  hideTip();
  marked = marker;
  tip.replaceChildren(card.querySelector(".dl-card-text").cloneNode(true));
  tip.hidden = false;
  marker.setAttribute("aria-describedby", tip.id);
  placeTip();
}

// Above the marker, or below it where there is no room.
function placeTip() {
  const at = marked.getBoundingClientRect();
  const size = tip.getBoundingClientRect();
  const left = Math.max(8, Math.min(at.left, innerWidth - size.width - 8));
  const above = at.top - size.height - 6;
  tip.style.left = `${left}px`;
  tip.style.top = `${above >= 8 ? above : at.bottom + 6}px`;
}

// True when there was one to hide.
function hideTip() {
  clearTimeout(leaving);
  const was = !tip.hidden;
  tip.hidden = true;
  if (marked) marked.removeAttribute("aria-describedby");
  marked = null;
  return was;
}

const hideSoon = () => {
  clearTimeout(leaving);
  leaving = setTimeout(hideTip, 250); // time to move the pointer onto the tip
};

document.addEventListener("pointerover", (event) => {
  if (event.pointerType === "touch") return; // a touch opens the article
  const marker = markerOf(event);
  if (marker && marker !== marked) showTip(marker);
  else if (marker || tip.contains(event.target)) clearTimeout(leaving);
  else if (!tip.hidden && marked !== document.activeElement) hideSoon();
});
document.addEventListener("focusin", (event) => {
  const marker = markerOf(event);
  if (marker && !silent && marker.matches(":focus-visible")) showTip(marker);
});
document.addEventListener("focusout", (event) => {
  if (markerOf(event) && markerOf(event) === marked) hideTip();
});
document.addEventListener("click", hideTip);
document.addEventListener("scroll", (event) => {
  if (tip.hidden || tip.contains(event.target)) return;
  if (marked === document.activeElement) placeTip(); // the Tab that came to it scrolled
  else hideTip();
}, { capture: true, passive: true });
