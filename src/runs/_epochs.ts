/** The file of an Orbax checkpoint, which is the folder that it is in, or one above where that is an item of a step. */
export const ORBAX_FILE = /(?:[\\/][a-z_]+)?[\\/]_METADATA$/;

/**
 * The epoch that a file name states: `1000.pth`, `epoch-000100.safetensors`, `model_epoch100.pt`, `ckpt_500.pth`,
 * `checkpoint-500`; `init` is epoch 0. Undefined for `final.pth`, and for digits inside another word (`model_p99x.pt`).
 */
export function epochOfName(file: string): number | undefined {
  const stem = file
    .replace(ORBAX_FILE, "")
    .replace(/^.*[\\/]/, "")
    .replace(/(\.weights)?\.([a-z]+|h5)$/i, "");
  if (/^(init|initial)([_-]|$)/i.test(stem)) return 0;
  const digits = /(?:^|[_\-.=]|epoch|step|iter|ckpt|checkpoint)0*(\d+)$/i.exec(stem)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/**
 * The epoch that the name of a folder with one checkpoint states: `checkpoint-500`, `step_500`, `epoch=7`. Undefined for
 * numbers of anything else, as `version_0` and `seed_3` are of runs.
 */
export function epochOfFolder(name: string): number | undefined {
  const digits = /(?:^|[_\-.=])(?:epoch|(?:global_?)?step|iter|iteration|ckpt|checkpoint)[_\-.=]?0*(\d+)$/i.exec(
    name,
  )?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** Orders names as people do: 2.pth before 10.pth. */
export const naturalOrder: (a: string, b: string) => number = new Intl.Collator("en", { numeric: true }).compare;

/**
 * The epoch of each of `count` values logged up to `last`: every epoch, or evenly spaced. A script may log before or
 * after the last update, so the count may be one short of the epochs.
 */
export function evenEpochs(count: number, last: number): number[] {
  const spacing = count > 1 ? Math.max(1, Math.round(last / (count - 1))) : 1;
  return Array.from({ length: count }, (_, i) => i * spacing);
}
