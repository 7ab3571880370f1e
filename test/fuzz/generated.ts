/*
 * Small files for what has no small fixture: each is read as it is, and as short as it can be, so that a change hits what
 * decides something.
 */

/** A NumPy array, as numpy.save writes it. */
function npy(descr: string, shape: string, data: Uint8Array, version = 1): Buffer {
  const text = `{'descr': ${descr}, 'fortran_order': ${shape.startsWith("(3") ? "True" : "False"}, 'shape': ${shape}, }`;
  const start = version === 1 ? 10 : 12;
  const padded = `${text.padEnd(64 * Math.ceil((start + text.length + 1) / 64) - start - 1)}\n`;
  const length =
    version === 1
      ? Buffer.from(Uint16Array.of(padded.length).buffer)
      : Buffer.from(Uint32Array.of(padded.length).buffer);
  return Buffer.concat([Buffer.from("\x93NUMPY", "latin1"), Buffer.of(version, 0), length, Buffer.from(padded), data]);
}

const bytesOf = (array: Float32Array | Float64Array | Int32Array): Buffer => Buffer.from(array.buffer);

export const arrays: readonly Buffer[] = [
  npy("'<f4'", "(2, 3)", bytesOf(Float32Array.of(1, 2.5, -3, Number.NaN, 1e-40, 6))),
  npy("'<f8'", "(3, 2)", bytesOf(Float64Array.of(1, 2, 3, 4, 5, Number.POSITIVE_INFINITY))),
  npy("'>i4'", "(5,)", bytesOf(Int32Array.of(1, 2, 3, 4, -5)), 2),
  npy("'|b1'", "()", Buffer.of(1), 3),
];

/** Pickles of curves, in base64, by Python 3.11 and NumPy 2. */
export const pickled: readonly Buffer[] = [
  // v = {"train_loss": [1.5, 0.25], "epochs": (0, 100), "p": 113, "done": True, "note": None, "seeds": {1, 2}}, protocols 2 and 4
  "gAJ9cQAoWAoAAAB0cmFpbl9sb3NzcQFdcQIoRz/4AAAAAAAARz/QAAAAAAAAZVgGAAAAZXBvY2hzcQNLAEtkhnEEWAEAAABwcQVLcVgEAAAAZG9uZXEGiFgEAAAAbm90ZXEHTlgFAAAAc2VlZHNxCGNfX2J1aWx0aW5fXwpzZXQKcQldcQooSwFLAmWFcQtScQx1Lg==",
  "gASVXQAAAAAAAAB9lCiMCnRyYWluX2xvc3OUXZQoRz/4AAAAAAAARz/QAAAAAAAAZYwGZXBvY2hzlEsAS2SGlIwBcJRLcYwEZG9uZZSIjARub3RllE6MBXNlZWRzlI+UKEsBSwKQdS4=",
  // w = {"losses": np.array([[1.5, 2], [3, 4]], dtype=np.float32), "best": np.float64(0.5), "big": 2**70,
  //      "raw": b"ab\xff", "name": "\u00e9\U0001f600"}, protocols 2 and 5
  "gAJ9cQAoWAYAAABsb3NzZXNxAWNudW1weS5fY29yZS5tdWx0aWFycmF5Cl9yZWNvbnN0cnVjdApxAmNudW1weQpuZGFycmF5CnEDSwCFcQRjX2NvZGVjcwplbmNvZGUKcQVYAQAAAGJxBlgGAAAAbGF0aW4xcQeGcQhScQmHcQpScQsoSwFLAksChnEMY251bXB5CmR0eXBlCnENWAIAAABmNHEOiYiHcQ9ScRAoSwNYAQAAADxxEU5OTkr/////Sv////9LAHRxEmKJaAVYEgAAAAAAw4A/AAAAQAAAQEAAAMKAQHETaAeGcRRScRV0cRZiWAQAAABiZXN0cRdjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpzY2FsYXIKcRhoDVgCAAAAZjhxGYmIh3EaUnEbKEsDaBFOTk5K/////0r/////SwB0cRxiaAVYCQAAAAAAAAAAAMOgP3EdaAeGcR5ScR+GcSBScSFYAwAAAGJpZ3EiigkAAAAAAAAAAEBYAwAAAHJhd3EjaAVYBAAAAGFiw79xJGgHhnElUnEmWAQAAABuYW1lcSdYBgAAAMOp8J+YgHEodS4=",
  "gAWVHgEAAAAAAAB9lCiMBmxvc3Nlc5SME251bXB5Ll9jb3JlLm51bWVyaWOUjAtfZnJvbWJ1ZmZlcpSTlCiWEAAAAAAAAAAAAMA/AAAAQAAAQEAAAIBAlIwFbnVtcHmUjAVkdHlwZZSTlIwCZjSUiYiHlFKUKEsDjAE8lE5OTkr/////Sv////9LAHSUYksCSwKGlIwBQ5R0lFKUjARiZXN0lIwWbnVtcHkuX2NvcmUubXVsdGlhcnJheZSMBnNjYWxhcpSTlGgIjAJmOJSJiIeUUpQoSwNoDE5OTkr/////Sv////9LAHSUYkMIAAAAAAAA4D+UhpRSlIwDYmlnlIoJAAAAAAAAAABAjANyYXeUQwNhYv+UjARuYW1llIwGw6nwn5iAlHUu",
].map((text) => Buffer.from(text, "base64"));

