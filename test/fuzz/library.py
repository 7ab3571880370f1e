"""Reads files with the libraries that write them: a request a line on standard input, an answer a line on standard output.

What a file says is told line by line as test/fuzz/said.ts and readings.ts tell it. Nothing of a file is run: pickles are read
by torch's own reader of weights alone, or by one that knows a few classes of NumPy.
"""

import collections
import csv
import hashlib
import importlib.metadata
import io
import json
import math
import os
import pickle
import re
import resource
import signal
import sqlite3
import struct
import sys
import zipfile

MAX_ELEMENTS = 2**24
MAX_VALUES = 5000
MAX_DEPTH = 100
SECONDS = 8
BYTES = 2**32


class Incomparable(Exception):
    """What the file holds has no counterpart that could be told line by line."""


def number(value):
    try:
        value = float(value)
    except OverflowError:
        value = math.copysign(math.inf, value)
    return struct.pack(">d", math.nan if value != value else value).hex()


def digest(data):
    return hashlib.sha256(data).hexdigest()[:16]


def told(value):
    import numpy as np

    lines, left, values = [], [MAX_ELEMENTS], [0]

    def tell(at, found, within):
        values[0] += 1
        if values[0] > MAX_VALUES or len(within) > MAX_DEPTH or id(found) in within:
            raise Incomparable("many, or deep")
        path = json.dumps([str(part) for part in at], ensure_ascii=False, separators=(",", ":"))
        if "torch" in sys.modules:
            import torch

            if isinstance(found, torch.Tensor):
                if found.layout != torch.strided or found.is_quantized or found.is_meta:
                    raise Incomparable("a tensor of another kind")
                names = {torch.bfloat16: "bf16", torch.float16: "f16", torch.float32: "f32", torch.float64: "f64",
                         torch.int64: "i64", torch.int32: "i32", torch.int16: "i16", torch.int8: "i8",
                         torch.uint8: "u8", torch.bool: "bool"}
                if found.dtype in names:
                    array(path, names[found.dtype], found.shape, lambda: found.detach().to(torch.float64).numpy())
                return
            if isinstance(found, (torch.device, torch.dtype)):
                found = str(found)
        if isinstance(found, (np.ndarray, np.generic)) and not isinstance(found, (float, bool, int, bytes, str)):
            names = {"bfloat16": "bf16", "float16": "f16", "float32": "f32", "float64": "f64", "int64": "i64",
                     "int32": "i32", "int16": "i16", "int8": "i8", "uint8": "u8", "bool": "bool"}
            if isinstance(found, np.generic) and SCALARS[0]:
                if found.dtype.name in names:
                    lines.append(f"{path} = {str(bool(found)).lower() if found.dtype == bool else number(found)}")
                return
            if found.dtype.name in names:
                array(path, names[found.dtype.name], found.shape, lambda: np.asarray(found).astype(np.float64))
        elif isinstance(found, collections.abc.Mapping):
            for key, inner in found.items():
                if type(key) not in (str, int) or (type(key) is str and not key.isprintable() and "\ud800" <= max(key) <= "\udfff"):
                    raise Incomparable("a key of another kind")
                tell([*at, key], inner, within | {id(found)})
        elif type(found).__name__ == "ExtType":
            pass  # A type of nobody's, which the reader knows by its number alone.
        elif isinstance(found, (list, tuple)):
            for i, inner in enumerate(found):
                tell([*at, i], inner, within | {id(found)})
        elif found is None:
            lines.append(f"{path} = nothing")
        elif isinstance(found, bool):
            lines.append(f"{path} = {str(found).lower()}")
        elif isinstance(found, (int, float)):
            lines.append(f"{path} = {number(found)}")
        elif isinstance(found, str):
            lines.append(f"{path} = text {digest(found.encode())}")
        elif isinstance(found, (bytes, bytearray)):
            lines.append(f"{path} = bytes {digest(bytes(found))}")
        else:
            raise Incomparable(f"a {type(found)}")

    def array(path, dtype, shape, elements):
        left[0] -= math.prod(shape)
        if left[0] < 0:
            return
        numbers = np.ascontiguousarray(elements())
        numbers = np.where(np.isnan(numbers), np.nan, numbers)
        lines.append(f"{path}: {dtype} [{','.join(str(n) for n in shape)}] {digest(numbers.tobytes())}")

    tell([], value, frozenset())
    return lines


