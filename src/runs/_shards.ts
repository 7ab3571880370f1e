import { FormatError } from "../errors.ts";
import { type Dictionary, isDictionary } from "../formats/_values.ts";
import type { Files } from "./_files.ts";

type Readable = Files["readable"][number];

/** `model-00001-of-00003.safetensors`, as Hugging Face cuts a checkpoint that is large. */
const SHARD = /^(.*)-(\d+)-of-(\d+)(\.[^.]+)$/;

/** The files with the shards of one checkpoint as one file. Throws a FormatError that names a shard which is not there. */
export function joinedShards(readable: readonly Readable[]): readonly Readable[] {
  const groups = new Map<string, Readable[]>();
  for (const one of readable) {
    const [, stem, , count, extension] = SHARD.exec(one.file) ?? [];
    const key = stem === undefined ? one.file : `${stem}-of-${count}${extension}`;
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((shards) => {
    const [, stem, , count, extension] = SHARD.exec(shards[0].file) ?? [];
    if (stem === undefined || !shards.every(({ value }) => isDictionary(value))) return shards[0];
    const missing = Array.from({ length: Number(count) }, (_, i) => i + 1).find(
      (i) => !shards.some(({ file }) => Number(SHARD.exec(file)?.[2]) === i),
    );
    if (missing !== undefined)
      throw new FormatError(
        `${stem}${extension}`,
        `shard ${missing} of ${Number(count)} is missing`,
        "copy all of them",
      );
    const value = new Map(shards.flatMap((shard) => [...(shard.value as Dictionary)]));
    return { file: `${stem}${extension}`, format: shards[0].format, value };
  });
}
