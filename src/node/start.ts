import { useEngines } from "../engine/backend.ts";
import { NODE_ENGINES } from "../engine/native.ts";
import { useHost } from "../host/host.ts";
import { nodeHost } from "./node-host.ts";

// For every entry point of the package in Node, each process and thread by itself: imported for what it does.
useHost(nodeHost);
useEngines(NODE_ENGINES);
