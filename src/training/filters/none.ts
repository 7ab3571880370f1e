import type { GradientFilter } from "./rule/filter.ts";

/** The gradient as it is. */
const none: GradientFilter = { name: "none", formula: "g", filter: () => undefined };

export default none;
