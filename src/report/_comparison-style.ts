import { roleColour } from "../figures/palettes.ts";
import { VERDICT_LOOKS } from "./_verdict-looks.ts";

/** Families of no order, on a light ground and on a dark one: none is like train's or test's. */
const FAMILIES: readonly (readonly [string, string])[] = [
  ["#007a5a", "#1dbf93"],
  ["#b0307c", "#f29ac8"],
  ["#5b3fa0", "#b3a1f5"],
  ["#8a6d00", "#e6c229"],
  ["#1b1f24", "#f2f2f2"],
  ["#7f5539", "#c9a27e"],
  ["#3f7d20", "#9fd36a"],
  ["#5f6b76", "#9aa7b4"],
];

/** What a comparison's page has beside what every page has; text on its ground has a contrast of 4.5:1 at least. */
export function comparisonStyle(): string {
  const both = (light: string, dark: string) => `light-dark(${light},${dark})`;
  const looks = [
    ...(["train", "test"] as const).map(
      (role) => `--${role}:${both(roleColour(role, "light"), roleColour(role, "dark"))}`,
    ),
    ...FAMILIES.map(([light, dark], i) => `--family-${i}:${both(light, dark)}`),
    ...VERDICT_LOOKS.map(({ line: [light, dark] }, i) => `--verdict-${i}-line:${both(light, dark)}`),
  ];
  const tiles = VERDICT_LOOKS.map(({ fill }, i) => `.verdict-${i}{background:${fill}}`);
  return `:root{${looks.join(";")}}\n${tiles.join("")}\n${RULES}`;
}

