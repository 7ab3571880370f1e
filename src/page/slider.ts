import { element, grouped } from "./elements.ts";
import { isFree } from "./keys.ts";
import type { Viewing } from "./view.ts";

/** Between two steps when the epochs play. */
const PACE_MS = 150;
/** The same where the reader asked for less motion. */
const SLOW_PACE_MS = 1000;

/** The bar with the slider, its buttons and keys: it moves the epoch, and shows it. */
export function watchSlider(viewing: Viewing, epochs: readonly number[]): void {
  const range = element<HTMLInputElement>("#epoch");
  const output = element<HTMLOutputElement>("#epoch-now");
  const play = element<HTMLButtonElement>("#play");
  const go = (step: number) => viewing.change({ step: Math.min(Math.max(step, 0), epochs.length - 1) });
  let timer: ReturnType<typeof setInterval> | undefined;
  const stop = () => {
    clearInterval(timer);
    timer = undefined;
    play.setAttribute("aria-label", "Play");
    play.textContent = "▶";
  };
  const start = () => {
    if (viewing.now().step === epochs.length - 1) go(0);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    timer = setInterval(
      () => {
        go(viewing.now().step + 1);
        if (viewing.now().step === epochs.length - 1) stop();
      },
      calm ? SLOW_PACE_MS : PACE_MS,
    );
    play.setAttribute("aria-label", "Pause");
    play.textContent = "❚❚";
  };
  const toggle = () => (timer === undefined ? start() : stop());
  const byHand = (step: number) => {
    stop();
    go(step);
  };
  range.addEventListener("input", () => byHand(range.valueAsNumber));
  element("#previous").addEventListener("click", () => byHand(viewing.now().step - 1));
  element("#next").addEventListener("click", () => byHand(viewing.now().step + 1));
  play.addEventListener("click", toggle);
  range.addEventListener("keydown", (event) => {
    if (event.key !== " ") return;
    event.preventDefault();
    toggle();
  });
  // With nothing in focus the arrows are free; the slider in focus has its own.
  document.addEventListener("keydown", (event) => {
    const free = isFree(event);
    if (free && event.key === "ArrowLeft") byHand(viewing.now().step - 1);
    if (free && event.key === "ArrowRight") byHand(viewing.now().step + 1);
  });
  viewing.watch(({ step }) => {
    const text = `epoch ${grouped(epochs[step] ?? 0)}`;
    range.valueAsNumber = step;
    range.setAttribute("aria-valuetext", text);
    output.textContent = text;
  });
}

/** The step whose epoch is nearest, of two as near the earlier one. */
export function nearestStep(epochs: readonly number[], epoch: number): number {
  const distances = epochs.map((each) => Math.abs(each - epoch));
  return distances.indexOf(Math.min(...distances));
}
