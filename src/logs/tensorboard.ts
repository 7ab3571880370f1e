import type { PbfReader } from "pbf";
import { damageOf } from "./_damage.ts";
import { type Cell, defineLogFormat } from "./_format.ts";
import { hyperparameters } from "./_hparams.ts";
import { messageOf } from "./_message.ts";
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
  if (field === 1) event.wallTime = pbf.readDouble();
  if (field === 2) event.step = pbf.readVarint(true);
  if (field === 3) event.version = pbf.readString();
  if (field === 5) pbf.readMessage(readSummary, event.values);
}

function readSummary(field: number, values: Value[], pbf: PbfReader): void {
  if (field !== 1) return;
  values.push(pbf.readMessage(readValue, { tag: "", number: undefined, plugin: "", content: undefined }));
}

function readValue(field: number, value: Value, pbf: PbfReader): void {
  if (field === 1) value.tag = pbf.readString();
  if (field === 2) value.number = pbf.readFloat();
  if (field === 8) value.number ??= scalarOf(pbf.readBytes());
  if (field === 9) pbf.readMessage(readMetadata, value);
}

function readMetadata(field: number, value: Value, pbf: PbfReader): void {
  if (field === 1) pbf.readMessage(readPlugin, value);
}

function readPlugin(field: number, value: Value, pbf: PbfReader): void {
  if (field === 1) value.plugin = pbf.readString();
  if (field === 2) value.content = pbf.readBytes();
}
