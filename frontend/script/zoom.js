// Closer and back on a map: buttons, keys + - 0, Ctrl and the wheel, dragging once closer.
const MOST = 6;

export function zoom(frame) {
  const svg = frame.querySelector("svg");
  const [, , width, height] = svg.getAttribute("viewBox").split(" ").map(Number);
  let scale = 1;
  let middle = { x: width / 2, y: height / 2 };

  const draw = () => {
    const w = width / scale;
    const h = height / scale;
    middle.x = Math.max(w / 2, Math.min(width - w / 2, middle.x));
    middle.y = Math.max(h / 2, Math.min(height - h / 2, middle.y));
    svg.setAttribute("viewBox", `${middle.x - w / 2} ${middle.y - h / 2} ${w} ${h}`);
  };
  const to = (next) => {
    scale = Math.max(1, Math.min(MOST, next));
    draw();
  };

  frame.append(buttons(frame.dataset, (factor) => to(factor ? scale * factor : 1)));
  svg.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      to(scale * (event.deltaY < 0 ? 1.25 : 0.8));
    },
    { passive: false },
  );
  frame.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const factor = { "+": 1.5, "=": 1.5, "-": 1 / 1.5, 0: 0 }[event.key];
    if (factor !== undefined) to(factor ? scale * factor : 1);
  });
  drag(svg, (dx, dy) => {
    middle = { x: middle.x - (dx * width) / scale / svg.clientWidth, y: middle.y - (dy * height) / scale / svg.clientHeight };
    draw();
  }, () => scale > 1);
}

function buttons(words, press) {
  const box = Object.assign(document.createElement("div"), { className: "zoom" });
  for (const [sign, factor, word] of [["+", 1.5, words.closer], ["−", 1 / 1.5, words.further], ["⤢", 0, words.whole]]) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign, title: word });
    button.setAttribute("aria-label", word);
    button.addEventListener("click", () => press(factor));
    box.append(button);
  }
  return box;
}

function drag(svg, move, may) {
  let last = null;
  let moved = false;
  svg.addEventListener("pointerdown", (event) => {
    moved = false;
    if (may()) last = event;
  });
  svg.addEventListener("pointermove", (event) => {
    if (!last) return;
    if (Math.abs(event.clientX - last.clientX) + Math.abs(event.clientY - last.clientY) < 3 && !moved) return;
    moved = true;
    move(event.clientX - last.clientX, event.clientY - last.clientY);
    last = event;
  });
  addEventListener("pointerup", () => (last = null));
  svg.addEventListener("dragstart", (event) => event.preventDefault());
  svg.addEventListener("click", (event) => moved && event.preventDefault(), true);
}
