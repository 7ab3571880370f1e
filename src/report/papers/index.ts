// Every paper whose figures are drawn of a run, one a file. Written by `npm test -- -u`.
export { default as chughtai2023 } from "./chughtai-2023.ts";
export { default as he2026 } from "./he-2026.ts";
export { default as nanda2023 } from "./nanda-2023.ts";
export { default as power2022 } from "./power-2022.ts";
export { default as zhong2023 } from "./zhong-2023.ts";