SCALARS = [True]


def torch_load(path):
    import torch

    return told(torch.load(path, map_location="cpu", weights_only=True))


KNOWN = {
    ("numpy.core.multiarray", "_reconstruct"), ("numpy.core.multiarray", "scalar"), ("numpy", "ndarray"),
    ("numpy._core.multiarray", "_reconstruct"), ("numpy._core.multiarray", "scalar"), ("numpy", "dtype"),
    ("numpy._core.numeric", "_frombuffer"), ("numpy.core.numeric", "_frombuffer"), ("_codecs", "encode"),
    ("collections", "OrderedDict"), ("builtins", "bytearray"), ("builtins", "dict"), ("builtins", "list"),
    ("__builtin__", "bytearray"), ("builtins", "tuple"),
}


class Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        if (module, name) in KNOWN:
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"{module}.{name}")


def pickle_load(path):
    with open(path, "rb") as file:
        return told(Unpickler(file).load())


def numpy_load(path):
    import numpy as np

    found = np.load(path, allow_pickle=False)
    if isinstance(found, np.ndarray):
        return told(found)
    # Members that are not called .npy are left out by the reader, as its description says.
    return told({name: found[name] for name in found.files if f"{name}.npy" in found.zip.namelist()})


def safetensors_load(path):
    import safetensors
    from safetensors.torch import load_file

    arrays = load_file(path)
    with safetensors.safe_open(path, "pt") as file:
        metadata = file.metadata()
    return told(({"__metadata__": metadata} if metadata else {}) | arrays)


def hdf5_tree(group):
    import h5py

    tree = {}
    for name in group.keys():
        found = group.get(name)
        if isinstance(found, h5py.Group):
            tree[name] = hdf5_tree(found)
        elif isinstance(found, h5py.Dataset):
            if found.dtype.kind in "biuf":
                tree[name] = found[()]
            elif found.dtype.kind == "V" and found.attrs.get("dtype") == "bfloat16":
                import ml_dtypes

                tree[name] = found[()].view(ml_dtypes.bfloat16)
        else:
            raise Incomparable("a link to nowhere")
    return tree


def h5py_load(path):
    import h5py

    with h5py.File(path, "r") as file:
        return arrays_told(optimiser_apart(hdf5_tree(file)))


def optimiser_apart(tree):
    for name in ("optimizer", "optimizer_weights"):
        if name in tree:
            optimiser = tree.pop(name)
            return {"model": tree, "optimizer": optimiser}
    return tree


def arrays_told(tree):
    """A scalar of HDF5 or Zarr is an array without axes, not a number."""
    SCALARS[0] = False
    try:
        return told(tree)
    finally:
        SCALARS[0] = True


def keras_load(path):
    import h5py

    with zipfile.ZipFile(path) as archive:
        config = archive.read("config.json").decode()
        json.loads(config)
        with h5py.File(io.BytesIO(archive.read("model.weights.h5")), "r") as file:
            tree = optimiser_apart(hdf5_tree(file))
    return arrays_told((tree if "model" in tree else {"model": tree}) | {"config": config})


def flax_load(path):
    from flax import serialization

    with open(path, "rb") as file:
        return arrays_told(serialization.msgpack_restore(file.read()))


def orbax_load(path):
    import tensorstore

    with open(path, "rb") as file:
        description = json.loads(file.read())
    if description.get("use_ocdbt") or description.get("use_zarr3"):
        raise Incomparable("another driver")
    tree = {}
    for leaf in description["tree_metadata"].values():
        keys = [str(part["key"]) for part in leaf["key_metadata"]]
        kind = leaf["value_metadata"]["value_type"]
        if kind in ("Dict", "List", "Tuple", "string") or leaf["value_metadata"].get("skip_deserialize") is True:
            continue
        store = {"driver": "file", "path": os.path.join(os.path.dirname(path), ".".join(keys))}
        spec = {"driver": "zarr", "kvstore": store}
        found = None if kind == "None" else tensorstore.open(spec, open=True).result().read().result()
        at = tree
        for key in keys[:-1]:
            at = at.setdefault(key, {})
        at[keys[-1]] = found
    return arrays_told(tree)


