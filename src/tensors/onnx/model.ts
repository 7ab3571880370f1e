import { PbfWriter } from "pbf";
import type { Dtype } from "../expression.ts";

/** ONNX's numbers of element types (onnx.proto, TensorProto.DataType). */
export const ELEMENT = { float32: 1, int32: 6, int64: 7, bool: 9, float64: 11 } as const;

/** A constant of the model: numbers under a shape. */
export interface Initializer {
  readonly name: string;
  readonly type: keyof typeof ELEMENT;
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
}

/** One of ONNX's operators. An attribute is a whole number, several, or a word. */
export interface Node {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes?: Readonly<Record<string, number | readonly number[] | string>>;
}

/** What a model takes or gives. */
export interface Port {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
}

/** A graph in ONNX's words. */
export interface OnnxGraph {
  readonly nodes: readonly Node[];
  readonly initializers: readonly Initializer[];
  readonly inputs: readonly Port[];
  readonly outputs: readonly Port[];
}

/** The operators' meanings are those of this version of the standard. */
const OPERATOR_SET = 17;
const FORMAT_VERSION = 8;
/** AttributeProto.AttributeType. */
const ATTRIBUTE = { whole: 2, word: 3, wholes: 7 } as const;

/** A model as a file holds it: protocol buffers of onnx.proto (ModelProto). */
export function modelBytes({ nodes, initializers, inputs, outputs }: OnnxGraph): Uint8Array {
  const pbf = new PbfWriter();
  pbf.writeVarintField(1, FORMAT_VERSION);
  pbf.writeMessage(
    7,
    (_, graph) => {
      for (const node of nodes) graph.writeMessage(1, writeNode, node);
      graph.writeStringField(2, "expression");
      for (const one of initializers) graph.writeMessage(5, writeInitializer, one);
      for (const port of inputs) graph.writeMessage(11, writePort, port);
      for (const port of outputs) graph.writeMessage(12, writePort, port);
    },
    undefined,
  );
  pbf.writeMessage(
    8,
    (_, set) => {
      set.writeStringField(1, "");
      set.writeVarintField(2, OPERATOR_SET);
    },
    undefined,
  );
  return pbf.finish();
}

function writeNode({ operator, inputs, output, attributes = {} }: Node, pbf: PbfWriter): void {
  for (const input of inputs) pbf.writeStringField(1, input);
  pbf.writeStringField(2, output);
  pbf.writeStringField(4, operator);
  for (const entry of Object.entries(attributes)) pbf.writeMessage(5, writeAttribute, entry);
}

function writeAttribute([name, value]: readonly [string, number | readonly number[] | string], pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  if (typeof value === "number") pbf.writeVarintField(3, value);
  else if (typeof value === "string") pbf.writeBytesField(4, new TextEncoder().encode(value));
  else for (const one of value) pbf.writeVarintField(8, one);
  const type = typeof value === "number" ? "whole" : typeof value === "string" ? "word" : "wholes";
  pbf.writeVarintField(20, ATTRIBUTE[type]);
}

function writeInitializer({ name, type, shape, numbers }: Initializer, pbf: PbfWriter): void {
  for (const n of shape) pbf.writeVarintField(1, n);
  pbf.writeVarintField(2, ELEMENT[type]);
  pbf.writeStringField(8, name);
  pbf.writeBytesField(9, rawData(type, numbers));
}

function rawData(type: keyof typeof ELEMENT, numbers: readonly number[]): Uint8Array {
  switch (type) {
    case "float32":
      return new Uint8Array(Float32Array.from(numbers).buffer);
    case "float64":
      return new Uint8Array(Float64Array.from(numbers).buffer);
    case "int32":
      return new Uint8Array(Int32Array.from(numbers).buffer);
    case "int64":
      return new Uint8Array(BigInt64Array.from(numbers, BigInt).buffer);
    case "bool":
      return Uint8Array.from(numbers);
  }
}

function writePort({ name, dtype, shape }: Port, pbf: PbfWriter): void {
  pbf.writeStringField(1, name);
  pbf.writeMessage(
    2,
    (_, type) => {
      type.writeMessage(
        1,
        (_, tensor) => {
          tensor.writeVarintField(1, ELEMENT[dtype]);
          tensor.writeMessage(
            2,
            (_, sizes) => {
              for (const n of shape) sizes.writeMessage(1, (_, size) => size.writeVarintField(1, n), undefined);
            },
            undefined,
          );
        },
        undefined,
      );
    },
    undefined,
  );
}
