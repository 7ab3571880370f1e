import type { Metrics } from "../training/_metrics.ts";
import { sparkline } from "./_sparkline.ts";

/** Where a live line is drawn, such as process.stderr. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
}

/** Shows how far training is; removes itself at the end. */
export interface LiveLine {
  readonly show: (metrics: Metrics) => void;
  readonly stop: () => void;
}

/** Milliseconds between two drawings. */
const REDRAW = 200;
/** Where a terminal does not tell its width. */
export const USUAL_COLUMNS = 80;
/** Puts an empty line in the place of what was drawn. */
export const CLEAR = "\r\x1b[2K";

/**
 * One line, redrawn as epochs pass: epoch, losses and accuracies, both losses as sparklines, epochs a second, time left;
 * of these, in this order, as many as fit. Nothing where nobody would see it.
 */
export function liveLine(epochs: number, terminal: Terminal, now: () => number = () => performance.now()): LiveLine {
  if (!terminal.isTTY) return { show: () => {}, stop: () => {} };
  const losses: { readonly train: number; readonly test: number }[] = [];
  const start = now();
  let first: number | undefined;
  let drawn: number | undefined;
  return {
    show: (metrics) => {
      const { epoch, train_loss, test_loss } = metrics;
      first ??= epoch;
      if (test_loss === null) return;
      losses.push({ train: train_loss, test: test_loss });
      const time = now();
      if (drawn !== undefined && time - drawn < REDRAW && epoch < epochs) return;
      drawn = time;
      const speed = (epoch - first) / ((time - start) / 1000);
      const parts = [
        inWords(metrics),
        `train ${sparkline(losses.map(({ train }) => train))}`,
        `test ${sparkline(losses.map(({ test }) => test))}`,
        ...(speed > 0 ? [`${speed.toFixed(1)} epochs/s`, `${duration((epochs - epoch) / speed)} left`] : []),
      ];
      const columns = terminal.columns || USUAL_COLUMNS;
      const line = parts.reduce((all, part) => (all.length + 2 + part.length < columns ? `${all}  ${part}` : all));
      terminal.write(`${CLEAR}${line.slice(0, columns - 1)}`);
    },
    stop: () => {
      if (drawn !== undefined) terminal.write(CLEAR);
      drawn = undefined;
    },
  };
}

/** An epoch's losses and accuracies, e.g. "epoch 20: train 4.0512 (3.1 %), test 4.8130 (0.9 %)". */
export function inWords({ epoch, train_loss, test_loss, train_accuracy, test_accuracy }: Metrics): string {
  const part = (loss: number | null, accuracy: number | null) =>
    loss === null || accuracy === null ? "–" : `${loss.toPrecision(7)} (${(100 * accuracy).toFixed(1)} %)`;
  return `epoch ${epoch}: train ${part(train_loss, train_accuracy)}, test ${part(test_loss, test_accuracy)}`;
}

/** A time as a reader has it, e.g. "3 h 20 min". */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
