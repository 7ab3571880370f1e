import { zip } from "fflate";

/** A zip archive of files by path. */
export async function zipped(files: ReadonlyMap<string, Blob>): Promise<Blob> {
  const contents = await Promise.all(
    Array.from(files, async ([path, blob]) => [path, new Uint8Array(await blob.arrayBuffer())] as const),
  );
  return new Promise((resolve, reject) =>
    zip(Object.fromEntries(contents), (error, bytes) =>
      error ? reject(error) : resolve(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: "application/zip" })),
    ),
  );
}
