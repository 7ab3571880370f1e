import { RunError } from "../errors.ts";
import { readArray } from "../formats/_arrays.ts";
import { readFile } from "../formats/_read.ts";
import { type Dictionary, isArray, isDictionary } from "../formats/_values.ts";
import { type NamedArray, safetensorsBytes } from "../formats/_write-safetensors.ts";
import { MOMENTS } from "../layouts/_own-run.ts";
import { type ParameterPlan, partsOf } from "./_parameters.ts";
import type { Moments } from "./optimisers/rule/optimiser.ts";

/** Where training stands: what the next update needs. */
export interface TrainingState {
  readonly epoch: number;
  /** Updates made. */
  readonly step: number;
  readonly weights: Float32Array;
  readonly moments: Moments;
  /** What the filter of gradients remembers. */
  readonly memory?: Float32Array;
  /** ‖w‖₂ that every update is brought back to, where it is frozen. */
  readonly norm?: number;
}

/** The parameters of a flat array as named arrays; biases have one axis. */
export function namedArrays({ slots }: ParameterPlan, flat: Float32Array, prefix = ""): readonly NamedArray[] {
  return slots.map(({ name, rows, columns, offset, weight }) => ({
    name: `${prefix}${name}`,
    shape: weight.axes.length === 1 ? [columns] : [rows, columns],
    data: flat.subarray(offset, offset + rows * columns),
  }));
}

/** A state as a safetensors file: weights, moments, and in words the epoch, the updates and the backend. */
export function stateBytes(parameters: ParameterPlan, state: TrainingState, backend: string): Uint8Array {
  const { epoch, step, weights, moments, memory, norm } = state;
  const arrays = [
    ...namedArrays(parameters, weights),
    ...namedArrays(parameters, moments.first, MOMENTS.first),
    ...namedArrays(parameters, moments.second, MOMENTS.second),
    ...(memory ? namedArrays(parameters, memory, "memory.") : []),
  ];
  const words = { epoch: String(epoch), step: String(step), backend };
  return safetensorsBytes(arrays, norm === undefined ? words : { ...words, norm: String(norm) });
}

/** The state that `stateBytes` wrote. Throws a RunError where another backend made it: its sums have other last digits. */
export function readState(file: string, parameters: ParameterPlan, backend: string): TrainingState {
  const { value } = readFile(file);
  const metadata = isDictionary(value) ? value.get("__metadata__") : undefined;
  if (!isDictionary(value) || !isDictionary(metadata)) throw damaged(file, "no state");
  const before = metadata.get("backend") ?? backend;
  if (before !== backend)
    throw new RunError(file, `was written with --backend ${before}, not ${backend}`, "resume with the same backend");
  const number = (name: string) => {
    const number = Number(metadata.get(name) ?? Number.NaN);
    if (!Number.isSafeInteger(number)) throw damaged(file, `no ${name}`);
    return number;
  };
  const remembers = [...value.keys()].some((name) => String(name).startsWith("memory."));
  const norm = metadata.get("norm");
  return {
    epoch: number("epoch"),
    step: number("step"),
    weights: flat(file, value, parameters, ""),
    moments: {
      first: flat(file, value, parameters, MOMENTS.first),
      second: flat(file, value, parameters, MOMENTS.second),
    },
    ...(remembers ? { memory: flat(file, value, parameters, "memory.") } : {}),
    ...(norm === undefined ? {} : { norm: Number(norm) }),
  };
}

function flat(file: string, arrays: Dictionary, parameters: ParameterPlan, prefix: string): Float32Array {
  const all = new Float32Array(parameters.size);
  for (const [name, part] of Object.entries(partsOf(parameters, all))) {
    const array = arrays.get(`${prefix}${name}`);
    const values = isArray(array) ? readArray(array) : undefined;
    if (values?.length !== part.length) throw damaged(file, `no ${prefix}${name} of ${part.length} values`);
    part.set(values);
  }
  return all;
}

function damaged(file: string, lacking: string): RunError {
  return new RunError(file, `holds ${lacking}`, "begin the run anew in another folder");
}
