import { FormatError } from "../errors.ts";
import { type ArrayRef, isArray, isDictionary, isInert, type Value } from "./_values.ts";

/**
 * The tensors of a module that torch.jit.save wrote, by the names that its state dict has. The archive keeps modules as
 * objects of classes that its own code defines; the code is not looked at. A module met again is not listed twice.
 */
export function scriptTensors(module: Value, path: string): ReadonlyMap<string, ArrayRef> {
  const tensors = new Map<string, ArrayRef>();
  const seen = new Set<Value>();
  const collect = (value: Value, prefix: string): void => {
    if (!isInert(value) || !isDictionary(value.state) || seen.has(value)) return;
    seen.add(value);
    for (const [key, entry] of value.state) {
      if (isArray(entry)) tensors.set(`${prefix}${key}`, entry);
      else collect(entry, `${prefix}${key}.`);
    }
  };
  collect(module, "");
  if (tensors.size === 0) {
    // torch.jit.freeze makes constants of them, which have no names.
    throw new FormatError(path, "a TorchScript archive without parameters", "save model.state_dict() with torch.save");
  }
  return tensors;
}
