// Every format of training logs, one a file. Written by `npm test -- -u`.
export { default as csv } from "./csv.ts";
export { default as json } from "./json.ts";
export { default as jsonLines } from "./json-lines.ts";
export { default as text } from "./text.ts";
