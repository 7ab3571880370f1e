import description from "grok-analyze/package.json" with { type: "json" };

/** Version of this package. */
export const version: string = description.version;
