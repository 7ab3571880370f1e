import { createServer } from "node:http"; import { readFile } from "node:fs/promises"; import { extname, join } from "node:path"; import { chromium } from "playwright-core";
const types={".html":"text/html",".js":"text/javascript",".wasm":"application/wasm",".json":"application/json",".csv":"text/csv"};
const server=createServer(async(q,r)=>{const p=new URL(q.url,"http://x").pathname; try{const b=await readFile(join("site/out",p==="/"?"index.html":p)); r.setHeader("content-type",types[extname(p==="/"?"x.html":p)]??"application/octet-stream"); r.end(b)}catch{r.statusCode=404;r.end()}}).listen(0);
await new Promise(r=>server.once("listening",r)); const url=`http://127.0.0.1:${server.address().port}/`;
const browser=await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox"]});
const context=await browser.newContext({viewport:{width:1280,height:900}}); const page=await context.newPage();
page.on("console",m=>console.log("console",m.type(),m.text().slice(0,300))); page.on("pageerror",e=>console.log("pageerror",e.message));
const out=new Set(); context.on("request",q=>{ if(!q.url().startsWith(url)&&!q.url().startsWith("blob:")&&!q.url().startsWith("data:")) out.add(q.url())});
const [,,what,query,seconds]=process.argv;
const t0=performance.now();
await page.goto(url+(query??"")); await page.waitForSelector(".run",{timeout:30000}).catch(e=>console.log("no example: "+e.message.slice(0,200))); console.log("list",Math.round(performance.now()-t0));
await page.screenshot({path:"/tmp/h/core-list.png"});
if(what){ const t=performance.now(); await page.setInputFiles(what.includes(".")?"#files":"#folder",what); 
 await page.waitForFunction(()=>document.querySelector(".framed")||document.querySelector(".drop .trouble:not([hidden])")||document.querySelector("[data-verdict=unreadable]"),null,{timeout:60000}).catch(e=>console.log(e.message));
 console.log("framed",Math.round(performance.now()-t)); await page.waitForTimeout(3000); await page.screenshot({path:"/tmp/h/core-going.png"});
 await page.waitForFunction(()=>{const b=[...document.querySelectorAll(".framed button")].find(b=>b.textContent==="Download results");return b&&!b.hidden||document.querySelector(".trouble:not([hidden])")||!document.querySelector(".framed")},null,{timeout:1000*(seconds??120)}).catch(e=>console.log(e.message));
 console.log("analysed",Math.round(performance.now()-t)); 
 const button=page.locator(".framed button",{hasText:"Download results"});
 if(await button.isVisible().catch(()=>false)){ const [d]=await Promise.all([page.waitForEvent("download"),button.click()]); await d.saveAs("/tmp/h/core-results.zip"); console.log("zip",d.suggestedFilename()); }
 await page.waitForTimeout(4000);
 await page.screenshot({path:"/tmp/h/core-done.png"}); console.log("trouble:",await page.locator(".trouble:not([hidden])").allTextContents(), await page.locator(".standing").allTextContents(), await page.locator(".verdict-cell").allTextContents());
}
console.log("elsewhere",[...out]); await browser.close(); server.close();
