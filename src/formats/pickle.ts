import { FormatError } from "../errors.ts";
import { cursorOf } from "./_cursor.ts";
import { defineFormat } from "./_format.ts";
import { unpickle } from "./_pickle.ts";
import { isSafetensors } from "./_safetensors.ts";
import { bytesSource, type Source } from "./_sources.ts";
import { isTorchStream, readTorchStream } from "./_torch-stream.ts";
import type { Value } from "./_values.ts";

/** A plain pickle of protocol 2 to 5: dictionaries of lists, NumPy arrays, and tensors that pickle.dump wrote. */
export default defineFormat({
  name: "pickle",
  title: "Python pickle",
  specification: "Lib/pickletools.py, https://github.com/python/cpython",
  recognises: (source) => {
    if (source.byteLength < 2 || isTorchStream(source) || isSafetensors(source)) return false;
    const [opcode, protocol] = source.read(0, 2) as unknown as [number, number];
    return opcode === 0x80 && protocol >= 2 && protocol <= 5;
  },
  read,
});

function read(source: Source): Value {
  const cursor = cursorOf(source);
  const value = unpickle(cursor, {
    // One level only: what lies within a stream has no streams within.
    torchStorage: (bytes) => readTorchStream(bytesSource(`${source.path}: storage`, bytes), true),
  });
  if (cursor.remaining() > 0) {
    const problem = `byte ${cursor.position()}: ${cursor.remaining()} bytes follow the pickle`;
    throw new FormatError(source.path, problem, "save one object a file");
  }
  return value;
}
