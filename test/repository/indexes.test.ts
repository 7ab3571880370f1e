import { describe, expect, test } from "vitest";
import { UNIT_ROOMS, type UnitRoom, unitsOf } from "./_source.ts";

const camelCase = (name: string) => name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

describe.each(Object.keys(UNIT_ROOMS) as UnitRoom[])("src/%s/index.ts", (room) => {
  test("lists every unit of its room: `npm test -- -u` writes it", async () => {
    const units = unitsOf(room);
    expect(units.length).toBeGreaterThan(0);
    const lines = units.map((name) => `export { default as ${camelCase(name)} } from "./${name}.ts";`);
    const text = [`// Every ${UNIT_ROOMS[room]}, one a file. Written by \`npm test -- -u\`.`, ...lines, ""].join("\n");
    await expect(text).toMatchFileSnapshot(`../../src/${room}/index.ts`);
  });

  test("has units whose files are in kebab case", () => {
    for (const name of unitsOf(room)) expect(name).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
  });
});
