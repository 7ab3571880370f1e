import { LOOKS } from "../figures/_looks.ts";
import { pageStyle } from "../report/_page-style.ts";
import { VERDICT_LOOKS } from "../report/_verdict-looks.ts";

/** The style sheet: that of reports, and what a list of runs has besides. Train and test have the colours of the figures, verdicts those of comparisons. */
export function explorerStyle(): string {
  const { screen, dark } = LOOKS;
  return [
    pageStyle(coloursOf(screen), coloursOf(dark)),
    curvesOf(":root", screen),
    curvesOf(":root[data-theme=dark]", dark),
    RULES,
    ...VERDICT_LOOKS.map(({ name, fill }) => `[data-verdict="${name}"]{--hue:${fill}}`),
  ].join("\n");
}

type ScreenLook = (typeof LOOKS)["screen"];

const coloursOf = ({ ground, palette }: ScreenLook) => ({ ground, frequencies: new Map(), phases: palette.phases });

function curvesOf(selector: string, { palette: { series } }: ScreenLook): string {
  const [train, test] = series;
  return `${selector}{--train:${train};--test:${test}}`;
}

const RULES = `main.explorer{max-width:1680px;margin:0 auto;padding:0 24px 48px}
.trouble{border:1px solid var(--line);background:var(--panel);padding:12px 16px;border-radius:6px;margin:12px 0}
.tools{position:sticky;top:0;z-index:10;display:flex;flex-wrap:wrap;gap:8px 14px;align-items:center;padding:10px 0;background:var(--page)}
.tools input[type=search],.tools select{font:inherit;font-size:.9375rem;color:var(--ink);background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:4px 10px;min-height:34px}
.tools input[type=search]{flex:1 1 220px;max-width:420px;min-width:0}
.tools label{font-size:.875rem;color:var(--soft);white-space:nowrap}
.tools button{min-height:34px}
#count{margin-left:auto;font-size:.875rem;font-variant-numeric:tabular-nums}
.explorer .chips{flex-wrap:wrap;padding:0 0 10px}
[data-verdict]{--hue:transparent}
.chips i[data-verdict]{background:var(--hue);box-shadow:inset 0 0 0 1px color-mix(in srgb,var(--hue) 60%,var(--soft))}
.runs{list-style:none;margin:0;padding:0;background:var(--panel);border:1px solid var(--line);border-radius:8px}
.run{position:relative;display:grid;grid-template-columns:28px minmax(120px,1.4fr) minmax(245px,1.1fr) minmax(140px,240px) 112px minmax(212px,.9fr);grid-template-areas:"tick who verdict spark values progress";gap:4px 18px;align-items:center;padding:9px 14px;border-bottom:1px solid var(--line);font-size:.875rem;line-height:1.35;content-visibility:auto;contain-intrinsic-size:auto 62px}
.run .tick{grid-area:tick}.run .who{grid-area:who}.run .verdict-cell{grid-area:verdict}.run .spark{grid-area:spark}.run .values{grid-area:values}.run .progress{grid-area:progress}
.run [hidden]{display:none}
.run:last-child{border-bottom:0}
.run:hover{background:color-mix(in srgb,var(--accent) 5%,var(--panel))}
.run.selected{background:color-mix(in srgb,var(--accent) 11%,var(--panel))}
.run>div{min-width:0}
.run h3{font-size:.9375rem}
.run h3 a{text-decoration:none}
.run h3 a:hover{text-decoration:underline}
.run .who>span,.run .verdict-cell>span,.run .progress>span{display:block}
.tick{display:grid;place-items:center;width:28px;height:36px;cursor:pointer}
.tick input{width:17px;height:17px;accent-color:var(--accent);margin:0}
.badge{display:inline-block;font-weight:600;padding-left:12px;position:relative}
.badge::before{content:"";box-shadow:inset 0 0 0 1px color-mix(in srgb,var(--hue) 60%,var(--soft));position:absolute;left:0;top:.3em;width:7px;height:.85em;border-radius:2px;background:var(--hue)}
.spark{width:100%;height:40px;display:block;border-bottom:1px solid var(--line)}
.spark path{fill:none;stroke-width:1.8;vector-effect:non-scaling-stroke;stroke-linejoin:round}
.spark .train{stroke:var(--train)}.spark .test{stroke:var(--test)}
.values>span{display:block;white-space:nowrap;font-variant-numeric:tabular-nums}
.values i{display:inline-block;width:14px;height:3px;vertical-align:middle;margin-right:6px;border-radius:2px}
.values i.train{background:var(--train)}.values i.test{background:var(--test)}
.progress{font-variant-numeric:tabular-nums}
.live-now .age{color:var(--ink)}
.live-now .age::before{content:"";display:inline-block;width:8px;height:8px;border-radius:50%;background:#009e73;margin-right:6px}
html.in-report{overflow:hidden}
html.in-report body{height:100dvh;display:flex;flex-direction:column}
html.in-report body>header{display:none}
main.opened{flex:1;display:flex;flex-direction:column;width:100%;max-width:none;padding:0;min-height:0}
.opened .tools{padding:8px 24px;background:var(--panel);border-bottom:1px solid var(--line);position:static}
.opened .standing{flex:1 1 12em;min-width:0;font-size:.875rem}
.opened h1{font-size:1rem}
progress{accent-color:var(--accent);width:140px}
.back{font-weight:600;text-decoration:none;padding:4px 0}
.frame{position:relative;flex:1;min-height:0}
.frame iframe{position:absolute;inset:0;width:100%;height:100%;border:0}
.waiting{padding:24px}
@media (max-width:1060px){
.run{grid-template-columns:28px minmax(0,1.1fr) minmax(0,1fr) auto;grid-template-areas:"tick who verdict values" "tick spark progress progress"}
}
@media (max-width:640px){
main.explorer{padding:0 12px 32px}
.tools{gap:8px}
.explorer .tools{position:static}
.tools input[type=search]{flex-basis:100%;max-width:none}
#count{margin-left:0}
.explorer .chips{flex-wrap:nowrap;overflow-x:auto}
.run{grid-template-columns:28px minmax(0,1fr) auto;grid-template-areas:"tick who values" "tick verdict verdict" "tick spark spark" "tick progress progress";padding:10px;gap:4px 10px}
.opened .tools{padding:6px 12px}
.opened .standing{flex-basis:100%;order:9}
}
@media (prefers-reduced-motion:no-preference){.live-now .age::before{animation:pulse 2s ease-in-out infinite}}
@keyframes pulse{50%{opacity:.35}}
@media print{.tools,.chips,.tick{display:none}}`;