def row(cells):
    cells = [[name, "#" + number(cell) if isinstance(cell, (int, float)) and not isinstance(cell, bool) else cell] for name, cell in cells]
    return json.dumps(sorted(cells, key=lambda cell: cell[0].encode("utf-16-be")), ensure_ascii=False, separators=(",", ":"))


def events_load(path):
    from tensorboard.backend.event_processing.event_file_loader import LegacyEventFileLoader
    from tensorboard.util import tensor_util

    lines = []
    for event in LegacyEventFileLoader(path).Load():
        cells = []
        for value in event.summary.value:
            if value.HasField("simple_value"):
                cells.append((value.tag, value.simple_value))
            elif value.HasField("tensor"):
                array = tensor_util.make_ndarray(value.tensor)
                if array.size == 1 and array.dtype.kind in "biuf":
                    cells.append((value.tag, float(array.reshape(-1)[0])))
        if cells:
            lines.append(row([("step", event.step), *cells, ("wall_time", event.wall_time)]))
    return lines


def rows_of(path, query):
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def mlflow_load(path):
    deleted = {run for (run,) in rows_of(path, "SELECT run_uuid FROM runs WHERE lifecycle_stage = 'deleted'")}
    lines = []
    for run, key, value, nothing, step, time in rows_of(path, "SELECT run_uuid, key, value, is_nan, step, timestamp FROM metrics ORDER BY rowid"):
        if run in deleted or not isinstance(key, str) or not isinstance(value, (int, float)):
            continue
        value = math.nan if nothing == 1 else math.copysign(math.inf, value) if abs(value) == sys.float_info.max else value
        cells = [(name, cell) for name, cell in (("step", step), (key, value), ("timestamp", time)) if isinstance(cell, (int, float))]
        lines.append(row(cells))
    return lines


def numbers_of(name, value):
    """Numbers of nested dictionaries, by names that dots join."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        yield name, value
    if isinstance(value, dict) and "_type" not in value:
        for key, inner in value.items():
            yield from numbers_of(key if name == "" else f"{name}.{key}", inner)


def trackio_load(path):
    lines = []
    for step, time, text in rows_of(path, "SELECT step, timestamp, metrics FROM metrics ORDER BY id"):
        values = json.loads(text)
        named = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}
        values = {key: named.get(value, value) if isinstance(value, str) else value for key, value in values.items()}
        cells = list(numbers_of("", values))
        if cells:
            lines.append(row([*([("step", step)] if isinstance(step, (int, float)) else []), *cells, *([("timestamp", time)] if isinstance(time, str) else [])]))
    return lines


def wandb_load(path):
    from wandb.proto import wandb_internal_pb2
    from wandb.sdk.internal.datastore import DataStore

    store = DataStore()
    store.open_for_scan(path)
    lines = []
    while (data := store.scan_data()) is not None:
        record = wandb_internal_pb2.Record()
        record.ParseFromString(data)
        cells = []
        for item in record.history.item:
            if item.value_json == "":
                raise Incomparable("a value that is not in JSON")
            name = ".".join(item.nested_key) if item.nested_key else item.key
            cells += numbers_of(name, json.loads(item.value_json))
        if cells and record.history.HasField("step") and all(name != "_step" for name, _ in cells):
            cells.append(("_step", record.history.step.num))
        if cells:
            lines.append(row(cells))
    return lines


# What JavaScript takes for white space, of which Python has more.
SPACES = "\t\v\f \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"


def csv_load(path):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    if "#" in text or "\ufeff" in text or "\0" in text or not text.endswith("\n"):
        raise Incomparable("comments, or a line that is cut")
    first = text.split("\n")[0]
    separator = max(",\t;|", key=first.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    if separator not in first or any(len(cells) != len(rows[0]) for cells in rows):
        raise Incomparable("rows of other lengths")
    for cells in rows[1:]:
        if not any(cell.strip().replace(".", "").isdigit() for cell in cells):
            raise Incomparable("a row without a number")
        if separator != "," and any("," in cell for cell in cells):
            raise Incomparable("decimal commas")
    names = [name.strip(SPACES) for name in rows[0]]
    if any(name == "" or name[0] in "-+.0123456789" for name in names) or len(set(names)) < len(names):
        raise Incomparable("no header")
    return [row(zip(names, cells)) for cells in rows[1:]]


# Names whose objects are taken apart: of losses, accuracies and parts of the data alone, as far as files here have them.
OF_LOGS = {"train", "test", "val", "valid", "eval", "loss", "losses", "acc", "accuracy", "history", "metrics"}


def cells_of(record):
    """A row's numbers and texts; those of an object under a name of logs by both names."""
    for name, cell in record.items():
        if isinstance(cell, dict):
            words = [word for word in re.split("[^a-z0-9]+", name.lower()) if word]
            if len(cell) > 1 and all(inner.isascii() and inner.isdigit() for inner in cell):
                raise Incomparable("values by step")
            if words and all(word in OF_LOGS for word in words):
                yield from ((f"{name}_{inner}", one) for inner, one in cell.items())
        else:
            yield name, cell


