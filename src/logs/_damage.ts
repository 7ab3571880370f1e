import type { LogSink } from "./_format.ts";

/** Counts the parts of a log that are left out; one doubt at its end says how many, and which is the first. */
export interface Damage {
  /** The offset of a part in the file, or its number where `unit` says so. */
  readonly at: (place: number) => void;
  readonly say: (sink: Pick<LogSink, "doubt">) => void;
}

/** `part` is what is left out: "record"; `fault` what it is. */
export function damageOf(part: string, unit = "byte", fault = "damaged"): Damage {
  let [count, first] = [0, 0];
  return {
    at: (place) => {
      if (count++ === 0) first = place;
    },
    say: (sink) => {
      if (count === 1)
        sink.doubt(`${unit} ${first}: ${/^[aeiou]/.test(part) ? "an" : "a"} ${part} is ${fault}, and left out`);
      if (count > 1) sink.doubt(`${unit} ${first}: the first of ${count} ${part}s that are ${fault}, and left out`);
    },
  };
}
