// Who is who: results while somebody types (htmx), and arrow keys from the box into the results and back.
import htmx from "htmx.org";

Object.assign(htmx.config, {
  includeIndicatorStyles: false, // the page allows no inline style
  allowEval: false,
  allowScriptTags: false,
  historyEnabled: false, // nothing of a search stays behind in the browser
  selfRequestsOnly: true,
  defaultSettleDelay: 0,
});
// An answer that says what is wrong with the question is shown as well; a page about an error is not a part.
htmx.config.responseHandling = [
  { code: "204", swap: false },
  { code: "2..", swap: true },
  { code: "(400|422)", swap: true },
  { code: "...", swap: false, error: true },
];

document.querySelectorAll("[data-steps]").forEach((form) => {
  const input = form.querySelector("input[type=search], input[name=school]");
  const results = document.getElementById(form.dataset.steps);
  const links = () => Array.from(results.querySelectorAll(".hits li > .entry > a, .hits li > button, .person h3 ~ .lines a"));

  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && links().length) {
      event.preventDefault();
      links()[0].focus();
    }
  });
  results.addEventListener("keydown", (event) => {
    if (event.key === "Escape") return input.focus();
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const all = links();
    const at = all.indexOf(document.activeElement);
    if (at < 0) return;
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (all[next] ?? (next < 0 ? input : all[at])).focus();
  });
});

// The desk: a chosen school fills the box; without script the button sends the form.
document.getElementById("scholen")?.addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-fill]");
  if (!chosen) return;
  event.preventDefault();
  document.getElementById("id_school").value = chosen.dataset.fill;
  event.currentTarget.replaceChildren();
  document.getElementById("id_thuis").focus();
});
