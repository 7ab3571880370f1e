// Every format of training logs, one a file. Written by `npm test -- -u`.
export { default as csv } from "./csv.ts";
export { default as json } from "./json.ts";
export { default as jsonLines } from "./json-lines.ts";
export { default as mlflowDb } from "./mlflow-db.ts";
export { default as mlflowMetric } from "./mlflow-metric.ts";
export { default as tensorboard } from "./tensorboard.ts";
export { default as text } from "./text.ts";
export { default as trackio } from "./trackio.ts";
export { default as wandb } from "./wandb.ts";
