/** How a page is on paper: no bars, buttons or folds, plots as wide as there is room, nothing cut; and a compact one on a few sheets. */
export const PAPER = `@media print{
@page{size:A4;margin:12mm}
html,body{background:#fff}
body{font-size:10pt;line-height:1.4;print-color-adjust:exact;-webkit-print-color-adjust:exact}
.bar,.buttons,.rest>nav,#theme,#timeline-mark,#taking,#definition,noscript{display:none!important}
body>header,.first,.rest{max-width:none;padding-left:0;padding-right:0}
.led,.rest{display:block}
.verdict li{font-size:11pt}
.lead .plots{width:78%;margin:0 auto}
.section>summary{list-style:none;break-after:avoid}
.section>summary::-webkit-details-marker{display:none}
.section>summary .soft{padding-left:0}
.sections>section{break-inside:auto}
.panels{columns:2;column-gap:12px}
.panel{break-inside:avoid;padding:8px;margin-bottom:12px}
.panel>div:first-child{margin-bottom:2px}
.plot{min-height:0!important;aspect-ratio:var(--aspect);overflow:visible}
.plot>*,.plot .plot-container,.plot .svg-container{width:100%!important;height:100%!important}
.plot .main-svg{width:100%!important;height:100%!important}
.plot .modebar-container{display:none!important}
a.term{text-decoration:none}
figcaption,table,dl,.phases{font-size:8.5pt}
dl,table{break-inside:auto}
dt,dd,tr{break-inside:avoid}
.phases{grid-template-columns:repeat(4,1fr)}
h2{font-size:13pt}
h3,.panel .title{font-size:10pt}
}
@media print{
.compact body{font-size:8.5pt;line-height:1.3}
.compact .head{padding:0 0 4px}
.compact h1{font-size:14pt}
.compact h2{font-size:10pt}
.compact .panel .title{font-size:8.5pt}
.compact .verdict li{font-size:9.5pt;margin-bottom:2px}
.compact figcaption,.compact dl,.compact .phases{font-size:7pt;line-height:1.25}
.compact .phases details{display:none}
.compact .sections>section:not(#over-training){border:0}
.compact .lead .plots{margin:0 auto}
.compact .section>summary{break-after:avoid}
.compact .sections{columns:2;column-gap:16px}
.compact #over-training{column-span:all}
.compact .section{padding:4px 0}
.compact dl{display:block;margin:1px 0}
.compact dt,.compact dd{display:inline}
.compact dt::after{content:": "}
.compact dd::after{content:"\\A";white-space:pre}
.compact .lead .plots{width:62%}
.compact .section>summary .soft{font-size:7.5pt}
.compact .panel{margin-bottom:8px;padding:4px 6px}
}`;
