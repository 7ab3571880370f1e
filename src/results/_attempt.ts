import { writing } from "../runs/_write.ts";

/** What `action` returns; where the system refuses, a GrokError that names the folder. */
export function attempt<T>(folder: string, action: () => T): T {
  return writing(folder, "choose another --out", action);
}
