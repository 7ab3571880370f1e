import { cbrt, exp, expm1, hypot, log, log1p, tanh } from "./elementary.ts";
import { acos, atan, atan2, cos, sin } from "./trigonometry.ts";

// For a worker that computes: imported before all else, so that its results are to the bit those of the command line.
Object.assign(Math, { acos, atan, atan2, cbrt, cos, exp, expm1, hypot, log, log1p, sin, tanh });
