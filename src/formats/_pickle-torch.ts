import type { Bench, Constructor } from "./_pickle-bench.ts";
import { type ArrayRef, BYTES, type DType, isArray, isInert, type Value } from "./_values.ts";
import { shapeOf, sizeOfShape, sizesOf, spanOf } from "./_views.ts";

type Construct = (name: string, args: readonly Value[], bench: Bench) => Value | undefined;

const DTYPES: ReadonlyMap<unknown, DType> = new Map([
  ["torch.float64", "f64"],
  ["torch.float32", "f32"],
  ["torch.float16", "f16"],
  ["torch.bfloat16", "bf16"],
  ["torch.int64", "i64"],
  ["torch.int32", "i32"],
  ["torch.int16", "i16"],
  ["torch.int8", "i8"],
  ["torch.uint8", "u8"],
  ["torch.bool", "bool"],
]);

/** Calls in torch's pickles that mean data (torch/_utils.py). A storage is a one-dimensional array. */
export function torchConstructors(construct: Construct): readonly (readonly [string, Constructor])[] {
  const first: Constructor = ([data]) => data;
  return [
    ["torch._utils._rebuild_tensor", (args, bench) => tensor(args, bench)],
    ["torch._utils._rebuild_tensor_v2", (args, bench) => tensor(args, bench)],
    // Types that have no storage class of their own: an untyped storage, and the type among the arguments.
    ["torch._utils._rebuild_tensor_v3", (args, bench) => tensor([retyped(args[0], args[6]), ...args.slice(1)], bench)],
    ["torch._utils._rebuild_parameter", first],
    ["torch._utils._rebuild_parameter_with_state", first],
    ["torch._utils._rebuild_device_tensor_from_numpy", first],
    // A subclass of Tensor: the function that rebuilds it as a plain one, and its arguments.
    [
      "torch._tensor._rebuild_from_type_v2",
      ([rebuild, , args], bench) =>
        isInert(rebuild) && rebuild.class.startsWith("torch._utils.") && Array.isArray(args)
          ? construct(rebuild.class, args, bench)
          : undefined,
    ],
    ["torch.Size", ([sizes = []]) => (Array.isArray(sizes) ? sizes : undefined)],
    [
      "torch.device",
      ([type, index]) => (typeof type === "string" && typeof index === "number" ? `${type}:${index}` : type),
    ],
    ["torch.serialization._get_layout", first],
    [
      "torch.storage._load_from_bytes",
      ([data], bench) => {
        if (!(data instanceof Uint8Array) || bench.torchStorage === undefined) return undefined;
        bench.charge(data.length);
        return bench.torchStorage(data);
      },
    ],
  ];
}

/** (storage, offset, size, stride, …) as a view; inert where the storage's type is none of ours. */
function tensor([storage, offset, size, stride]: readonly (Value | undefined)[], bench: Bench): ArrayRef | undefined {
  if (!isArray(storage)) return undefined;
  const shape = shapeOf(size);
  const strides = sizesOf(stride);
  if (!Number.isSafeInteger(offset) || shape === undefined || strides === undefined)
    return bench.fail("a tensor whose offset, shape or strides are no whole numbers");
  const span = spanOf({ shape, strides, start: Number(offset) });
  const length = sizeOfShape(storage.shape);
  if (shape.length !== strides.length || !(span.first >= 0 && span.last < length)) {
    bench.fail(`tensor [${shape.join(", ")}]: elements ${span.first} to ${span.last} of a storage of ${length}`);
  }
  return { ...storage, shape, strides, start: storage.start + Number(offset) };
}

/** The bytes of an untyped storage as elements of a type. */
function retyped(storage: Value | undefined, type: Value | undefined): ArrayRef | undefined {
  const dtype = DTYPES.get(type);
  if (!isArray(storage) || storage.dtype !== "u8" || dtype === undefined) return undefined;
  return { ...storage, dtype, shape: [Math.floor(sizeOfShape(storage.shape) / BYTES[dtype])] };
}
