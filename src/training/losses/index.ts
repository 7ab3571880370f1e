// Every loss that is trained on, one a file. Written by `npm test -- -u`.
export { default as softmax } from "./softmax.ts";
export { default as stablemax } from "./stablemax.ts";
