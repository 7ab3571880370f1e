import type { PbfReader } from "pbf";
import { FIXED64, LENGTH, messageOf, nested, VARINT } from "./_message.ts";

interface Entry {
  name: string;
  value: string | number | boolean | undefined;
}

/** The hyperparameters of one session, from the data of TensorBoard's hparams plugin (plugins/hparams/plugin_data.proto). */
export function hyperparameters(bytes: Uint8Array): readonly Entry[] {
  return messageOf<Entry[]>(bytes, readPlugin, []) ?? [];
}

function readPlugin(field: number, entries: Entry[], pbf: PbfReader): void {
  if (field === 3 && pbf.type === LENGTH) nested(pbf, readSession, entries);
}

function readSession(field: number, entries: Entry[], pbf: PbfReader): void {
  if (field === 1 && pbf.type === LENGTH) entries.push(nested(pbf, readEntry, { name: "", value: undefined }));
}

function readEntry(field: number, entry: Entry, pbf: PbfReader): void {
  if (field === 1 && pbf.type === LENGTH) entry.name = pbf.readString();
  if (field === 2 && pbf.type === LENGTH) nested(pbf, readValue, entry);
}

/** google.protobuf.Value; lists and structures have no entry. */
function readValue(field: number, entry: Entry, pbf: PbfReader): void {
  if (field === 2 && pbf.type === FIXED64) entry.value = pbf.readDouble();
  if (field === 3 && pbf.type === LENGTH) entry.value = pbf.readString();
  if (field === 4 && pbf.type === VARINT) entry.value = pbf.readBoolean();
}
