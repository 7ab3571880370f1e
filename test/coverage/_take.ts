import { takeCoverage } from "node:v8";
import { afterAll } from "vitest";

// A worker is ended by its parent, before it would write what it ran.
afterAll(() => takeCoverage());
