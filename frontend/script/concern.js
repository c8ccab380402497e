// The form of a concern is kept while somebody writes, within two seconds. Nothing of it stays behind in the browser.
const form = document.querySelector("[data-keep]");
const line = document.getElementById(form?.dataset.keep);
const PAUSE = 900; // milliseconds without typing
const LONGEST = 1800; // milliseconds from the first sign that is not kept
const AGAIN = 5000; // milliseconds, after a failure

let timer = 0;
let since = 0;
let keeping = null;

function say(text, good) {
  if (line.textContent !== text) line.textContent = text;
  line.classList.toggle("yes", good);
  line.classList.toggle("no", !good);
}

function later(wait) {
  clearTimeout(timer);
  timer = setTimeout(keep, wait);
}

async function keep() {
  if (keeping) return later(PAUSE);
  since = 0;
  keeping = send();
  await keeping;
  keeping = null;
}

async function send() {
  let answer;
  try {
    const body = new FormData(form);
    body.set("bewaar", "1");
    answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "manual" });
  } catch {
    say(line.dataset.offline, false);
    return later(AGAIN);
  }
  if (answer.type === "opaqueredirect" || answer.status === 403) {
    say(line.dataset.lost, false);
    return later(AGAIN);
  }
  if (!(answer.headers.get("Content-Type") ?? "").startsWith("application/json")) return undefined;
  const kept = await answer.json();
  say(kept.said, answer.ok);
  if (!answer.ok) return undefined;
  form.elements.versie.value = kept.version;
  const start = document.documentElement.lang === "en" ? "/en" : "";
  form.action = start + kept.address;
  if (location.pathname !== start + kept.address) history.replaceState(null, "", start + kept.address);
  return undefined;
}

form?.addEventListener("input", () => {
  since ||= Date.now();
  later(Math.max(0, Math.min(PAUSE, since + LONGEST - Date.now())));
});
// Two clicks are one; and what is on its way comes first.
form?.addEventListener("submit", async (event) => {
  clearTimeout(timer);
  if (form.dataset.sent) return event.preventDefault();
  if (keeping) {
    event.preventDefault();
    await keeping;
    clearTimeout(timer);
    return form.requestSubmit(event.submitter);
  }
  form.dataset.sent = "yes";
  return undefined;
});
addEventListener("pageshow", () => delete form?.dataset.sent);
