// Colours of classes and people, and canvases as sharp as the screen.

const root = document.documentElement;
const themes = ["auto", "light", "dark"];
const device = matchMedia("(prefers-color-scheme: dark)");
let theme = themes.includes(localStorage.theme) ? localStorage.theme : "auto";
let values = {};

export const calm = matchMedia("(prefers-reduced-motion: reduce)");

export function startTheme(button, changed) {
  const apply = () => {
    root.classList.toggle("dark", theme === "dark" || (theme === "auto" && device.matches));
    button.textContent = theme;
    values = {};
    changed();
  };
  button.addEventListener("click", () => {
    theme = themes[(themes.indexOf(theme) + 1) % themes.length];
    localStorage.theme = theme;
    apply();
  });
  device.addEventListener("change", apply);
  apply();
}

export function ink(name) {
  values[name] ??= getComputedStyle(root).getPropertyValue(`--${name}`).trim();
  return values[name];
}

const IDLE = /^(none|background|idle|null|other)$/i;

export function classColour(model, label) {
  if (label === model.background || (model.background === null && IDLE.test(model.classes[label]))) return ink("idle");
  // golden angle: neighbours in the list differ most
  const hue = (215 + 137.508 * label) % 360;
  return `oklch(${label % 2 ? 0.72 : 0.78} ${root.classList.contains("dark") ? 0.12 : 0.13} ${hue})`;
}

export const ON_CLASS = "#10151c";

export function personColour(id) {
  const light = root.classList.contains("dark") ? 0.8 : 0.55;
  return `oklch(${light} 0.14 ${(250 + 137.508 * id) % 360})`;
}

export function sharp(canvas, height) {
  // the context of a canvas, cleared, in CSS pixels
  const ratio = devicePixelRatio || 1;
  if (height && canvas.style.height !== `${height}px`) canvas.style.height = `${height}px`;
  const width = canvas.clientWidth, tall = canvas.clientHeight;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(tall * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(tall * ratio);
  }
  const c = canvas.getContext("2d");
  c.setTransform(ratio, 0, 0, ratio, 0, 0);
  c.clearRect(0, 0, width, tall);
  return { c, width, height: tall };
}

export const FONT = 'system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif';

export function fitted(c, text, width) {
  if (c.measureText(text).width <= width) return text;
  for (let n = Math.min(text.length - 1, 100); n > 1; n--) {
    const short = text.slice(0, n) + "…";
    if (c.measureText(short).width <= width) return short;
  }
  return "";
}