const RULES = `html{scroll-padding-top:4.5rem}
body>header,main,footer,.bar>div{max-width:1800px}
main,footer{margin:0 auto;padding:0 24px}
main h2,footer h2{margin:2.25rem 0 .25rem}
.titled{display:flex;gap:16px;align-items:flex-end;justify-content:space-between;margin-top:2.25rem}
main .titled h2{margin:0}
footer{padding-bottom:3rem;font-size:.875rem}
.outcomes{display:flex;height:14px;border-radius:4px;overflow:hidden;border:1px solid var(--line)}
.outcomes span{min-width:3px}
#verdicts{display:flex;flex-wrap:wrap;gap:6px;margin:8px 0 14px}
#verdicts button{display:inline-flex;gap:6px;align-items:center}
button[aria-pressed=true]{background:var(--ink);color:var(--panel);border-color:var(--ink)}
.tile{display:inline-flex;align-items:center;justify-content:center;min-width:24px;height:24px;padding:0 3px;border-radius:4px;border:1px solid #0003;color:#111;font-size:.75rem;font-weight:600;line-height:1;text-decoration:none;white-space:nowrap;font-variant-numeric:tabular-nums}
.tile.blank{background:var(--panel);color:var(--soft);border-color:var(--line)}
.tile.delay{background:var(--tile);padding:0 3px}
.tile.delay span{background:var(--panel);color:var(--ink);border-radius:3px;padding:2px 3px}
td>.tile,figcaption>.tile{min-width:20px;height:20px}
.bar label,.choice{display:inline-flex;gap:6px;align-items:center;font-size:.875rem}
.choice span,.pair>span{color:var(--soft);font-size:.875rem}
select,input[type=search]{font:inherit;font-size:.875rem;color:var(--ink);background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:3px 6px;min-height:30px;max-width:16rem}
input[type=search]{width:15rem;max-width:100%}
input::placeholder{color:var(--soft);opacity:1}
.pair{display:inline-flex;gap:6px;align-items:center}
.pair button+button{margin-left:-7px;border-top-left-radius:0;border-bottom-left-radius:0}
.pair button:nth-of-type(1){border-top-right-radius:0;border-bottom-right-radius:0}
#filter,#settings,.controls{display:flex;flex-wrap:wrap;gap:6px 14px;margin-top:8px}
#count{font-size:.875rem;font-weight:400;margin-left:.5em}
.overview{max-height:26rem;overflow:auto;scroll-padding-top:2.5rem;margin-top:8px;padding:0 12px 8px;background:var(--panel);border:1px solid var(--line);border-radius:8px}
.overview table{width:100%;margin:0;font-variant-numeric:tabular-nums}
.overview th,.overview td{overflow-wrap:normal;white-space:nowrap}
.overview th[scope=row]{color:var(--ink)}
.overview tbody tr:last-child>*{border-bottom:0}
#runs thead th{position:sticky;top:0;background:var(--panel);z-index:2;padding-top:6px}
#runs thead button{border:0;background:none;padding:0;min-height:24px;font-weight:600;color:var(--soft)}
#runs th[aria-sort] button{color:var(--ink)}
#runs th[aria-sort=ascending] button::after{content:" ▲"}
#runs th[aria-sort=descending] button::after{content:" ▼"}
#runs td,#runs th{padding-right:14px}
#runs th[scope=row]>span{display:flex;gap:8px;align-items:center;font-weight:600}
#runs input{width:18px;height:18px;margin:3px 0;accent-color:var(--accent);flex:none}
#runs tbody tr:hover,#runs tr.pointed{background:color-mix(in srgb,var(--accent) 10%,var(--panel))}
#runs tr.picked{background:color-mix(in srgb,var(--accent) 20%,var(--panel))}
#runs .number{text-align:right}
.doubts{display:block;max-width:22rem;overflow:hidden;text-overflow:ellipsis}
.beside{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,480px),1fr));gap:0 28px}
.beside>section,.panel{min-width:0}
.scroller{overflow-x:auto;margin-top:8px;padding:4px 12px 8px;background:var(--panel);border:1px solid var(--line);border-radius:8px}
table.grid{font-variant-numeric:tabular-nums;margin:0}
.grid th,.grid td{overflow-wrap:normal;white-space:nowrap;border-bottom:0;padding:3px 8px 3px 0;vertical-align:middle}
.grid td{border-left:1px solid var(--line);padding:3px 6px}
.grid tbody tr>*{border-top:1px solid var(--line)}
.tiles{display:grid;grid-template-columns:repeat(var(--columns),max-content);justify-content:start;gap:3px;min-width:24px}
#delay .plot{margin-top:8px;background:var(--panel);border:1px solid var(--line);border-radius:8px}
.legend{display:flex;flex-wrap:wrap;gap:2px 18px;font-size:.875rem;margin:6px 0}
.legend:empty{display:none}
.legend span{white-space:normal}
.legend svg,.caption svg{vertical-align:middle;margin-right:6px}
svg path{fill:none}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,480px),1fr));gap:20px;margin-top:12px}
.charts .panel{margin:0}
.charts .plot{min-height:270px}
#delay .plot{min-height:340px}
.chart{display:block;touch-action:pan-y;user-select:none;-webkit-user-select:none}
.chart text{font-size:12px;fill:var(--soft);font-variant-numeric:tabular-nums}
.panel .heading{display:flex;gap:14px;align-items:baseline;min-height:1.6em;margin:0}
.panel .heading h3{flex:none}
.panel .heading output{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.chart .axis{stroke:var(--soft);stroke-width:1}
.grid{stroke:var(--line)}
.chart .grid,.picture .grid{stroke:var(--line);stroke-width:1}
.chart .line{stroke-width:1.1;stroke-opacity:.5;stroke-linejoin:round}
.chart .line.alone{stroke-width:2;stroke-opacity:1}
.chart .mean{stroke-width:2.6;stroke-linejoin:round}
.chart.lines{cursor:crosshair}
.chart .dot{fill:var(--ink)}
.chart .span{fill:var(--accent);fill-opacity:.15}
.chart .open{stroke-width:1.8}
.picking .chart .line,.pointing .chart .line{stroke-opacity:.14}
.picking .chart .mean,.pointing .chart .mean{stroke-opacity:.25}
.chart .line.picked,.chart .line.pointed{stroke-opacity:1!important;stroke-width:2.8}
.picking .chart .point:not(.picked,.pointed){opacity:.25}
.point:is(.picked,.pointed)>*{stroke:var(--ink);stroke-width:2.4}
.grid .tile:is(.picked,.pointed){outline:3px solid var(--ink);outline-offset:0}
.small-panels{display:grid;gap:12px;margin-top:10px;min-height:120px;grid-template-columns:repeat(auto-fill,minmax(var(--panel-width),1fr))}
.small-panels[data-size=large]{--panel-width:min(100%,260px);--panel-height:110px}
.small-panels[data-size=medium]{--panel-width:190px;--panel-height:84px}
.small-panels[data-size=small]{--panel-width:156px;--panel-height:64px}
.small{display:grid;grid-template-columns:2.6em minmax(0,1fr);margin:0;padding:6px 8px;background:var(--panel);border:1px solid var(--line);border-radius:6px;min-width:0;font-size:.6875rem;color:var(--soft);content-visibility:auto;contain-intrinsic-size:auto 130px}
.small.picked,.small.pointed{outline:3px solid var(--accent);outline-offset:-1px}
.small figcaption{grid-column:1/-1;display:flex;gap:6px;align-items:center;margin:0 0 4px;font-size:.75rem;line-height:1.25;min-height:2.5em;color:var(--ink)}
.small figcaption>:last-child{display:-webkit-box;-webkit-line-clamp:2;-webkit-box-orient:vertical;overflow:hidden}
.small .tile,.small .n{flex:none}
#families figcaption{min-height:3.75em}
#families figcaption>:last-child{-webkit-line-clamp:3}
.small .y{display:flex;flex-direction:column;justify-content:space-between;align-items:flex-end;padding-right:4px;line-height:1}
.small .x{grid-column:2;display:flex;justify-content:space-between;line-height:1.4}
.picture{position:relative;height:var(--panel-height)}
.picture svg{display:block;width:100%;height:100%;overflow:hidden}
.picture path{vector-effect:non-scaling-stroke}
.picture .none{position:absolute;inset:0;display:grid;place-items:center}
.own{stroke-width:1.8;stroke-linejoin:round}
.train{stroke:var(--train)}
.test{stroke:var(--test)}
.area{stroke:none;fill-opacity:.22}
.train.area{fill:var(--train)}
.test.area{fill:var(--test)}
.learnt{stroke-width:1.2;stroke-dasharray:2 2;stroke-opacity:.8}
#settings{margin:0}
#filter summary{font-size:.875rem;padding:4px 0}
#filter details{margin:0;flex:1 1 100%}
details[id]{border-bottom:1px solid var(--line);margin:0;padding:4px 0;font-size:.9375rem}
details[id] summary{padding:2px 0}
details[id] summary b{color:var(--ink)}
@media (max-width:700px){
main,footer{padding-left:12px;padding-right:12px}
.bar{position:static}
#runs th[scope=row] a{min-width:8rem;max-width:11rem;white-space:normal;overflow-wrap:anywhere}
input[type=search],select{max-width:calc(100vw - 7rem)}
.small-panels[data-size=medium]{--panel-width:160px}
.small-panels[data-size=small]{--panel-width:140px}
}
@media print{.overview{max-height:none}.controls,#filter,#verdicts,input[type=checkbox]{display:none}}`;
