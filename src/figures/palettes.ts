// The colours of everything that is drawn: curves, frequencies and phases have palettes of their own, of which no two share
// a colour, so that a colour means one thing in every figure, on every page and on the timeline.

/** What a curve is of, where it is one that every figure of a run may show: it looks alike in all of them. */
export const ROLES = ["train", "test", "restricted", "excluded"] as const;
export type Role = (typeof ROLES)[number];

/** The names of the palettes: in colour, and in greys for print without it. */
export const PALETTES = ["colour", "grey"] as const;
export type PaletteName = (typeof PALETTES)[number];

/** Colours as #rrggbb, each list in order. */
export interface Palette {
  /** Of the roles, in their order; those past train and test are also of curves without a role. */
  readonly series: readonly string[];
  /** Of the key frequencies, in their order. */
  readonly frequencies: readonly string[];
  /** Of the phases of training: what lies under curves, and parts of the timeline. */
  readonly phases: readonly string[];
}

/**
 * Okabe and Ito's colours, brown for the yellow that is too pale for a line on white; Tol's "muted" for frequencies, slate
 * blue for its pale cyan; tints of ochre, violet, green and blue for phases. In each list any two differ by ΔE (CIE 1976) ≥ 15
 * to the trichromat eye and to those with deuteranopia and protanopia, as Machado et al. 2009 simulate them; phases that follow
 * one another, by 9 and more.
 */
const ON_LIGHT: Palette = {
  series: ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#000000", "#e69f00", "#56b4e9", "#6b4a1f"],
  frequencies: ["#332288", "#cc6677", "#117733", "#999933", "#882255", "#44aa99", "#aa4499", "#6699cc"],
  phases: ["#ece4d1", "#e6dff2", "#e3ead6", "#d7e6ec", "#efe0dc", "#e2e5e7"],
};

/** The same hues, lighter where a dark ground asks for it; white stands for black. */
const ON_DARK: Palette = {
  series: ["#56b4e9", "#f08a4b", "#1dbf93", "#de9cc2", "#f2f2f2", "#e69f00", "#f0e442", "#a07a4a"],
  frequencies: ["#8f7fe8", "#f8968c", "#51983b", "#e4cd73", "#c56b7e", "#8efadf", "#bcb2ff", "#9dacc5"],
  phases: ["#483e23", "#3e3657", "#39472b", "#27424e", "#4d3734", "#393f47"],
};

/** Lines are told apart by dashes, bars by hatching; the lightness of neighbours differs. */
const GREY_ON_LIGHT: Palette = {
  series: ["#000000", "#767676", "#404040", "#8c8c8c", "#222222", "#5c5c5c", "#333333", "#6a6a6a"],
  frequencies: ["#111111", "#808080", "#474747", "#959595", "#2b2b2b", "#6e6e6e", "#3a3a3a", "#898989"],
  phases: ["#f2f2f2", "#dcdcdc", "#ededed", "#d6d6d6", "#e8e8e8", "#e0e0e0"],
};
const GREY_ON_DARK: Palette = {
  series: ["#ffffff", "#9b9b9b", "#d0d0d0", "#868686", "#eeeeee", "#b2b2b2", "#dddddd", "#a5a5a5"],
  frequencies: ["#fafafa", "#8f8f8f", "#c8c8c8", "#7e7e7e", "#e4e4e4", "#a0a0a0", "#d7d7d7", "#959595"],
  phases: ["#22262b", "#33383e", "#272b30", "#3a3f45", "#2c3136", "#2f343a"],
};

const LIGHT: Readonly<Record<PaletteName, Palette>> = { colour: ON_LIGHT, grey: GREY_ON_LIGHT };
const DARK: Readonly<Record<PaletteName, Palette>> = { colour: ON_DARK, grey: GREY_ON_DARK };

/** The palette of that name on a light ground or on a dark one. */
export function palette(ground: "light" | "dark", name: PaletteName = "colour"): Palette {
  return (ground === "dark" ? DARK : LIGHT)[name];
}

/** The colour of a role: for what is drawn beside figures, such as a page's sparklines. */
export function roleColour(role: Role, ground: "light" | "dark"): string {
  return palette(ground).series[ROLES.indexOf(role)];
}

/** The role that a column's name says: train of `train_loss` and `stored_train_loss`; undefined where it says none. */
export function roleOfColumn(name: string): Role | undefined {
  return ROLES.find((role) => name.split("_").includes(role));
}
