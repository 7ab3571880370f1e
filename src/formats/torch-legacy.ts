import { defineFormat } from "./_format.ts";
import { isTorchStream, readTorchStream } from "./_torch-stream.ts";

/** What torch.save wrote before 1.6, and writes with `_use_new_zipfile_serialization=False`. */
export default defineFormat({
  name: "torch-legacy",
  title: "PyTorch (stream)",
  specification: "torch/serialization.py, _legacy_save, https://github.com/pytorch/pytorch",
  recognises: isTorchStream,
  read: (source) => readTorchStream(source),
});
