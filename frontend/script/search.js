// Schools as you type: a combobox (WAI-ARIA 1.2, list autocomplete) above the ordinary search form.
const PAUSE = 120;

export function search(box) {
  const input = box.querySelector("input[type=search]");
  const list = Object.assign(document.createElement("ul"), { className: "hits", id: `${input.id}-hits`, hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", box.dataset.label);
  const status = Object.assign(document.createElement("p"), { className: "vh" });
  status.setAttribute("role", "status");
  box.append(list, status);
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"], ["autocomplete", "off"]]) {
    input.setAttribute(name, value);
  }
  let chosen = -1;
  let timer = 0;
  let asked = 0;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (index) => {
    const options = list.children;
    if (!options.length) return;
    chosen = (index + options.length) % options.length;
    Array.from(options).forEach((option, at) => option.setAttribute("aria-selected", String(at === chosen)));
    options[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[chosen].id);
  };
  const fill = (found) => {
    list.replaceChildren(...found.map((school, index) => option(school, `${list.id}-${index}`)));
    list.hidden = !found.length;
    chosen = -1;
    input.setAttribute("aria-expanded", String(found.length > 0));
    status.textContent = (found.length === 1 ? box.dataset.one : box.dataset.many).replace("%s", String(found.length));
  };
  const ask = async () => {
    const mine = ++asked;
    const text = input.value.trim();
    if (text.length < 2) return close();
    const answer = await fetch(`${box.dataset.search}?q=${encodeURIComponent(text)}`);
    if (answer.ok && mine === asked) fill((await answer.json()).scholen);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1));
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      location.href = list.children[chosen].dataset.href;
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault(); // else the browser empties the box
      close();
    }
  });
  list.addEventListener("mousedown", (event) => {
    const hit = event.target.closest("li");
    if (hit) location.href = hit.dataset.href;
  });
  input.addEventListener("blur", () => setTimeout(close, 150));
}

function option(school, id) {
  const item = Object.assign(document.createElement("li"), { id, textContent: school.naam });
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.href = school.adres;
  item.append(Object.assign(document.createElement("small"), { textContent: school.toelichting }));
  return item;
}
