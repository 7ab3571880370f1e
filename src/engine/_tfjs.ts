// The build makes one file of this and of the two packages, dist/wasm/tfjs.cjs: installed, they are 65 MB of which it has 1.
export { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
export * from "@tensorflow/tfjs-core";
