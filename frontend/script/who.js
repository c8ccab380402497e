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
  const input = form.querySelector("input[type=search]");
  const results = document.getElementById(form.dataset.steps);
  const links = () => Array.from(results.querySelectorAll(".hits li > .entry > a, .person h3 ~ .lines a"));

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
