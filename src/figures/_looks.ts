import type { Style, Theme } from "./_drawing.ts";
import { type Palette, palette } from "./palettes.ts";

/** Sizes in pixels and colours of a theme. */
export interface Look {
  readonly font: string;
  /** Inches, where a style names none. */
  readonly width: number;
  /** Type of axis titles and legends, of ticks and the names of bands, and of the figure's title, if it has one. */
  readonly text: number;
  readonly tick: number;
  readonly title: number | null;
  readonly line: number;
  readonly thin: number;
  readonly marker: number;
  readonly tickLength: number;
  readonly axisWidth: number;
  readonly ground: string;
  /** Whether the ground is left out where it can be. */
  readonly transparent: boolean;
  readonly ink: string;
  readonly axis: string;
  /** Null: no grid. */
  readonly grid: string | null;
  /** Of what stands behind. */
  readonly grey: string;
  readonly palette: Palette;
}

export const FONT = "Arimo, Liberation Sans, Arial, Helvetica, sans-serif";

const SCREEN: Look = {
  font: FONT,
  width: 7.5,
  text: 13,
  tick: 12,
  title: 16,
  line: 2,
  thin: 1,
  marker: 6,
  tickLength: 4,
  axisWidth: 1,
  ground: "#ffffff",
  transparent: false,
  ink: "#1b1f24",
  axis: "#5d6670",
  grid: "#e7eaee",
  grey: "#b9bfc6",
  palette: palette("light"),
};

/** 8 pt text and 7 pt ticks, as journals set them. */
const PAPER: Look = {
  ...SCREEN,
  width: 3.25,
  text: 10.67,
  tick: 9.33,
  title: null,
  line: 1.3,
  thin: 0.6,
  marker: 4.5,
  tickLength: 3.5,
  axisWidth: 0.8,
  ink: "#000000",
  axis: "#000000",
  grid: null,
  grey: "#b4b4b4",
};

const DARK: Look = {
  ...SCREEN,
  ground: "#14181d",
  ink: "#e9ecef",
  axis: "#98a2ad",
  grid: "#2a3038",
  grey: "#59626c",
  palette: palette("dark"),
};

export const LOOKS: Readonly<Record<Theme, Look>> = { screen: SCREEN, dark: DARK, paper: PAPER };

/** Pixels a point, and a title's size over the text's where the theme has none. */
const POINT = 96 / 72;
const TITLE = 1.2;

/** The theme's look as a style changes it. */
export function lookOf(style: Style): Look {
  const look = LOOKS[style.theme];
  const scale = style.fontSize === undefined ? 1 : (style.fontSize * POINT) / look.text;
  const title = style.title === false ? null : (look.title ?? (style.title === true ? TITLE * look.text : null));
  return {
    ...look,
    font: style.font === undefined ? look.font : `${style.font}, ${look.font}`,
    text: look.text * scale,
    tick: look.tick * scale,
    title: title === null ? null : title * scale,
    transparent: style.transparent === true,
    palette: palette(style.theme === "dark" ? "dark" : "light", style.palette),
  };
}

/** Told apart without colours, in the order of the series. */
export const DASHES = [
  "solid",
  "6px,2px",
  "2px,2px",
  "8px,2px,2px,2px",
  "12px,3px",
  "4px,3px",
  "10px,2px,2px,2px,2px,2px",
];

/** The one colour so far on the way to the other, as #rrggbb; 0 is the first. */
export function mixed(from: string, to: string, share: number): string {
  const channel = (colour: string, i: number) => Number.parseInt(colour.slice(1 + 2 * i, 3 + 2 * i), 16);
  const between = [0, 1, 2].map((i) => Math.round(channel(from, i) + (channel(to, i) - channel(from, i)) * share));
  return `#${between.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}
