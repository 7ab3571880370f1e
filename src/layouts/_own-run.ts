/** What the files of a run that `train` made call themselves, as `format`. */
export const OWN_RUN = "grok-analyze run";