export const tables: readonly string[] = [
  "epoch,train_loss,test_loss,train_acc,test_acc\n0,4.7,4.72,0.01,0.01\n100,0.5,5.1,0.9,0.02\n200,1e-3,4.0,1,0.4\n300,1e-4,0.1,1,0.99\n",
  "step;loss;val loss\n0;4,7;4,8\n1;4,5;4,9\n2;4,25;5\n",
  "# epoch train_loss\n0 1.5\n1 1.25\n2 0.5\n",
  'epoch\t"train, loss"\tval_loss\n1\t2\t3\n2\t1\tNaN\n3\t\t1.5\n',
];

const epochs = [0, 100, 200, 300];

export const documents: readonly unknown[] = [
  {
    train_loss: [4.7, 0.5, 1e-3, 1e-4],
    test_loss: [4.7, 5, 4, 0.1],
    epochs,
    p: 113,
    config: { lr: 1e-3, weight_decay: 1 },
  },
  epochs.map((epoch) => ({ epoch, train: { loss: 1 / (epoch + 1) }, val_acc: epoch / 300 })),
  { 0: { loss: 4.7, val_loss: 4.8 }, 100: { loss: 1, val_loss: 5 }, 200: { loss: 0.1, val_loss: 4 } },
  { global_step: 300, log_history: epochs.map((step) => ({ step, loss: 1 / (step + 1), epoch: step / 10 })) },
];

export const rows: readonly unknown[] = [
  { config: { p: 113, seed: 0 } },
  ...epochs.map((epoch) => ({ epoch, train_loss: 1 / (epoch + 1), "val/acc": epoch / 300, note: "x" })),
  { epoch: 400, "val/acc": null, train_loss: 1e-5, extra: { grad: 0.5 } },
];

export const printed: readonly string[] = [
  "p = 113\nstep 0: train loss 4.45, val loss 4.44\nstep 100: train loss 1.5, val loss 5\nstep 200: train loss 0.01, val loss 0.5\n",
  "Epoch 1/3 - loss: 0.5 - val_loss: 0.4 - acc: 12%\nEpoch 2/3 - loss: 0.25 - val_loss: 0.3 - acc: 59/100\n",
  "\u001b[32m[100/1000]\u001b[0m Train: loss=tensor(0.5, device='cuda:0') acc=0.9 | Test: loss=1.5 acc=0.2\n[200/1000] Train: loss=0.1\n",
];
