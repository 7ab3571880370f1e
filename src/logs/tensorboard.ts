import type { PbfReader } from "pbf";
import { damageOf } from "./_damage.ts";
import { type Cell, defineLogFormat } from "./_format.ts";
import { hyperparameters } from "./_hparams.ts";
import { FIXED32, FIXED64, LENGTH, messageOf, nested, VARINT } from "./_message.ts";
import { scalarOf } from "./_tensor-proto.ts";
import { tfRecords } from "./_tf-records.ts";

/** A tensorflow.Event as far as it is read. */
interface Event {
  wallTime: number;
  step: number;
  version: string;
  readonly values: Value[];
}

/** A tensorflow.Summary.Value: a scalar where it has a number. */
interface Value {
  tag: string;
  number: number | undefined;
  plugin: string;
  content: Uint8Array | undefined;
}

/** What the first event of a file says, followed by a version. */
const VERSION = "brain.Event:";

/** Event files of TensorBoard: scalars, in both encodings that there have been, and hyperparameters. */
export default defineLogFormat({
  name: "tensorboard",
  title: "TensorBoard events",
  specification:
    "https://github.com/tensorflow/tensorboard/tree/master/tensorboard/compat/proto (event, summary, tensor)",
  continues: true,
  recognises: (source) => {
    const nothing = { doubt: () => {} };
    const [first] = tfRecords(source, nothing);
    return first !== undefined && eventOf(first.data)?.version.startsWith(VERSION) === true;
  },
  read: (source, sink) => {
    const damage = damageOf("event");
    for (const { offset, data } of tfRecords(source, sink)) {
      const event = eventOf(data);
      if (event === undefined) {
        damage.at(offset);
        continue;
      }
      const cells = event.values.flatMap(({ tag, number }): (readonly [string, Cell])[] =>
        number === undefined ? [] : [[tag, number]],
      );
      if (cells.length > 0) sink.row([["step", event.step], ...cells, ["wall_time", event.wallTime]]);
      for (const { plugin, content } of event.values) {
        if (plugin !== "hparams" || content === undefined) continue;
        for (const { name, value } of hyperparameters(content)) if (value !== undefined) sink.setting(name, value);
      }
    }
    damage.say(sink);
  },
});

function eventOf(bytes: Uint8Array): Event | undefined {
  return messageOf<Event>(bytes, readEvent, { wallTime: 0, step: 0, version: "", values: [] });
}

function readEvent(field: number, event: Event, pbf: PbfReader): void {
  if (field === 1 && pbf.type === FIXED64) event.wallTime = pbf.readDouble();
  if (field === 2 && pbf.type === VARINT) event.step = pbf.readVarint(true);
  if (field === 3 && pbf.type === LENGTH) event.version = pbf.readString();
  if (field === 5 && pbf.type === LENGTH) nested(pbf, readSummary, event.values);
}

function readSummary(field: number, values: Value[], pbf: PbfReader): void {
  if (field === 1 && pbf.type === LENGTH)
    values.push(nested(pbf, readValue, { tag: "", number: undefined, plugin: "", content: undefined }));
}

function readValue(field: number, value: Value, pbf: PbfReader): void {
  if (field === 1 && pbf.type === LENGTH) value.tag = pbf.readString();
  if (field === 2 && pbf.type === FIXED32) value.number = pbf.readFloat();
  if (field === 8 && pbf.type === LENGTH) value.number ??= scalarOf(pbf.readBytes());
  if (field === 9 && pbf.type === LENGTH) nested(pbf, readMetadata, value);
}

function readMetadata(field: number, value: Value, pbf: PbfReader): void {
  if (field === 1 && pbf.type === LENGTH) nested(pbf, readPlugin, value);
}

function readPlugin(field: number, value: Value, pbf: PbfReader): void {
  if (field === 1 && pbf.type === LENGTH) value.plugin = pbf.readString();
  if (field === 2 && pbf.type === LENGTH) value.content = pbf.readBytes();
}
