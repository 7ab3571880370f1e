"""Writes _blobs.ts: what PyTorch 1.13 and NumPy 1.24 write. Run: python3 -W ignore _blobs.py > _blobs.ts"""
import argparse
import base64
import collections
import io
import pickle
import zlib

import numpy
import torch


def saved(value, stream):
    file = io.BytesIO()
    torch.save(value, file, _use_new_zipfile_serialization=not stream)
    return file.getvalue()


base = torch.arange(6, dtype=torch.float32)
tensors = {
    "base": base,
    "part": base[1:5:2],
    "turned": base.view(2, 3).t(),
    "scalar": torch.tensor(2.5),
    "empty": torch.zeros(0, 3),
    "grown": torch.tensor([7.0]).expand(3),
    "parameter": torch.nn.Parameter(torch.tensor([-1.5])),
    "f64": torch.tensor([0.1, -2], dtype=torch.float64),
    "f16": torch.tensor([0.1, 65504, 6e-8], dtype=torch.float16),
    "bf16": torch.tensor([0.1, -3e38], dtype=torch.bfloat16),
    "i64": torch.tensor([-(2**40), 3]),
    "i32": torch.tensor([-5], dtype=torch.int32),
    "i16": torch.tensor([-300], dtype=torch.int16),
    "i8": torch.tensor([-7], dtype=torch.int8),
    "u8": torch.tensor([200], dtype=torch.uint8),
    "bool": torch.tensor([True, False]),
    "complex": torch.tensor([1j]),
    "dtype": torch.float16,
    "device": torch.device("cuda", 1),
    "size": torch.Size([2, 3]),
    "args": argparse.Namespace(p=113, lr=1e-3),
}
arrays = collections.OrderedDict(
    a=numpy.array([[1, 2], [3, 4.5]]),
    f=numpy.asfortranarray(numpy.array([[1, 2, 3], [4, 5, 6]], dtype="<f4")),
    big=numpy.array([1, -2], dtype=">i4"),
    text=numpy.array(["a"]),
    objects=numpy.array([{}, None], dtype=object),
    scalar=numpy.float32(1.5),
    truth=numpy.bool_(True),
    set={1},
    frozen=frozenset([2]),
    bytes=b"\x00\xff",
    bytearray=bytearray(b"ab"),
    complex=1j,
    count=collections.Counter("aab"),
    default=collections.defaultdict(list, {(1, 2): [1]}),
    large=2**70,
    negative=-(2**40),
    keys={None: 1, True: 2, 3.5: 3},
)
plain = {
    "list": [1, True, False, None, -2.5, float("inf"), 2**70],
    "one": (1,),
    "four": (1, 2, 3, 4),
    "text": "é€\\\n😀",
    "namespace": argparse.Namespace(x=1),
    "set": {5},
}

blobs = {
    "torchZip": saved(tensors, stream=False),
    "torchStream": saved(tensors, stream=True),
    "torchSmall": saved({"w": base[2:4]}, stream=True),
    "torchModule": saved(torch.nn.Linear(1, 1, bias=False).requires_grad_(False), stream=True),
    "torchInPickle": pickle.dumps({"w": base[2:4]}),
    **{f"numpy{protocol}": pickle.dumps(arrays, protocol) for protocol in (2, 3, 4, 5)},
    **{f"plain{protocol}": pickle.dumps(plain, protocol) for protocol in (0, 1)},
}

print("// Written by _blobs.py: files of PyTorch and NumPy, deflated, in base64.")
print('import { inflateSync } from "node:zlib";\n')
for name, data in blobs.items():
    text = base64.b64encode(zlib.compress(data, 9)).decode()
    print(f"export const {name}: Buffer = blob(")
    for start in range(0, len(text), 110):
        print(f'  "{text[start:start + 110]}"' + (" +" if start + 110 < len(text) else ","))
    print(");\n")
print("function blob(text: string): Buffer {")
print('  return inflateSync(Buffer.from(text, "base64"));')
print("}")
