#!/usr/bin/env node
import { setFlagsFromString } from "node:v8";
import { NO_CONCURRENT_MARKING } from "../node/processes.ts";

// Before anything else is loaded, as V8 may be told so only while it does not mark. A training, which makes little garbage, is
// a little faster without.
if (process.argv[2] !== "train") setFlagsFromString(NO_CONCURRENT_MARKING);
const { runProcess } = await import("./_run-process.ts");
await runProcess();
