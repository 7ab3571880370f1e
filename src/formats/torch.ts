import { FormatError } from "../errors.ts";
import { cursorOf } from "./_cursor.ts";
import { defineFormat } from "./_format.ts";
import { unpickle } from "./_pickle.ts";
import { shown } from "./_shown.ts";
import { bytesSource, type Source } from "./_sources.ts";
import { scriptTensors } from "./_torch-script.ts";
import { storageArray, storageError, storageId } from "./_torch-storages.ts";
import type { Extent, Value } from "./_values.ts";
import { entryBytes, entryExtent, isZip, type ZipEntry, zipEntries, zipNames } from "./_zip.ts";

/** The object that was saved, in the archive's one folder. */
const PICKLE = /^(.*\/)?data\.pkl$/;

/** What torch.save writes since 1.6, and torch.jit.save: a zip of a pickle and of one stored member a storage. */
export default defineFormat({
  name: "torch",
  title: "PyTorch (zip)",
  specification: "torch/serialization.py, _save, https://github.com/pytorch/pytorch",
  // A zip without a readable directory is most likely a checkpoint cut short: reading it says what is wrong.
  recognises: (source) => isZip(source) && (zipNames(source)?.some((name) => PICKLE.test(name)) ?? true),
  read,
});

function read(source: Source): Value {
  const entries = zipEntries(source);
  const pickle = [...entries.values()].find((entry) => PICKLE.test(entry.name));
  if (pickle === undefined) throw new FormatError(source.path, "zip: no data.pkl");
  const folder = pickle.name.slice(0, -"data.pkl".length);
  const littleEndian = byteOrder(source, entries.get(`${folder}byteorder`)) === "little";
  const extents = new Map<string, Extent>();

  const persistentLoad = (id: Value): Value => {
    const storage = storageId(id);
    if (storage === undefined) throw new FormatError(source.path, "a tensor storage of an unknown class");
    const member = `${folder}data/${storage.key}`;
    const entry = entries.get(member);
    // Neither fewer bytes nor more: torch writes as many as the elements take, and refuses others when it loads.
    if (entry?.length !== storage.numel * storage.elementBytes) {
      const remedy = entry === undefined ? `the archive has no member ${shown(member)}` : "the archive is damaged";
      throw storageError(source.path, storage, entry?.length ?? 0, remedy);
    }
    const extent = extents.get(storage.key) ?? entryExtent(source, entry);
    extents.set(storage.key, extent);
    return storageArray(storage, extent, littleEndian);
  };

  const bytes = bytesSource(`${source.path}: ${shown(pickle.name)}`, entryBytes(source, pickle));
  const compressedLength = pickle.method === "deflate" ? pickle.compressedLength : undefined;
  const value = unpickle(cursorOf(bytes), { persistentLoad, compressedLength });
  return entries.has(`${folder}constants.pkl`) ? scriptTensors(value, source.path) : value;
}

/** Of the machine that wrote the file; before torch 2.1 files do not say, and are little-endian all but always. */
function byteOrder(source: Source, entry: ZipEntry | undefined): string {
  const order = entry === undefined ? "little" : Buffer.from(entryBytes(source, entry)).toString("latin1");
  if (order !== "little" && order !== "big")
    throw new FormatError(source.path, `byte order ${shown(JSON.stringify(order))}`);
  return order;
}
