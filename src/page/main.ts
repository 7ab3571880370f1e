import { viewAt, watchAddress } from "./address.ts";
import { watchChips } from "./chips.ts";
import { element } from "./elements.ts";
import { embeddedBytes, embeddedText } from "./embedded.ts";
import { watchFolds } from "./folds.ts";
import type { PageData } from "./page-data.ts";
import { watchPanels } from "./panels.ts";
import { watchPlaces } from "./places.ts";
import { plotlyFrom } from "./plotly.ts";
import { watchPresentation } from "./presentation.ts";
import { watchSlider } from "./slider.ts";
import { store } from "./store.ts";
import { watchTaking } from "./taking.ts";
import { watchTerms } from "./terms.ts";
import { systemTheme, watchThemeButton } from "./theme-button.ts";
import { watchTimeline } from "./timeline.ts";
import { watchTools } from "./tools.ts";
import { unpacked } from "./unpacked.ts";
import { FIRST_VIEW, type View } from "./view.ts";

/** Wakes the page: what can be read is there without it. */
async function main(): Promise<void> {
  const [bytes, source] = await Promise.all([embeddedBytes("data"), embeddedText("plotly")]);
  const data = unpacked(bytes) as PageData;
  const reader = store<View>({ ...FIRST_VIEW, theme: systemTheme(), ...viewAt(location.hash, data) });
  watchThemeButton(reader);
  if (data.epochs.length > 1) watchSlider(reader, data.epochs);
  watchTimeline(reader, data.epochs);
  watchChips(reader);
  watchTools(reader, data);
  watchFolds(reader);
  watchTerms();
  watchAddress(reader, data);
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape" && !reader.now().present) reader.change({ followed: undefined });
  });
  const plotly = plotlyFrom(source);
  watchTaking(plotly, reader, data);
  watchPanels(plotly, reader, data);
  // Plots have their heights: what stands below them stands where it will be.
  watchPresentation(reader);
  watchPlaces(reader);
}

main().catch((error: unknown) => {
  const trouble = element<HTMLElement>("#trouble");
  trouble.hidden = false;
  trouble.textContent = `The figures cannot be drawn in this browser: ${error instanceof Error ? error.message : String(error)}`;
});
