import type { Files } from "./messages.ts";

/** Files that were dropped together, and the path that holds them all. */
export interface Dropped {
  readonly root: string;
  readonly files: Files;
}

/** What a reader dropped: files, and folders with all that is in them. Undefined where it is neither. */
export async function filesOfDrop(transfer: DataTransfer): Promise<Dropped | undefined> {
  // The list is empty once this turn of the page is over.
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const files = new Map<string, File>();
  for (const entry of entries) await collect(entry, entry.name, files);
  return gathered(files);
}

/** What a reader chose with a button: files, or a folder, whose files know their paths in it. */
export function filesOfInput(list: FileList): Dropped | undefined {
  return gathered(new Map([...list].map((file) => [file.webkitRelativePath || file.name, file])));
}

/** What several files without a folder are called together. */
const TOGETHER = "files";

function gathered(files: ReadonlyMap<string, File>): Dropped | undefined {
  const roots = new Set([...files.keys()].map((path) => path.split("/")[0] as string));
  const [root] = roots;
  if (root === undefined) return undefined;
  if (roots.size === 1) return { root, files };
  return { root: TOGETHER, files: new Map([...files].map(([path, file]) => [`${TOGETHER}/${path}`, file])) };
}

/**
 * The drop under a root that no other one has: a second folder of one name gets a number. The same folder again, as after its run
 * went on, keeps its name: one of its files is the same.
 */
export function distinct({ root, files }: Dropped, known: ReadonlyMap<string, Files>): Dropped {
  for (let i = 1; ; i++) {
    const name = i === 1 ? root : `${root} (${i})`;
    const named = new Map([...files].map(([path, file]) => [name + path.slice(root.length), file]));
    const before = known.get(name);
    if (before === undefined || [...named].some(([path, file]) => isSame(file, before.get(path))))
      return { root: name, files: named };
  }
}

/** Whether they are as large, and were changed at the same time. */
function isSame(file: Blob, other: Blob | undefined): boolean {
  return (
    file instanceof File &&
    other instanceof File &&
    file.size === other.size &&
    file.lastModified === other.lastModified
  );
}

async function collect(entry: FileSystemEntry, path: string, files: Map<string, File>): Promise<void> {
  if (entry instanceof FileSystemFileEntry) {
    files.set(path, await new Promise<File>((resolve, reject) => entry.file(resolve, reject)));
    return;
  }
  if (!(entry instanceof FileSystemDirectoryEntry)) return;
  const reader = entry.createReader();
  for (;;) {
    // It gives a hundred at a time.
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return;
    for (const one of some) await collect(one, `${path}/${one.name}`, files);
  }
}
