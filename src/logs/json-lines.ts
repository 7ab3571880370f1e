import { isRecord } from "../formats/_json.ts";
import { defineTextFormat, type LogSink } from "./_format.ts";
import { headOf, linesIn } from "./_text.ts";
import { standardJson } from "./curves/python-json.ts";
import { isCell, readRecord } from "./curves/tree.ts";

/** An object is no longer: rows of a log are short. */
const MAX_LINE = 2 ** 24;

/** An object a line: a row each. Lines that are none, as the last one while it is written, are left out. */
export default defineTextFormat({
  name: "json-lines",
  title: "JSON lines",
  specification: "https://jsonlines.org; with NaN and Infinity as Python writes them",
  recognises: (source) => {
    const [first, second] = headOf(source)
      .split("\n")
      .filter((line) => line.trim() !== "");
    return first !== undefined && isRecord(recordOf(first)) && (second?.trimStart().startsWith("{") ?? false);
  },
  lines: (_head, _path, sink) => {
    let left = 0;
    let config = true;
    let keys: readonly string[] = [];
    let take: ReturnType<LogSink["columns"]> | undefined;
    const takeLine = (line: string) => {
      if (line.trim() === "") return;
      const record = recordOf(line);
      if (!record) {
        left++;
        return;
      }
      const cells = Object.values(record);
      // Nearly every row is of numbers, under the keys of the row before.
      if (!cells.every(isCell)) config = readRecord(record, sink, config);
      else {
        const own = Object.keys(record);
        if (!take || own.length !== keys.length || own.some((key, i) => key !== keys[i])) take = sink.columns(own);
        keys = own;
        take(cells);
      }
    };
    return {
      take: (text) => {
        for (const { line } of linesIn(text)) takeLine(line);
      },
      end: () => {},
      doubts: () => (left > 0 ? [`${left} ${left === 1 ? "line is" : "lines are"} no JSON object, and left out`] : []),
    };
  },
});

function recordOf(line: string): Readonly<Record<string, unknown>> | undefined {
  if (line.length > MAX_LINE || !line.trimStart().startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(standardJson(line));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
