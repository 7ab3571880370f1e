// Given to every module of the bundle: readers use Node's Buffer, of which this is the same in a page.
export { Buffer } from "buffer/";
