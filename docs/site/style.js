import { pageStyle } from "../../dist/report/_page-style.js";

const plain = (ground) => ({ ground, frequencies: new Map(), phases: [] });

/** The report's style sheet, with what a page of text needs besides. */
export const STYLE = `${pageStyle(plain("#ffffff"), plain("#161b21"))}
html{scroll-padding-top:1rem}
body>header{padding-top:14px;padding-bottom:14px;max-width:none;border-bottom:1px solid var(--line);background:var(--panel)}
.home{font-weight:700;color:var(--ink);text-decoration:none}
.skip{position:absolute;left:-999em}
.skip:focus{left:8px;top:8px;background:var(--panel);padding:8px;z-index:1}
.columns{display:grid;grid-template-columns:250px minmax(0,1fr);gap:0 40px;max-width:1360px;margin:0 auto;padding:0 24px}
nav{order:-1;position:sticky;top:0;align-self:start;max-height:100vh;overflow-y:auto;padding:16px 0;font-size:.9375rem}
nav h2{font-size:.8125rem;margin:1.1rem 0 .2rem;color:var(--soft);font-weight:600}
nav ul{display:block;list-style:none;margin:0;padding:0}
nav ul ul{padding-left:14px;border-left:1px solid var(--line)}
nav li{margin:2px 0}
nav details{margin:0}
nav a{color:var(--ink);text-decoration:none;display:inline-block;padding:3px 0}
nav a:hover{text-decoration:underline}
nav a[aria-current]{font-weight:700;color:var(--accent)}
.to-pages{display:none}
main{max-width:52rem;margin:0;padding:24px 0 64px;line-height:1.6}
main h1{margin-bottom:1rem}
main h2{margin-bottom:.6rem}
main h3{font-size:1.1rem;margin:1.6rem 0 .3rem}
main p,main ul,main ol{margin:.6rem 0}
main li{margin:.25rem 0}
main :is(h1,h2,h3,h4) a{color:inherit;text-decoration:none}
main :is(h1,h2,h3,h4) a:hover{text-decoration:underline}
main img{display:block;max-width:min(100%,36rem);height:auto;border-radius:6px;background:#fff;border:1px solid var(--line)}
pre,code{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace;font-size:.875em}
:not(pre)>code{background:color-mix(in srgb,var(--soft) 14%,transparent);border-radius:4px;padding:.1em .3em}
pre{background:var(--panel);border:1px solid var(--line);border-radius:6px;padding:12px 14px;overflow-x:auto;line-height:1.4;overflow-wrap:normal;tab-size:2}
.wide{overflow-x:auto;margin:.8rem 0}
.wide table{margin:0;overflow-wrap:normal}
.wide td{min-width:5em}
.wide td code{overflow-wrap:normal}
blockquote{margin:.8rem 0;padding:0 0 0 14px;border-left:4px solid var(--line);color:var(--soft)}
@media (max-width:800px){
.columns{grid-template-columns:minmax(0,1fr);padding:0 16px}
nav{order:0;position:static;max-height:none;padding:8px 0 32px;border-top:1px solid var(--line)}
.to-pages{display:inline;float:right}
nav a{padding:6px 0}
main{padding-top:16px}
}
@media print{nav,header,.skip{display:none}.columns{display:block}}
`;
