/** What a theme of the page takes from how figures are drawn in it. */
export interface ThemeColours {
  readonly ground: string;
  readonly frequencies: ReadonlyMap<number, string>;
  readonly phases: readonly string[];
}

/** The page's style sheet; text on its ground has a contrast of 4.5:1 at least in both themes. */
export function pageStyle(screen: ThemeColours, dark: ThemeColours): string {
  const light = `color-scheme:light;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--page:#f6f8fa;--accent:#0757ad;${colours(screen)}`;
  const night = `color-scheme:dark;--ink:#e8eaed;--soft:#a9b1bb;--line:#3b434d;--page:#0d1014;--accent:#8cc2ff;${colours(dark)}`;
  return `:root{${light}}
@media (prefers-color-scheme:dark){:root{${night}}}
:root[data-theme=screen]{${light}}
:root[data-theme=dark]{${night}}
${RULES}`;
}

function colours({ ground, frequencies, phases }: ThemeColours): string {
  const ofFrequencies = Array.from(frequencies, ([k, colour]) => `--frequency-${k}:${colour}`);
  return [`--panel:${ground}`, ...ofFrequencies, ...phases.map((colour, i) => `--phase-${i}:${colour}`)].join(";");
}

const RULES = `*{box-sizing:border-box}
html{scroll-padding-top:8rem}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,"Segoe UI",Arial,Helvetica,sans-serif;overflow-wrap:anywhere}
body>header,main,footer{max-width:1360px;margin:0 auto;padding:0 24px}
h1{font-size:1.75rem;line-height:1.2;margin:0}
h2{font-size:1.35rem;line-height:1.25;margin:2.5rem 0 .25rem}
h3{font-size:1rem;line-height:1.3;margin:0}
p{margin:.25rem 0}
a{color:var(--accent)}
.soft,figcaption,dt,summary,.evidence,th{color:var(--soft)}
#theme{flex:none}
.head{display:flex;gap:16px;justify-content:space-between;align-items:flex-start;padding-top:24px}
.verdict{margin:1rem 0 1.5rem;padding:0;list-style:none}
.verdict li{font-size:1.25rem;line-height:1.4;max-width:70rem;margin:.4rem 0}
#trouble{border:1px solid var(--line);background:var(--panel);padding:12px 16px;border-radius:6px}
button{font:inherit;font-size:.875rem;color:var(--ink);background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:3px 10px;min-height:30px;cursor:pointer;white-space:nowrap}
button:hover:not(:disabled){border-color:var(--accent)}
button:disabled{color:var(--soft);cursor:default}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
html:not(.js) .live{display:none}
#timeline{position:relative;height:2.25rem;border:1px solid var(--line);border-radius:6px;background:var(--panel)}
#timeline button{position:absolute;top:0;bottom:0;min-height:0;padding:0 6px;border:0;border-radius:0;overflow:hidden;white-space:nowrap;text-overflow:ellipsis;text-align:center}
#timeline-mark{position:absolute;top:-4px;bottom:-4px;width:3px;margin-left:-1.5px;background:var(--ink);pointer-events:none}
.phases{list-style:none;margin:10px 0 0;padding:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,230px),1fr));gap:10px}
.phases li{border:1px solid var(--line);border-left-width:8px;border-radius:6px}
.phases button{display:block;white-space:normal;width:100%;text-align:left;padding:8px 10px;border:0}
.phases details{margin:0 10px 6px;font-size:.875rem}
.phases li:has(button[aria-current]){outline:2px solid var(--ink);outline-offset:-1px}
.phases span{display:block}
.phase-0{--hue:var(--phase-0)}.phase-1{--hue:var(--phase-1)}.phase-2{--hue:var(--phase-2)}.phase-3{--hue:var(--phase-3)}.phase-4{--hue:var(--phase-4)}.phase-5{--hue:var(--phase-5)}
#timeline .phase,.phases .phase{background:var(--hue)}
.phases .phase{background:var(--panel);border-left-color:var(--hue)}
.bar{position:sticky;top:0;z-index:10;margin:1.25rem 0 0;background:var(--panel);border:1px solid var(--line);border-width:1px 0;box-shadow:0 2px 6px #0002}
.bar>div{max-width:1360px;margin:0 auto;padding:8px 24px;display:flex;flex-wrap:wrap;gap:6px 20px;align-items:center}
.slider{display:flex;flex:1 1 420px;gap:8px;align-items:center;min-width:0}
.slider button{flex:none;width:38px;padding:0}
#previous,#next{font-size:1.35rem;line-height:1}
#epoch{flex:1;min-width:60px;height:28px;accent-color:var(--accent)}
#epoch-now{flex:none;min-width:7.5em;font-weight:600;font-variant-numeric:tabular-nums}
.chips{display:flex;gap:6px;align-items:center;overflow-x:auto;padding:4px;max-width:100%}
.chips span,.chips button{flex:none}
.chips i{display:inline-block;width:.75em;height:.75em;border-radius:50%;margin-right:.4em;background:var(--chip,var(--soft))}
.chips button[aria-pressed=true]{background:var(--ink);color:var(--panel);border-color:var(--ink)}
.panels{columns:2;column-gap:20px;margin-top:12px}
.panel{break-inside:avoid;margin:0 0 20px;padding:12px;background:var(--panel);border:1px solid var(--line);border-radius:8px;min-width:0}
.panel.wide{column-span:all}
.panel>div:first-child{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center;margin-bottom:6px}
.panel h3{flex:1 1 auto}
.panel output{font-size:.875rem;color:var(--soft);font-variant-numeric:tabular-nums}
.panel .buttons{display:flex;gap:6px}
.plot{width:100%;overflow:hidden}
figcaption{font-size:.875rem;line-height:1.45;margin-top:6px}
dl{display:grid;grid-template-columns:minmax(0,max-content) minmax(0,1fr);gap:2px 18px;margin:.75rem 0}
dd{margin:0;font-variant-numeric:tabular-nums}
details{margin:.75rem 0}
summary{cursor:pointer}
table{border-collapse:collapse;font-size:.875rem;margin-top:8px}
th,td{text-align:left;vertical-align:top;padding:3px 14px 3px 0;border-bottom:1px solid var(--line)}
.titled{display:flex;gap:16px;align-items:flex-end;justify-content:space-between;margin-top:2.5rem}
.titled h2{margin:0}
.overview{overflow-x:auto;margin-top:8px;padding:4px 12px 8px;background:var(--panel);border:1px solid var(--line);border-radius:8px}
.overview table{width:100%;margin:0;font-variant-numeric:tabular-nums}
.overview th,.overview td{overflow-wrap:normal;white-space:nowrap}
.overview th[scope=row]{color:var(--ink)}
.overview tbody tr:last-child>*{border-bottom:0}
.caption{font-size:.875rem;color:var(--soft)}
code{font-family:ui-monospace,"DejaVu Sans Mono",Consolas,monospace;font-size:.875em}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:4px 18px;padding:0;margin:.5rem 0 0;font-size:.875rem}
footer{padding-top:2rem;padding-bottom:3rem;font-size:.875rem}
.plot .modebar-container{top:auto!important;bottom:0}
.modebar-btn:focus-visible{outline-offset:0}
@media (max-width:999px){.panels{columns:1;max-width:720px}}
@media (max-width:600px){
body>header,main,footer{padding:0 12px}
.bar>div{padding:6px 12px;gap:2px 12px}
.bar{font-size:.9375rem}
.slider{flex-basis:100%;flex-wrap:wrap}
#epoch{flex:1 1 100%;order:2}
.slider label{position:absolute;clip-path:inset(50%)}
#epoch-now{flex:1;text-align:right}
.verdict li{font-size:1.1rem}
.panel{padding:8px}
dl{grid-template-columns:minmax(0,1fr)}
dd{margin-bottom:6px}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{.bar,.buttons,nav,#theme{display:none}.panel{break-inside:avoid}}`;
