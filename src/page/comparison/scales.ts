import { scaleLinear, scaleLog } from "d3-scale";

/** Where values lie along an axis. */
export interface Scale {
  /** In pixels, or whatever the range is in; NaN where the axis has no place for the value. */
  (value: number): number;
  /** The value at a place. */
  readonly at: (place: number) => number;
  readonly ticks: readonly { readonly value: number; readonly words: string }[];
}

type Range = readonly [number, number];

/** About so many pixels from tick to tick. */
const PER_TICK = 72;

/** An axis from the least value to the largest over a range; of a logarithmic one both are above 0. */
export function scale([least, most]: Range, range: Range, log: boolean, perTick = PER_TICK): Scale {
  const count = Math.max(2, Math.round(Math.abs(range[1] - range[0]) / perTick));
  const [from, to] = least === most ? apart(least, log) : [least, most];
  const own = (log ? scaleLog : scaleLinear)().domain([from, to]).range(range);
  const ticks = log ? decades(from, to, count) : scaleLinear().domain([from, to]).ticks(count);
  return Object.assign((value: number) => (log && value <= 0 ? Number.NaN : own(value)), {
    at: (place: number) => own.invert(place),
    ticks: ticks.map((value) => ({ value, words: log && value < 0.1 ? power(value) : inWords(value) })),
  });
}

/** Around a single value. */
function apart(value: number, log: boolean): Range {
  if (log) return [value / 2, value * 2];
  return value === 0 ? [0, 1] : [Math.min(0, 2 * value), Math.max(0, 2 * value)];
}

/** Powers of ten, as many as there is room for; where the axis has fewer than two, what lies between. */
function decades(from: number, to: number, count: number): readonly number[] {
  const [first, last] = [Math.ceil(Math.log10(from) - 1e-9), Math.floor(Math.log10(to) + 1e-9)];
  if (last - first < 1)
    return scaleLog()
      .domain([from, to])
      .ticks(count)
      .filter((value) => /^[125]/.test(value.toExponential()));
  const step = Math.ceil((last - first) / count);
  const powers: number[] = [];
  for (let power = first; power <= last; power += step) powers.push(Number(`1e${power}`));
  return powers;
}

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A number of few characters: 12k, 0.95, 10⁻⁷, 3×10⁻⁴. */
export function inWords(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size >= 1e6) return `${digits(value / 1e6)}M`;
  if (size >= 1e4) return `${digits(value / 1e3)}k`;
  return size >= 1e-3 ? digits(value) : power(value);
}

/** 3×10⁻⁴. */
function power(value: number): string {
  const [mantissa = "", power = ""] = value.toExponential(1).split("e");
  const raised = Array.from(String(Number(power)), (sign) => (sign === "-" ? "⁻" : SUPERSCRIPTS[Number(sign)])).join(
    "",
  );
  return `${Number(mantissa) === 1 ? "" : `${Number(mantissa)}×`}10${raised}`;
}

function digits(value: number): string {
  return String(Number(value.toPrecision(3)));
}

/** The least and the largest of the values that an axis can show; undefined where there are none. */
export function extent(values: Iterable<number>, log: boolean): Range | undefined {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value) || (log && value <= 0)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least > most ? undefined : [least, most];
}
