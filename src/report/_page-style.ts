import { PAPER } from "./_page-paper.ts";

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
${RULES}
${PAPER}`;
}

function colours({ ground, frequencies, phases }: ThemeColours): string {
  const ofFrequencies = Array.from(frequencies, ([k, colour]) => `--frequency-${k}:${colour}`);
  return [`--panel:${ground}`, ...ofFrequencies, ...phases.map((colour, i) => `--phase-${i}:${colour}`)].join(";");
}

const RULES = `*{box-sizing:border-box}
[hidden]{display:none!important}
html{scroll-padding-top:5rem}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,"Segoe UI",Arial,Helvetica,sans-serif;overflow-wrap:anywhere}
body>header,.first,.rest,.bar>div{max-width:1680px;margin:0 auto;padding:0 24px}
h1{font-size:1.6rem;line-height:1.2;margin:0}
h2{font-size:1.3rem;line-height:1.25;margin:0}
h3{font-size:1rem;line-height:1.3;margin:0}
p{margin:.25rem 0}
a{color:var(--accent)}
.soft,figcaption,dt,summary,.evidence,th{color:var(--soft)}
#theme{flex:none}
.head{display:flex;gap:16px;justify-content:space-between;align-items:flex-start;padding:14px 0 10px}
.verdict{margin:0 0 1rem;padding:0;list-style:none}
.verdict li{font-size:1.125rem;line-height:1.4;max-width:70rem;margin:0 0 .45rem}
#trouble{border:1px solid var(--line);background:var(--panel);padding:12px 16px;border-radius:6px}
button,select{font:inherit;font-size:.875rem;color:var(--ink);background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:3px 10px;min-height:30px;cursor:pointer;white-space:nowrap}
button:hover:not(:disabled){border-color:var(--accent)}
button:disabled{color:var(--soft);cursor:default}
button[aria-pressed=true]{background:var(--ink);color:var(--panel);border-color:var(--ink)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
figure:focus{outline:none}
html:not(.js) .live{display:none}
.first{padding-top:18px}
.first>.panel{margin-top:14px}
#timeline{position:relative;height:2.25rem;border:1px solid var(--line);border-radius:6px;background:var(--panel)}
#timeline button{position:absolute;top:0;bottom:0;min-height:0;padding:0 6px;border:0;border-radius:0;overflow:hidden;display:flex;flex-wrap:wrap;justify-content:center}
#timeline button::before{content:"";width:0;height:2.25rem}
#timeline button span{flex:none;line-height:2.1rem}
#timeline-mark{position:absolute;top:-4px;bottom:-4px;width:3px;margin-left:-1.5px;background:var(--ink);pointer-events:none}
.phases{list-style:none;margin:10px 0 0;padding:0;display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,200px),1fr));gap:8px}
.phases li{border:1px solid var(--line);border-left-width:8px;border-radius:6px}
.phases button{display:block;white-space:normal;width:100%;text-align:left;padding:6px 10px;border:0;line-height:1.35}
.phases details{margin:0 10px 6px;font-size:.875rem}
.phases li:has(button[aria-current]){outline:2px solid var(--ink);outline-offset:-1px}
.phases span{display:block}
.phase-0{--hue:var(--phase-0)}.phase-1{--hue:var(--phase-1)}.phase-2{--hue:var(--phase-2)}.phase-3{--hue:var(--phase-3)}.phase-4{--hue:var(--phase-4)}.phase-5{--hue:var(--phase-5)}
#timeline .phase,.phases .phase{background:var(--hue)}
.phases .phase{background:var(--panel);border-left-color:var(--hue)}
.bar{position:sticky;top:0;z-index:10;background:var(--panel);border:1px solid var(--line);border-width:1px 0;box-shadow:0 2px 6px #0002}
.bar>div{padding-top:7px;padding-bottom:7px;display:flex;flex-wrap:wrap;gap:6px 18px;align-items:center}
.slider{display:flex;flex:1 1 380px;gap:8px;align-items:center;min-width:0}
.slider button{flex:none;width:38px;padding:0}
#previous,#next{font-size:1.35rem;line-height:1}
#epoch{flex:1;min-width:60px;height:28px;accent-color:var(--accent)}
#epoch-now{flex:none;min-width:7em;font-weight:600;font-variant-numeric:tabular-nums}
.chips{display:flex;gap:6px;align-items:center;overflow-x:auto;padding:4px;max-width:100%}
.chips span,.chips button{flex:none}
.chips i{display:inline-block;width:.75em;height:.75em;border-radius:50%;margin-right:.4em;background:var(--chip,var(--soft))}
.folds{display:flex;gap:8px;margin-left:auto}
.fold{position:relative;margin:0}
.fold>summary{list-style:none;font-size:.875rem;color:var(--ink);border:1px solid var(--line);border-radius:6px;padding:3px 10px;min-height:30px;white-space:nowrap}
.fold>summary::after{content:" ▾"}
.fold>summary::-webkit-details-marker{display:none}
.fold>:not(summary){position:absolute;right:0;top:calc(100% + 8px);z-index:20;width:max-content;max-width:min(340px,calc(100vw - 24px));max-height:70vh;overflow:auto;background:var(--panel);border:1px solid var(--line);border-radius:8px;box-shadow:0 4px 16px #0004;padding:12px;margin:0}
.tools>div{display:flex;flex-direction:column;gap:8px;align-items:stretch;font-size:.875rem}
.tools label{display:flex;justify-content:space-between;align-items:center;gap:12px}
kbd{font:inherit;border:1px solid var(--line);border-radius:4px;padding:0 4px}
.contents ol{list-style:none;padding:0;margin:6px 0 0;font-size:.875rem}
.contents.fold ol{margin:0;padding:10px}
.contents a{display:block;color:var(--ink);text-decoration:none;padding:3px 8px;border-left:3px solid transparent;border-radius:0 4px 4px 0}
.contents a:hover{color:var(--accent)}
.contents a[aria-current]{border-left-color:var(--accent);color:var(--accent);font-weight:600}
.rest{padding-top:10px;padding-bottom:3rem}
.rest>nav{display:none}
.rest>nav h2{font-size:1rem}
.sections{min-width:0}
.sections>section{border-top:1px solid var(--line)}
.section{margin:0;padding:12px 0}
.section>summary{padding:2px 0}
.section>summary h2{display:inline-block;vertical-align:top;max-width:calc(100% - 1.2rem);color:var(--ink)}
.section>summary .soft{display:block;padding-left:1.1rem;font-size:.9375rem}
.panels{columns:2;column-gap:20px;margin-top:12px}
.panel{break-inside:avoid;margin:0 0 20px;padding:12px;background:var(--panel);border:1px solid var(--line);border-radius:8px;min-width:0}
.panel.wide{column-span:all}
.panel>div:first-child{display:flex;flex-wrap:wrap;gap:4px 10px;align-items:center;margin-bottom:6px}
.panel .title{flex:1 1 auto;font-size:1rem;line-height:1.3}
.panel output{font-size:.875rem;color:var(--soft);font-variant-numeric:tabular-nums}
.panel .buttons{display:flex;gap:6px}
.plots{display:grid;gap:12px}
.plot{width:100%;min-width:0;overflow:hidden}
html:not(.comparing) .plot.beside{display:none}
.comparing .plots:has(.beside){grid-template-columns:repeat(2,minmax(0,1fr))}
.comparing .plot[data-when]{padding-top:1.5rem;position:relative}
.comparing .plot[data-when]::before{content:attr(data-when);position:absolute;top:0;left:0;right:0;text-align:center;font-size:.875rem;font-weight:600}
.comparing .panels{columns:1}
figcaption{font-size:.875rem;line-height:1.45;margin-top:6px}
a.term{color:inherit;text-decoration:underline dotted;text-decoration-color:var(--soft);text-underline-offset:3px;cursor:help}
#definition{position:fixed;z-index:200;max-width:min(420px,calc(100vw - 16px));padding:10px 14px;font-size:.875rem;line-height:1.45;background:var(--panel);border:1px solid var(--line);border-radius:8px;box-shadow:0 4px 16px #0004}
dl{display:grid;grid-template-columns:minmax(0,max-content) minmax(0,1fr);gap:2px 18px;margin:.75rem 0}
dd{margin:0;font-variant-numeric:tabular-nums}
#glossary dl{gap:10px 18px}
#glossary dd{max-width:60rem}
dt:target{color:var(--accent)}
details{margin:.75rem 0}
summary{cursor:pointer}
table{border-collapse:collapse;font-size:.875rem;margin-top:8px}
th,td{text-align:left;vertical-align:top;padding:3px 14px 3px 0;border-bottom:1px solid var(--line)}
.caption{font-size:.875rem;color:var(--soft)}
code{font-family:ui-monospace,"DejaVu Sans Mono",Consolas,monospace;font-size:.875em}
dialog{max-width:min(520px,calc(100vw - 24px));background:var(--panel);color:var(--ink);border:1px solid var(--line);border-radius:10px;padding:20px}
dialog::backdrop{background:#0006}
dialog div{display:flex;flex-wrap:wrap;gap:8px;margin-top:12px;align-items:center}
dialog output{flex:1;color:var(--soft);font-size:.875rem}
dialog textarea{width:100%;margin-top:12px;font:.8125rem/1.4 ui-monospace,"DejaVu Sans Mono",Consolas,monospace;color:var(--ink);background:var(--page);border:1px solid var(--line);border-radius:6px;padding:8px}
.plot .modebar-container{top:auto!important;bottom:0}
.modebar-btn:focus-visible{outline-offset:0}
.presenting{overflow:hidden}
.presented{position:fixed;inset:0;z-index:100;margin:0;border:0;border-radius:0;padding:16px 24px 72px;overflow:auto}
.presented .title{font-size:1.5rem}
.presented figcaption{font-size:1rem;max-width:80rem}
.presenting .bar{position:fixed;top:auto;bottom:0;left:0;right:0;z-index:110}
.presenting .folds{display:none}
@media (min-width:1100px){.led{display:grid;grid-template-columns:minmax(0,5fr) minmax(0,8fr);gap:24px;align-items:start}
.led>.panel{margin-top:0}}
@media (min-width:1280px){.rest{display:grid;grid-template-columns:190px minmax(0,1fr);gap:28px}
.rest>nav{display:block;position:sticky;top:68px;align-self:start;padding-top:16px}
.rest>nav ol{max-height:calc(100vh - 130px);overflow:auto;position:relative}
.bar .contents.fold{display:none}}
@media (max-width:999px){.panels{columns:1}.comparing .plots:has(.beside){grid-template-columns:minmax(0,1fr)}}
@media (max-width:600px){
html{scroll-padding-top:8.5rem}
body>header,.first,.rest,.bar>div{padding-left:12px;padding-right:12px}
.bar>div{padding-top:5px;padding-bottom:5px;gap:2px 10px}
.bar{font-size:.9375rem}
.slider{flex-basis:100%;flex-wrap:wrap}
#epoch{flex:1 1 100%;order:2}
.slider label{position:absolute;clip-path:inset(50%)}
#epoch-now{flex:1;text-align:right}
.chips{flex:1 1 0;padding-right:24px;mask-image:linear-gradient(to left,transparent,#000 24px)}
.chips span{display:none}
.fold{position:static}
.fold>:not(summary){left:12px;right:12px;top:auto;margin-top:6px;width:auto;max-width:none}
.head{padding-top:10px}
h1{font-size:1.35rem}
.first{padding-top:12px}
.verdict li{font-size:1rem;line-height:1.35}
.phases{grid-template-columns:1fr 1fr}
.phases button{padding:4px 8px}
.panel{padding:8px}
.presented{padding-bottom:130px}
dl{grid-template-columns:minmax(0,1fr)}
dd{margin-bottom:6px}
}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}`;
