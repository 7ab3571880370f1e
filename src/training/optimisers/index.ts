// Every optimiser, one a file. Written by `npm test -- -u`.
export { default as adam } from "./adam.ts";
export { default as adamw } from "./adamw.ts";
export { default as muon } from "./muon.ts";
export { default as sgd } from "./sgd.ts";
