// One open list at a time; Escape closes it and gives the focus back; copying an address takes one press.
export function choices() {
  const open = () => document.querySelectorAll("details.choice[open], .quiet details[open]");
  document.addEventListener("click", (event) => {
    for (const list of open()) if (list.matches(".choice") && !list.contains(event.target)) list.open = false;
    if (event.target.matches("input[readonly]")) event.target.select();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const list of open()) {
      list.open = false;
      list.querySelector("summary").focus();
    }
    for (const term of document.querySelectorAll(".term:hover, .term:focus-within")) {
      term.classList.add("shut");
      term.addEventListener("mouseleave", () => term.classList.remove("shut"), { once: true });
      term.addEventListener("focusout", () => term.classList.remove("shut"), { once: true });
    }
  });
}
