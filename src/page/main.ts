import { watchChips } from "./chips.ts";
import { element } from "./elements.ts";
import { embeddedBytes, embeddedText } from "./embedded.ts";
import { keepView, keptView } from "./kept-view.ts";
import type { PageData } from "./page-data.ts";
import { watchPanels } from "./panels.ts";
import { plotlyFrom } from "./plotly.ts";
import { watchTables } from "./saving.ts";
import { watchSlider } from "./slider.ts";
import { systemTheme, watchThemeButton } from "./theme-button.ts";
import { watchTimeline } from "./timeline.ts";
import { unpacked } from "./unpacked.ts";
import { viewing } from "./view.ts";

/** Wakes the page: what can be read is there without it. */
async function main(): Promise<void> {
  const [bytes, source] = await Promise.all([embeddedBytes("data"), embeddedText("plotly")]);
  const data = unpacked(bytes) as PageData;
  const last = data.epochs.length - 1;
  const reader = viewing({ step: last, followed: undefined, theme: systemTheme(), ...keptView(data.epochs) });
  keepView(reader, data.epochs);
  watchThemeButton(reader);
  if (data.epochs.length > 1) watchSlider(reader, data.epochs);
  watchTimeline(reader, data.epochs);
  watchChips(reader);
  watchTables();
  watchPanels(plotlyFrom(source), reader, data);
  addEventListener("keydown", ({ key }) => {
    if (key === "Escape") reader.change({ followed: undefined });
  });
}

main().catch((error: unknown) => {
  const trouble = element<HTMLElement>("#trouble");
  trouble.hidden = false;
  trouble.textContent = `The figures cannot be drawn in this browser: ${error instanceof Error ? error.message : String(error)}`;
});
