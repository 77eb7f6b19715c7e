// What the conversation does in the browser. Gradio runs this as the body of a function with
// `element` (the conversation), `trigger` (sends an event to the server) and `watch` (after a change).
const box = () => document.querySelector("#mg-box textarea");
const log = () => element.querySelector(".mg-log");
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const opened = new Set();
let shownTurns = 0;
let asked = "";

function fill(words) {
  const area = box();
  Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(area, words);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function openCitation(id) {
  const details = document.getElementById(id);
  if (!details) return;
  details.open = true;
  const mark = details.querySelector("mark") || details;
  details.querySelector("summary").focus({ preventScroll: true });
  mark.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
}

async function copy(button) {
  const words = button.dataset.copy;
  let done = true;
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    const area = document.createElement("textarea"); // pages without https have no clipboard
    area.value = words;
    document.body.append(area);
    area.select();
    done = document.execCommand("copy");
    area.remove();
    button.focus();
  }
  const note = button.nextElementSibling;
  note.textContent = done ? button.dataset.done : button.dataset.failed;
  setTimeout(() => { note.textContent = ""; }, 4000);
}

element.addEventListener("click", (event) => {
  const target = event.target.closest("[data-ask], [data-reply], [data-open], [data-copy]");
  if (!target) return;
  const { ask, reply, open } = target.dataset;
  if (open) {
    event.preventDefault(); // a link with a fragment would follow <base> and reload the page
    openCitation(open);
  } else if (ask && log().getAttribute("aria-busy") !== "true") {
    asked = ask;
    trigger("submit", { question: ask });
  } else if (reply) {
    fill(reply);
    box().focus();
  } else if (target.dataset.copy) {
    copy(target);
  }
});

// The server sends closed citations; those that the reader opened stay open when the next turn arrives.
element.addEventListener("toggle", (event) => {
  if (event.target.open) opened.add(event.target.id);
  else opened.delete(event.target.id);
}, true);

watch("value", () => {
  const state = log();
  for (const id of opened) {
    const details = document.getElementById(id);
    if (details) details.open = true;
  }
  const turns = element.querySelectorAll(".mg-turn");
  const last = turns[turns.length - 1];
  const { outcome } = state.dataset;
  if (outcome !== "pending") clearInterval(looking);
  if (outcome === "pending") asked = last.querySelector(".mg-words").textContent;
  if (outcome === "done" && box().value.trim() === asked) fill("");
  if (outcome === "failed" && !box().value.trim()) fill(asked); // nothing typed or tapped is lost
  if (outcome === "cleared") { opened.clear(); box().focus(); }
  if (turns.length > shownTurns && last) {
    last.scrollIntoView({ block: "start", behavior: calm() ? "auto" : "smooth" });
  }
  shownTurns = turns.length;
  if (last && document.activeElement === document.body) {
    last.querySelector(".mg-label").focus({ preventScroll: true });
  }
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-focus-box]")) return;
  event.preventDefault();
  box().focus();
});

// ---- a server that does not answer -------------------------------------------------------------
const GIVE_UP_MS = 120000;
const LOOK_MS = 3000;
let instance = null;
let looking = 0;

async function health() {
  try {
    const answer = await fetch("healthz", { cache: "no-store" });
    return (await answer.json()).instance;
  } catch {
    return null;
  }
}

function lookAfter() {
  clearInterval(looking);
  const since = Date.now();
  looking = setInterval(async () => {
    if ((await health()) !== instance || Date.now() - since > GIVE_UP_MS) lost();
  }, LOOK_MS);
}

function lost() {
  clearInterval(looking);
  const state = log();
  state.setAttribute("aria-busy", "false");
  element.querySelector(".mg-pending")?.remove();
  if (!box().value.trim()) fill(asked);
  const words = document.createElement("p");
  words.textContent = state.dataset.lost;
  document.querySelector(".mg-message").replaceChildren(words);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("#mg-send, [data-ask]")) lookAfter();
});

document.addEventListener("keydown", (event) => {
  if (event.target !== box() || event.key !== "Enter" || event.isComposing || event.shiftKey) return;
  lookAfter();
  if (event.ctrlKey || event.metaKey) document.querySelector("#mg-send").click();
});

// A reload keeps what was typed, in this tab only.
addEventListener("pagehide", () => sessionStorage.setItem("mg-draft", box()?.value || ""));
health().then((found) => { instance = found; });
const restore = setInterval(() => {
  if (!box()) return;
  clearInterval(restore);
  const draft = sessionStorage.getItem("mg-draft");
  sessionStorage.removeItem("mg-draft");
  if (draft && !box().value) fill(draft);
}, 50);
