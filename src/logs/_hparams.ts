import type { PbfReader } from "pbf";
import { messageOf } from "./_message.ts";

interface Entry {
  name: string;
  value: string | number | boolean | undefined;
}

/** The hyperparameters of one session, from the data of TensorBoard's hparams plugin (plugins/hparams/plugin_data.proto). */
export function hyperparameters(bytes: Uint8Array): readonly Entry[] {
  return messageOf<Entry[]>(bytes, readPlugin, []) ?? [];
}

function readPlugin(field: number, entries: Entry[], pbf: PbfReader): void {
  if (field === 3) pbf.readMessage(readSession, entries);
}

function readSession(field: number, entries: Entry[], pbf: PbfReader): void {
  if (field === 1) entries.push(pbf.readMessage(readEntry, { name: "", value: undefined }));
}

function readEntry(field: number, entry: Entry, pbf: PbfReader): void {
  if (field === 1) entry.name = pbf.readString();
  if (field === 2) pbf.readMessage(readValue, entry);
}

/** google.protobuf.Value; lists and structures have no entry. */
function readValue(field: number, entry: Entry, pbf: PbfReader): void {
  if (field === 2) entry.value = pbf.readDouble();
  if (field === 3) entry.value = pbf.readString();
  if (field === 4) entry.value = pbf.readBoolean();
}
