import type { Source } from "../formats/_sources.ts";
import { damageOf } from "./_damage.ts";
import { type Cell, defineLogFormat } from "./_format.ts";

/** The folder of a run or of a logged model is named by 32 hexadecimal digits; without one, the last `metrics` counts. */
const BELOW_RUN = /(?:^|\/)(?:m-)?[0-9a-f]{32}\/metrics\/(.+)$/;
const BELOW_METRICS = /^(?:.*\/)?metrics\/(.+)$/;

/** Milliseconds since 1970, seconds before MLflow 1.0; what Python writes of a float; the step; a data set or a run. */
const LINE = /^(\d{13}|\d{10}) (-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|-?inf|nan)(?: (-?\d+)(?: .*)?)?$/;
const NAMED: Readonly<Record<string, number>> = { nan: Number.NaN, inf: Infinity, "-inf": -Infinity };

const WINDOW = 1 << 16;

/** A measure of MLflow's file store, named by the file: `timestamp value step` a line, and no step before MLflow 1.0. */
export default defineLogFormat({
  name: "mlflow-metric",
  title: "MLflow, file store",
  specification: "https://github.com/mlflow/mlflow/blob/master/mlflow/store/tracking/file_store.py (_log_run_metric)",
  recognises: (source) => {
    if (measureOf(source.path) === undefined) return false;
    const [first] = wholeLines(source);
    return first !== undefined && LINE.test(first.line);
  },
  read: (source, sink) => {
    const measure = measureOf(source.path);
    if (measure === undefined) return;
    const damage = damageOf("line");
    for (const { offset, line } of wholeLines(source)) {
      const [, time, value, step] = LINE.exec(line) ?? [];
      if (value === undefined) {
        damage.at(offset);
        continue;
      }
      const cells: (readonly [string, Cell])[] = [
        [measure, NAMED[value] ?? Number(value)],
        ["timestamp", Number(time)],
      ];
      sink.row(step === undefined ? cells : [["step", Number(step)], ...cells]);
    }
    damage.say(sink);
  },
});

/** The path below `metrics`: MLflow makes folders of what slashes part. */
function measureOf(path: string): string | undefined {
  const plain = path.replaceAll("\\", "/");
  return (BELOW_RUN.exec(plain) ?? BELOW_METRICS.exec(plain))?.[1];
}

/** Every line that has an end, with its first byte: of one that has none, a step may be cut from 1000 to 10. */
function* wholeLines(source: Source): Generator<{ readonly offset: number; readonly line: string }> {
  let begun = "";
  let offset = 0;
  for (let at = 0; at < source.byteLength && begun.length < WINDOW; at += WINDOW) {
    const bytes = source.read(at, Math.min(at + WINDOW, source.byteLength));
    const lines = (begun + Buffer.from(bytes).toString("latin1")).split("\n");
    begun = lines.pop() as string;
    for (const line of lines) {
      yield { offset, line };
      offset += line.length + 1;
    }
  }
}
