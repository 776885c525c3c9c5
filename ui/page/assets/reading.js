// The conversation for every kind of reader: names and roles that the framework leaves out, what is
// said to a screen reader, and where the page stands when an answer has come.

// --- said aloud: progress and the whole answer once, not every word as it is written ---
const spoken = document.createElement("div");
spoken.id = "dl-status";
spoken.className = "dl-hidden";
spoken.setAttribute("role", "status");
(document.querySelector("main") || document.body).append(spoken);
const SPOKEN_CHARS = 400;

function speak(text) {
  if (spoken.textContent !== text) spoken.textContent = text;
}

function speakProgress() {
  const parts = ".dl-waiting, .dl-notice, .dl-answer";
  const last = [...document.querySelectorAll(`#dl-chat :is(${parts})`)].pop();
  if (!last) return;
  if (!last.classList.contains("dl-answer")) {
    speak(last.textContent);
  } else if (last.querySelector(".dl-coverage")) {
    const said = [...last.querySelectorAll(".dl-short .dl-asserted, .dl-short > bdi")];
    const first = last.querySelector(".dl-text, .dl-timeline, .dl-sides");
    const told = said.length ? said : [first].filter(Boolean);
    const text = told.map((part) => part.textContent).join(" ").slice(0, SPOKEN_CHARS);
    const sources = last.querySelectorAll(".dl-cited .dl-card").length;
    speak(fill(sources ? TEXTS.ready : TEXTS.refused, { text, sources }));
  }
}

// --- names and roles ---
function name(selector, attributes) {
  document.querySelectorAll(selector).forEach((e) => {
    for (const [key, value] of Object.entries(attributes)) {
      if (e.getAttribute(key) !== value) e.setAttribute(key, value);
    }
  });
}

function nameParts() {
  // The chat names each message by its source, which is HTML here: by who speaks instead.
  name("#dl-chat [data-testid='user'][aria-label]", { "aria-label": TEXTS.asked });
  name("#dl-chat [data-testid='bot'][aria-label]", { "aria-label": TEXTS.answer });
  name("#dl-chat [role='log']", { "aria-live": "off", "aria-label": TEXTS.conversation });
  name("#dl-chat .examples", { role: "group", "aria-label": TEXTS.examples });
  name("#dl-panel-column", { role: "region", "aria-label": TEXTS.panel });
}

// --- a long answer is read from its beginning: when a question or its answer has come, the question
// goes to the top, unless the reader has scrolled meanwhile ---
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

nameParts();
new MutationObserver(() => {
  nameParts();
  followConversation();
  speakProgress();
}).observe(document.body, {
  subtree: true, childList: true, attributes: true, attributeFilter: ["aria-label"],
});