def json_lines_load(path):
    lines = []
    with open(path, encoding="utf-8") as file:
        for line in file.read().split("\n"):
            if line.strip() == "":
                continue
            record = json.loads(line)
            if not isinstance(record, dict):
                raise Incomparable("no object")
            cells = [(name, "nan" if cell != cell else cell) for name, cell in cells_of(record)]
            lines.append(row((name, cell) for name, cell in cells if isinstance(cell, (int, float, str)) and not isinstance(cell, bool)))
    return lines


READERS = {
    "formats/torch": ("torch", torch_load),
    "formats/torch-legacy": ("torch", torch_load),
    "formats/pickle": ("numpy", pickle_load),
    "formats/npy": ("numpy", numpy_load),
    "formats/npz": ("numpy", numpy_load),
    "formats/safetensors": ("safetensors", safetensors_load),
    "formats/hdf5": ("h5py", h5py_load),
    "formats/keras": ("h5py", keras_load),
    "formats/flax-msgpack": ("flax", flax_load),
    "formats/orbax": ("tensorstore", orbax_load),
    "logs/tensorboard": ("tensorboard", events_load),
    "logs/mlflow-db": ("sqlite3", mlflow_load),
    "logs/trackio": ("sqlite3", trackio_load),
    "logs/wandb": ("wandb", wandb_load),
    "logs/csv": ("csv", csv_load),
    "logs/json-lines": ("json", json_lines_load),
}


def version(package):
    if package in ("csv", "json", "sqlite3"):
        return f"Python {sys.version.split()[0]}, {package}"
    try:
        return f"{package} {importlib.metadata.version(package)}"
    except importlib.metadata.PackageNotFoundError:
        return None


def answer(request):
    if "names" in request:
        versions = {name: version(package) for name, (package, _) in READERS.items()}
        return {name: found for name, found in versions.items() if found}
    signal.setitimer(signal.ITIMER_PROF, SECONDS)
    try:
        return {"is": "result", "lines": READERS[request["class"]][1](request["path"])}
    except Incomparable:
        return {"is": "none"}
    except BaseException as problem:  # A library may end the program.
        return {"is": "error", "message": f"{type(problem).__name__}: {problem}"[:300]}
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def too_long(*_):
    raise TimeoutError("too long")


signal.signal(signal.SIGPROF, too_long)
resource.setrlimit(resource.RLIMIT_DATA, (BYTES, BYTES))
answers = os.fdopen(os.dup(1), "w", encoding="utf-8", errors="replace")
os.dup2(2, 1)
for line in sys.stdin:
    answers.write(json.dumps(answer(json.loads(line))) + "\n")
    answers.flush()
