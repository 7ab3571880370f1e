import { describe, expect, test } from "vitest";
import { page } from "#report/_page.js";
import { contents } from "./_contents.js";

const SIZE = { p: 13, steps: 10, every: 2 };
const made = contents(SIZE);
const html = page(made);

describe("the text of a page", () => {
  test("is the same for the same contents", async () => {
    expect(await page(contents(SIZE))).toBe(await html);
  });

  test("has in plain words, before any script's data, what there is to read", async () => {
    // A term that is explained is a link around the word.
    const text = (await html).split(`<script type="text/plain"`)[0].replace(/<\/?a\b[^>]*>/g, "");
    for (const sentence of made.verdict) expect(text).toContain(sentence);
    for (const { value } of made.sections[0].findings)
      expect(text).toContain(`<dd>${value.replace(" %", "\u202f%")}</dd>`);
    expect(text).toContain("with a &#60; b &#38; &#34;quotes&#34;");
    expect(text).toContain(">Spectrum of <i>W</i><sub>E</sub></h3>");
    expect(text).toContain("A run &#38; what it learnt");
  });

  test("explains the terms that it names, each first time in a section, and no word within another", async () => {
    const text = await html;
    const marked = Array.from(text.matchAll(/<a class="term" href="#(term-[a-z-]+)">([^<]+)<\/a>/g), ([, id, word]) => [
      id,
      word,
    ]);
    expect(marked).toContainEqual(["term-frequency", "frequencies"]);
    for (const [id] of marked) expect(text).toContain(`<dt id="${id}">`);
    expect(text.match(/<dt id="term-/g)).toHaveLength(new Set(marked.map(([id]) => id)).size);
    const [verdict] = /<ul class="verdict">.*?<\/ul>/s.exec(text) ?? [""];
    const inVerdict = Array.from(verdict.matchAll(/href="#(term-[a-z-]+)"/g), ([, id]) => id);
    expect(inVerdict.length).toBe(new Set(inVerdict).size);
    expect(await page({ ...made, compact: true })).not.toContain('id="glossary"');
  });

  test("has marks of its own alone: one in a run's name does not reach past it", async () => {
    const text = await page({ ...made, title: "x<i>y <b>z</b><script>" });
    expect(text).toContain("<h1>x&#60;i&#62;y <b>z</b>&#60;script&#62;</h1>");
  });

  test("names nothing to fetch", async () => {
    const text = (await html).replace(/<script type="text\/plain"[\s\S]*?<\/script>/g, "");
    expect(text).toContain("default-src 'none'");
    expect(text).not.toMatch(/(?:src|href)="(?!#)|@import|url\(|https?:\/\//);
  });
});
