// Runs once, when the article panel appears. A link "#words=ARTICLE.START.END" anywhere in the chat
// opens the article here, scrolled to the words; Escape or the button closes it.
const PREFIX = "#words=";
let opener = null;
let wanted = ""; // the words that the panel was last asked to show

const linkOf = (event) => event.target instanceof Element && event.target.closest("a.dl-open");

function open(link) {
  opener = link;
  document.querySelectorAll("a.dl-open.dl-current").forEach((a) => a.classList.remove("dl-current"));
  link.classList.add("dl-current");
  document.body.classList.add("dl-reading");
  const words = link.getAttribute("href").slice(PREFIX.length);
  if (words === wanted && element.querySelector("#dl-quote")) {
    reveal(); // the same words again: the server would send what is here already
  } else {
    wanted = words;
    trigger("open", { words });
  }
}

function close() {
  document.body.classList.remove("dl-reading");
  document.querySelectorAll("a.dl-open.dl-current").forEach((a) => a.classList.remove("dl-current"));
  if (opener && opener.isConnected) opener.focus();
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
  } else if (event.key === "Escape" && document.body.classList.contains("dl-reading")) {
    close();
  }
}, true);

// Bring the quoted words into the middle and the focus to them, so that the next Tab and a screen
// reader go on from there. An emptied panel (a new conversation) closes.
function reveal() {
  requestAnimationFrame(() => {
    const mark = element.querySelector("#dl-quote");
    const target = mark || element.querySelector("#dl-close");
    if (!target) {
      document.body.classList.remove("dl-reading");
      return;
    }
    if (mark) mark.scrollIntoView({ block: "center", inline: "nearest" });
    target.focus({ preventScroll: true });
  });
}

watch("value", reveal);

// The chat names each message by its source, which is HTML here: name it by who speaks instead.
function nameMessages() {
  document.querySelectorAll("#dl-chat [data-testid][aria-label*='<']").forEach((message) => {
    const who = message.dataset.testid === "user" ? "You asked" : "Answer";
    message.setAttribute("aria-label", who);
  });
}

// A long answer is read from its beginning: when a question or its answer has come, the question
// goes to the top, unless the reader has scrolled meanwhile.
const seen = { questions: 0, answers: 0 };
let scrolledByHand = false;
["wheel", "touchmove"].forEach((kind) =>
  document.addEventListener(kind, () => (scrolledByHand = true), { passive: true }));

function followConversation() {
  const questions = document.querySelectorAll("#dl-chat .dl-question");
  const answers = document.querySelectorAll("#dl-chat .dl-coverage").length;
  const asked = questions.length > seen.questions;
  const answered = answers > seen.answers;
  Object.assign(seen, { questions: questions.length, answers });
  if (asked) scrolledByHand = false;
  if (asked || (answered && !scrolledByHand)) {
    questions[questions.length - 1].scrollIntoView({ block: "start" });
  }
}

new MutationObserver(() => {
  nameMessages();
  followConversation();
}).observe(document.body, {
  subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"],
});
