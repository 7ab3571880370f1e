// Every format, one a file. Written by `npm test -- -u`.
export { default as flaxMsgpack } from "./flax-msgpack.ts";
export { default as hdf5 } from "./hdf5.ts";
export { default as keras } from "./keras.ts";
export { default as npy } from "./npy.ts";
export { default as npz } from "./npz.ts";
export { default as orbax } from "./orbax.ts";
export { default as pickle } from "./pickle.ts";
export { default as safetensors } from "./safetensors.ts";
export { default as tfjs } from "./tfjs.ts";
export { default as torch } from "./torch.ts";
export { default as torchLegacy } from "./torch-legacy.ts";
