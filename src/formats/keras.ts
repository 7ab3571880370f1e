import { FormatError } from "../errors.ts";
import { defineFormat } from "./_format.ts";
import { hdf5Tree, isHdf5 } from "./_hdf5.ts";
import { parsedJson } from "./_json.ts";
import { withOptimizerApart } from "./_keras.ts";
import { readExtent, type Source } from "./_sources.ts";
import { isDictionary, type Value } from "./_values.ts";
import { entryBytes, entryExtent, isZip, zipEntries, zipNames } from "./_zip.ts";

const WEIGHTS = "model.weights.h5";
const CONFIG = "config.json";
const CONFIG_KEY = "config";

/** A model that Keras 3 saved whole: a zip of its weights in HDF5, and of JSON about it, which is `config`, as text. */
export default defineFormat({
  name: "keras",
  title: "Keras (.keras)",
  specification: "https://github.com/keras-team/keras/blob/master/keras/src/saving/saving_lib.py",
  recognises: (source) => isZip(source) && (zipNames(source)?.includes(WEIGHTS) ?? false),
  read,
});

function read(source: Source): Value {
  const entries = zipEntries(source);
  const weights = entries.get(WEIGHTS);
  const config = entries.get(CONFIG);
  if (weights === undefined || config === undefined) {
    throw new FormatError(source.path, `no ${weights === undefined ? WEIGHTS : CONFIG} in the archive`);
  }
  const json = entryBytes(source, config);
  parsedJson(json, `${source.path}: ${CONFIG}`);
  const extent = entryExtent(source, weights);
  const { path, offset, byteLength, inflatedLength, crc32 } = extent;
  const where = `${source.path}: ${WEIGHTS}`;
  const bytes = readExtent(extent);
  if (!isHdf5(bytes)) throw new FormatError(where, "no HDF5 file");
  // Keras stores the member as it is; of one that another tool deflated, copies are kept.
  const within = crc32 === undefined ? {} : { within: { offset, byteLength, crc32 } };
  const member = inflatedLength === undefined ? { path, offset, byteLength, ...within } : undefined;
  const tree = withOptimizerApart(hdf5Tree(bytes, member, where));
  const model = isDictionary(tree) && tree.has("model") ? [...tree] : [["model", tree] as const];
  return new Map<string | number, Value>([...model, [CONFIG_KEY, new TextDecoder().decode(json)]]);
}
