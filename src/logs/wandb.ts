import type { PbfReader } from "pbf";
import { damageOf } from "./_damage.ts";
import { type Cell, defineLogFormat } from "./_format.ts";
import { jsonValue, leaves, numbersOf } from "./_leaves.ts";
import { levelDbRecords } from "./_leveldb-log.ts";
import { FIXED64, LENGTH, messageOf, nested, VARINT } from "./_message.ts";

/** ":W&B", uint16 0xBEE1, uint8 version. */
const MAGIC = Buffer.from(":W&B\xe1\xbe", "latin1");
const HEADER = MAGIC.length + 1;
const VERSION = 0;

/** A HistoryItem or ConfigItem: its name and value, in JSON or typed. */
interface Item {
  key: string;
  readonly nested: string[];
  value: unknown;
}

/** A wandb_internal.Record as far as it is read. */
interface Record {
  readonly history: Item[];
  step: number | undefined;
  readonly config: Item[];
}

/** The file of a W&B run that is not uploaded, or not yet: the history's numbers, and the configuration. */
export default defineLogFormat({
  name: "wandb",
  title: "Weights & Biases, offline run",
  specification: "https://github.com/wandb/wandb/blob/main/wandb/proto/wandb_internal.proto",
  recognises: (source) => source.byteLength >= HEADER && Buffer.compare(MAGIC, source.read(0, MAGIC.length)) === 0,
  read: (source, sink) => {
    if (source.byteLength < HEADER) return;
    const [version] = source.read(MAGIC.length, HEADER);
    if (version !== VERSION) {
      sink.doubt(`byte ${MAGIC.length}: version ${version} of W&B's log is not known (${VERSION} is)`);
      return;
    }
    const damage = damageOf("record");
    for (const { offset, data } of levelDbRecords(source, HEADER, sink)) {
      const record = messageOf<Record>(data, readRecord, { history: [], step: undefined, config: [] });
      if (record === undefined) {
        damage.at(offset);
        continue;
      }
      const cells: (readonly [string, Cell])[] = record.history.flatMap((item) => [
        ...numbersOf(nameOf(item), item.value),
      ]);
      if (cells.length > 0 && record.step !== undefined && !cells.some(([name]) => name === "_step")) {
        cells.unshift(["_step", record.step]);
      }
      if (cells.length > 0) sink.row(cells);
      for (const item of record.config) {
        const name = nameOf(item);
        // The client's own account of itself.
        if (name === "_wandb" || name.startsWith("_wandb.")) continue;
        for (const [inner, value] of leaves(name, item.value)) sink.setting(inner, value);
      }
    }
    damage.say(sink);
  },
});

/** Nested names are joined by a dot, as W&B shows them. */
function nameOf({ key, nested }: Item): string {
  return nested.length > 0 ? nested.join(".") : key;
}

function readRecord(field: number, record: Record, pbf: PbfReader): void {
  if (field === 2 && pbf.type === LENGTH) nested(pbf, readHistory, record);
  if (field === 5 && pbf.type === LENGTH) nested(pbf, readConfig, record);
  if (field === 17 && pbf.type === LENGTH) nested(pbf, readRun, record);
}

function readHistory(field: number, record: Record, pbf: PbfReader): void {
  if (field === 1 && pbf.type === LENGTH)
    record.history.push(nested(pbf, readItem, { key: "", nested: [], value: undefined }));
  // A message without fields, as of step 0, is a step too.
  if (field === 2 && pbf.type === LENGTH) record.step = nested(pbf, readStep, { number: 0 }).number;
}

function readStep(field: number, step: { number: number }, pbf: PbfReader): void {
  if (field === 1 && pbf.type === VARINT) step.number = pbf.readVarint(true);
}

function readRun(field: number, record: Record, pbf: PbfReader): void {
  if (field === 4 && pbf.type === LENGTH) nested(pbf, readConfig, record);
}

function readConfig(field: number, record: Record, pbf: PbfReader): void {
  if (field === 1 && pbf.type === LENGTH)
    record.config.push(nested(pbf, readItem, { key: "", nested: [], value: undefined }));
}

/** Fields 4 to 8 are of newer clients (0.31 has them, and writes field 16 all the same): a value that is not in JSON. */
function readItem(field: number, item: Item, pbf: PbfReader): void {
  if (field === 1 && pbf.type === LENGTH) item.key = pbf.readString();
  if (field === 2 && pbf.type === LENGTH) item.nested.push(pbf.readString());
  if (field === 4 && pbf.type === VARINT) item.value = pbf.readBoolean();
  if (field === 5 && pbf.type === VARINT) item.value = pbf.readSVarint();
  if (field === 6 && pbf.type === FIXED64) item.value = pbf.readDouble();
  if ((field === 8 || field === 16) && pbf.type === LENGTH) item.value = jsonValue(pbf.readString());
}
