// The <title> of a shape, shown at once and near the pointer or the focus instead of after a second.
export function hints() {
  const pictures = document.querySelectorAll("svg.pic");
  if (!pictures.length) return;
  const tip = Object.assign(document.createElement("div"), { className: "tip", hidden: true });
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  const texts = new WeakMap();
  for (const title of document.querySelectorAll("svg.pic a > title")) {
    const link = title.parentNode;
    texts.set(link, title.textContent);
    link.setAttribute("aria-label", title.textContent);
    title.remove();
  }
  const show = (target, x, y) => {
    const text = texts.get(target?.closest?.("a"));
    tip.hidden = !text;
    if (!text) return;
    tip.textContent = text;
    const { width, height } = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(x + 14, innerWidth - width - 4))}px`;
    tip.style.top = `${y + 18 + height > innerHeight ? y - height - 10 : y + 18}px`;
  };
  for (const picture of pictures) {
    picture.addEventListener("pointermove", (event) => show(event.target, event.clientX, event.clientY));
    picture.addEventListener("pointerleave", () => (tip.hidden = true));
    picture.addEventListener("focusin", (event) => {
      if (!event.target.matches(":focus-visible")) return;
      const box = event.target.getBoundingClientRect();
      show(event.target, box.left + box.width / 2, box.top + box.height / 2);
    });
    picture.addEventListener("focusout", () => (tip.hidden = true));
  }
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") tip.hidden = true;
  });
}
