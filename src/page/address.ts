import { nearestStep } from "./slider.ts";
import { FIRST_VIEW, type Scale, type View, type Viewing } from "./view.ts";

/** What an address may name. */
export interface Addressable {
  readonly epochs: readonly number[];
  readonly keys: readonly number[];
  readonly panels: readonly { readonly id: string }[];
}

const SCALES: readonly Scale[] = ["log", "linear"];
/** Of all sections, and of none. */
const [ALL, NONE] = ["all", "none"];

/** The part of an address behind its `#` that says what the reader looks at; "" where that is what every reader sees first. */
export function addressOf(view: View, { epochs }: Addressable): string {
  const last = view.step === epochs.length - 1;
  const scaled = (scale: Scale) => Object.keys(view.scales).filter((id) => view.scales[id] === scale);
  const parts: readonly (readonly [string, string | number | undefined])[] = [
    // A page that grows is followed to its last epoch unless the reader went back.
    ["epoch", last ? undefined : epochs[view.step]],
    ["beside", view.beside === undefined ? undefined : epochs[view.beside]],
    ["k", view.followed],
    ["section", view.section],
    ["panel", view.panel],
    ["present", view.present ? 1 : undefined],
    ["x", view.zoom?.map((end) => Number(end.toPrecision(6))).join("..")],
    ["smooth", view.smoothing || undefined],
    ...SCALES.map((scale) => [scale, scaled(scale).join(",") || undefined] as const),
    ["open", view.open?.join(",") ?? undefined],
    ["theme", view.chosen ? (view.theme === "dark" ? "dark" : "light") : undefined],
  ];
  const named = parts.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value).replaceAll("%2C", ",")}`],
  );
  return named.length === 0 ? "" : `#${named.join("&")}`;
}

/**
 * What an address says that the reader looks at; what it does not say, or says of what is not there, is as every reader sees
 * it first. `#fourier`, as a link within a page has it, is a section.
 */
export function viewAt(hash: string, { epochs, keys, panels }: Addressable): Partial<View> {
  const text = hash.replace(/^#/, "");
  const asked = new URLSearchParams(text.includes("=") || text === "" ? text : { section: text });
  const given = (name: string) => asked.get(name) ?? undefined;
  const stepAt = (name: string) => {
    const epoch = Number(given(name) ?? Number.NaN);
    return Number.isFinite(epoch) && epochs.length > 0 ? nearestStep(epochs, epoch) : undefined;
  };
  const listed = (name: string) => (given(name) ?? "").split(",").filter((part) => part !== "");
  const [k, smoothing] = [Number(given("k") ?? Number.NaN), Number(given("smooth"))];
  const zoom = (given("x") ?? "").split("..").map(Number);
  const theme = given("theme");
  const panel = panels.find(({ id }) => id === given("panel"))?.id;
  return {
    step: stepAt("epoch") ?? epochs.length - 1,
    beside: stepAt("beside"),
    followed: keys.includes(k) ? k : undefined,
    section: given("section"),
    panel,
    present: panel !== undefined && given("present") !== undefined,
    zoom: zoom.length === 2 && zoom.every(Number.isFinite) ? [zoom[0] ?? 0, zoom[1] ?? 0] : undefined,
    smoothing: smoothing > 0 && smoothing < 1 ? smoothing : 0,
    scales: Object.fromEntries(SCALES.flatMap((scale) => listed(scale).map((id) => [id, scale]))),
    open: given("open") === undefined ? undefined : listed("open"),
    ...(theme === "dark" || theme === "light"
      ? { theme: theme === "dark" ? "dark" : "screen", chosen: true }
      : { chosen: false }),
  };
}

/** The sections that a list of an address names. */
export function namedSections(names: readonly string[], all: readonly string[]): readonly string[] {
  return names.includes(ALL) ? all : all.filter((id) => names.includes(id));
}

/** The list of an address for the sections that are open. */
export function sectionNames(open: readonly string[], all: readonly string[]): readonly string[] {
  return open.length === 0 ? [NONE] : open.length === all.length ? [ALL] : open;
}

/** What a slider changes: all of one movement is one step of the browser's history, which begins with it and ends where it rests. */
const SLIDING: readonly (keyof View)[] = ["step", "smoothing"];
const REST_MS = 400;

/** What is kept in the address, and is no step of the way that a reader went. */
const NO_STEP: readonly (keyof View)[] = ["open", "theme", "chosen"];

/** Keeps what the reader looks at in the address, so that it can be shared, reloaded, and followed back and forth. */
export function watchAddress(viewing: Viewing, page: Addressable): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const write = (view: View, step: boolean) => {
    const hash = addressOf(view, page);
    const [bare = ""] = location.href.split("#");
    if (hash === addressOf({ ...FIRST_VIEW, ...viewAt(location.hash, page) }, page)) return;
    try {
      if (step) history.pushState(null, "", `${bare}${hash}`);
      else history.replaceState(null, "", `${bare}${hash}`);
    } catch {
      // A page without an address of its own, as an iframe's `srcdoc` is.
    }
  };
  const stop = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  /** Writes where a slider came to rest, in the step that it began. */
  const rest = (view: View) => {
    if (timer === undefined) return;
    stop();
    write(view, false);
  };
  viewing.watch((view, before) => {
    if (before === undefined) return;
    const changed = (Object.keys(view) as (keyof View)[]).filter((name) => view[name] !== before[name]);
    if (changed.every((name) => SLIDING.includes(name))) {
      // At once, as a page that is loaded again has its address as it was: what is written as it goes comes too late.
      if (timer === undefined) write(view, true);
      clearTimeout(timer);
      timer = setTimeout(() => rest(viewing.now()), REST_MS);
      return;
    }
    // Where the slider was when something else changed is a step of its own.
    rest(before);
    write(
      view,
      changed.some((name) => !NO_STEP.includes(name)),
    );
  });
  addEventListener("pagehide", () => rest(viewing.now()));
  addEventListener("popstate", () => {
    stop();
    viewing.change(viewAt(location.hash, page));
    stop();
  });
}
