import { GrokError } from "../errors.ts";

/** What `action` returns; where the system refuses, a GrokError that names the folder. */
export function attempt<T>(folder: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw new GrokError(folder, `cannot be written: ${(cause as Error).message}`, "choose another --out", { cause });
  }
}
