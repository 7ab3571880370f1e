/** The WebAssembly module that assembly/ is compiled to, base64: written here when the package is built (site/compile-assembly.js). */
export const BASE64: string = "";
