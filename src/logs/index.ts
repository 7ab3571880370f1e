// Every format of training logs, one a file. Written by `npm test -- -u`.
export { default as mlflowDb } from "./mlflow-db.ts";
export { default as mlflowMetric } from "./mlflow-metric.ts";
export { default as tensorboard } from "./tensorboard.ts";
export { default as trackio } from "./trackio.ts";
export { default as wandb } from "./wandb.ts";
