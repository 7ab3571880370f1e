import { withSource } from "../formats/_sources.ts";
import type { Provenance } from "./result.ts";

/** What follows the provenance in a result's JSON; within a text its quotes would have backslashes. */
const REST = ',"findings":[';

/** The provenance in a result's file, without reading its table; undefined where the file is no result. */
export function storedProvenance(path: string): Pick<Provenance, "run" | "checkpoints"> | undefined {
  try {
    const { buffer } = withSource(path, ({ byteLength, read }) => read(0, byteLength));
    const bytes = Buffer.from(buffer);
    const { provenance } = JSON.parse(`${bytes.toString("utf8", 0, bytes.indexOf(REST))}}`);
    return Array.isArray(provenance.checkpoints) ? provenance : undefined;
  } catch {
    return undefined;
  }
}
