/** When a run's test accuracy comes to 90 %, with the interval that the back-test gives; or why none is given. */
export type Forecast =
  | {
      readonly kind: "forecast";
      /** Made at this epoch, from the rows up to it. */
      readonly at: number;
      readonly epoch: number;
      /** The run came to 90 % between these in four of five cases of the back-test. */
      readonly low: number;
      readonly high: number;
      readonly method: string;
    }
  | { readonly kind: "none"; readonly at: number | null; readonly reason: NoForecast };

/** Why there is no forecast. */
export const NO_FORECAST = [
  "no accuracies",
  "not memorised",
  "few evaluations",
  "not rising",
  "slowing",
  "already generalised",
  "losing it",
  "diverged",
] as const;
export type NoForecast = (typeof NO_FORECAST)[number];
