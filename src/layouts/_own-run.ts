/** What the files of a run that `train` made call themselves, as `format`. */
export const OWN_RUN = "grok-analyze run";

/** What resuming from the last checkpoint needs. Hidden: it is no checkpoint, though it looks like one. */
export const RESUME = ".resume.safetensors";

/** The same for the checkpoint of an epoch, in the folder of a run that keeps `states`. */
export function stateName(epoch: number): string {
  return `.state-${inName(epoch)}.safetensors`;
}

/** The checkpoint of an epoch, in the run's folder of them. */
export function checkpointName(epoch: number): string {
  return `epoch-${inName(epoch)}.safetensors`;
}

/** What stands before a weight's name in such a state, for each of the optimiser's moments. */
export const MOMENTS = { first: "first.", second: "second." } as const;

/** Digits of an epoch in a file's name: with so many, names in order are epochs in order. */
const DIGITS = 6;

function inName(epoch: number): string {
  return String(epoch).padStart(DIGITS, "0");
}
