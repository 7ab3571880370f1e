import { type Command, InvalidArgumentError, Option } from "commander";
import { UsageError } from "../errors.ts";
import { LEGENDS, THEMES } from "../figures/_drawing.ts";
import { PALETTES } from "../figures/palettes.ts";
import { isRecord } from "../formats/_json.ts";
import { type FigureStyle, STYLE_CHOICES, STYLE_NAMES, type StyleChoice } from "../report/figure-style.ts";
import { readObject } from "../sweeps/spec.ts";

/** What commander makes of the options below. */
export type StyleArguments = FigureStyle & {
  readonly style?: FigureStyle;
};

/** Adds what a user may choose of how figures look: by options, or by a file of them, over which options go. */
export function withStyleOptions(command: Command): Command {
  return command
    .option(
      "--width <length>",
      "e.g. 3.25in, 8cm, 84mm, 240pt; else 3.25in in print, 7.5in on a screen",
      styleWord("width"),
    )
    .option("--height <length>", "of every figure; else what suits each", styleWord("height"))
    .addOption(new Option("--theme <name>", "how they look; else paper").choices(THEMES))
    .addOption(
      new Option("--palette <name>", "grey is told apart by dashes and hatching; else colour").choices(PALETTES),
    )
    .option("--font <family>", "e.g. Times New Roman; of SVG, and with --renderer chromium of all", styleWord("font"))
    .option(
      "--font-size <points>",
      "of axis titles and legends; ticks are in proportion; else 8 in print",
      styleWord("font-size"),
    )
    .option("--title", "draw each figure's title above it, also in print")
    .option("--no-title", "draw none, also on a screen")
    .addOption(new Option("--legend <place>", "below the plots, or none; else below").choices(LEGENDS))
    .option("--transparent", "without a ground")
    .option("--style <file>", `a YAML or JSON file with any of ${STYLE_NAMES.join(", ")}`, styleFile);
}

/** The choices of the options, over those of the file. */
export function chosenStyle({ style, ...given }: StyleArguments): FigureStyle {
  const { width, height, theme, palette, font, fontSize, title, legend, transparent } = given;
  const options = { width, height, theme, palette, font, fontSize, title, legend, transparent };
  return { ...style, ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) };
}

/** An option's reading of its word, whose refusals commander reports. */
export function styleWord<N extends StyleChoice>(name: N) {
  return (given: string): ReturnType<(typeof STYLE_CHOICES)[N]> => {
    try {
      return STYLE_CHOICES[name](given) as ReturnType<(typeof STYLE_CHOICES)[N]>;
    } catch (error) {
      throw new InvalidArgumentError((error as Error).message);
    }
  };
}

/** The choices in a file. Throws a UsageError that names what cannot be. */
function styleFile(file: string): FigureStyle {
  const value = readObject(file);
  const all = STYLE_NAMES.join(", ");
  if (!isRecord(value)) throw new UsageError(file, "is no list of choices", `give any of ${all}`);
  return Object.fromEntries(
    Object.entries(value).map(([name, given]) => {
      const known = STYLE_NAMES.find((one) => one === name);
      if (known === undefined) throw new UsageError(file, `there is no "${name}"`, `choose among ${all}`);
      try {
        return [known === "font-size" ? "fontSize" : known, STYLE_CHOICES[known](given)];
      } catch (error) {
        const [first = "", ...rest] = (error as Error).message.replace(/\.$/, "");
        throw new UsageError(
          file,
          `${name} cannot be ${JSON.stringify(given)}`,
          `${first.toLowerCase()}${rest.join("")}`,
        );
      }
    }),
  );
}
