import { useHost } from "../host/host.ts";
import { nodeHost } from "./node-host.ts";

// For every entry point of the package in Node, each process and thread by itself: imported for what it does.
useHost(nodeHost);
