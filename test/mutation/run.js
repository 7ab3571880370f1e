// Whether the tests would notice: changes the built files of rooms one operator at a time, as Stryker's instrumenter does, and runs
// the tests of the same rooms that reach each change. Takes it from the registry, beside the project: `npm run mutate -- numerics
// formats` or, of single files, `npm run mutate -- numerics/rounded`, by some of the tests alone where they are named as well,
// `npm run mutate -- quantities/slingshots test/quantities/slingshots.test.ts`. What survives is listed, file by file. Of a room with
// more changes than there are hours, `--sample 500 --seed 1` tries as many drawn at random, which tells the share of all to a few percent.
//
// All changes are in one copy of the built files, each behind a switch, so that a process that has loaded the tests once tries one
// after the other, in the milliseconds that a test takes (`runner.ts`), where Stryker's own runner starts one for each. What that
// doesn't kill is tried once more in a process of its own, where also what runs as modules are loaded has its change.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const VERSION = "9.6.1";
/** Tests of at most so many milliseconds first: most changes fall to a short one; and after how many a change has no end. */
const ROUNDS = [
  { limit: 50, stuck: 15_000 },
  { limit: 1000, stuck: 60_000 },
  { limit: Number.POSITIVE_INFINITY, stuck: 300_000 },
];

const root = fileURLToPath(new URL("../../", import.meta.url));
process.chdir(root);
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: "string" }, seed: { type: "string", default: "0" } },
});
if (options.sample !== undefined && !/^[1-9]\d*$/.test(options.sample))
  fail(`--sample ${options.sample}: give a number of changes`);
const asked = positionals.filter((name) => !name.startsWith("test/"));
const tests = positionals.filter((name) => name.startsWith("test/"));
if (asked.length === 0) fail("no room is named; name some of src, e.g. npm run mutate -- numerics formats");
const files = asked.flatMap((name) => (existsSync(`src/${name}.ts`) ? [`${name}.js`] : filesOf(name)));
const stray = asked.find((name) => !existsSync(`src/${name}`) && !existsSync(`src/${name}.ts`));
if (stray !== undefined) fail(`${stray}: is neither a folder nor a file of src`);
const absent = files.find((file) => !existsSync(`dist/${file}`));
if (absent !== undefined) fail(`dist/${absent}: no such file; build first`);

const tools = "node_modules/.cache/mutation";
if (!existsSync(`${tools}/node_modules/@stryker-mutator`)) {
  mkdirSync(tools, { recursive: true });
  writeFileSync(`${tools}/package.json`, "{}");
  const install = [
    "install",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    `@stryker-mutator/instrumenter@${VERSION}`,
  ];
  if (spawnSync("npm", install, { cwd: tools, stdio: "inherit" }).status !== 0)
    fail("the instrumenter is not to be had");
}
const { Instrumenter } = await import(
  pathToFileURL(`${tools}/node_modules/@stryker-mutator/instrumenter/dist/src/index.js`).href
);
const silent = { debug() {}, info() {}, warn() {}, isDebugEnabled: () => false };
const sources = new Map(files.map((file) => [`dist/${file}`, readFileSync(`dist/${file}`, "utf8")]));
const instrumented = (mutateOf) =>
  new Instrumenter(silent).instrument(
    Array.from(sources, ([name, content]) => ({ name, content, mutate: mutateOf(name) })),
    { ignorers: [], excludedMutations: [], plugins: null, noHeader: false },
  );
const changesIn = ({ mutants }) => mutants.filter(({ status }) => status !== "Ignored");
const whole = await instrumented(() => true);
const possible = changesIn(whole);
const chosen = options.sample === undefined ? possible : drawn(possible, Number(options.sample), options.seed);
// A switch for each change that could be made takes several times as long as the tests: those drawn alone have one.
const placesIn = (name) => chosen.flatMap(({ fileName, location }) => (fileName === name ? [location] : []));
const sparse = chosen === possible ? whole : await instrumented((name) => placesIn(name).length > 0 && placesIn(name));
const { files: changed, mutants: every } = sparse;
const wanted = new Set(chosen.map(whatIs));
const mutants = changesIn(sparse).filter((mutant) => wanted.has(whatIs(mutant)));
if (mutants.length !== chosen.length) fail(`of ${chosen.length} changes drawn ${mutants.length} have a place`);
const tried = new Set(mutants.map(({ id }) => id));

// The tests' `#…` is the package that they lie in: they and the built files are copied, what both only read is linked.
const box = `.mutation/${process.pid}`;
mkdirSync(box, { recursive: true });
/** The tests that go on, and the end of what they say. */
let [running, said] = [undefined, ""];
process.on("exit", () => {
  if (running?.exitCode === null && running.signalCode === null) process.kill(-running.pid, "SIGKILL");
  rmSync(box, { recursive: true, force: true });
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(130));
const COPIED = ["dist", "test", "package.json"];
for (const name of readdirSync(root)) {
  if (COPIED.includes(name)) cpSync(name, join(box, name), { recursive: true });
  else if (name !== ".git" && name !== ".mutation") symlinkSync(join(root, name), join(box, name));
}
for (const { name, content } of changed) writeFileSync(join(box, name), content);

/** What is known, as `runner.ts` writes it, a line each: [mutant, what] or [mutant, what, file and name of the test]. */
const LOG = join(root, box, "verdicts.jsonl");
const leftOut = every.filter(({ id }) => !tried.has(id));
writeFileSync(LOG, leftOut.map(({ id }) => `${JSON.stringify([id, "left out"])}\n`).join(""));
const verdicts = () =>
  readFileSync(LOG, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .filter(([id]) => tried.has(id));
const rooms = asked.map((name) => (existsSync(`src/${name}.ts`) ? dirname(name) : name));
if (rooms.includes(".") && tests.length === 0) fail("a file of no room has no tests of its own; name some of test");
const where = tests.length > 0 ? tests : [...new Set(rooms)].map((room) => `test/${room}/`);

/** What reaches changes that are not noticed yet. */
let reaching = where;
for (const { limit, stuck } of ROUNDS) {
  for (let again = true; again; ) {
    const status = await vitest(reaching, { MUTATION_LOG: LOG, MUTATION_LIMIT: String(limit) }, stuck);
    const last = verdicts().at(-1);
    // A process that ended in the middle of a trial: the change has no end, or took all memory.
    again = last?.[1] === "tried" || last?.[1] === "polluted";
    if (last?.[1] === "tried") writeFileSync(LOG, `${JSON.stringify([last[0], "killed", last[2]])}\n`, { flag: "a" });
    else if (!again && status !== 0) fail(`the tests fail without any change\n${said}`);
  }
  const found = verdicts();
  const known = new Set(found.flatMap(([id, what]) => (what === "killed" ? [id] : [])));
  process.stderr.write(`${known.size} of ${mutants.length} noticed by tests of at most ${limit} ms\n`);
  const later = found.filter(([id, what]) => what === "later" && !known.has(id));
  reaching = [...new Set(later.map(([, , test]) => test.split(" ")[0]))];
  if (reaching.length === 0) break;
}

const found = verdicts();
const killed = new Set(found.flatMap(([id, what]) => (what === "killed" ? [id] : [])));
const ran = new Map(mutants.map(({ id }) => [id, new Set()]));
for (const [id, , test] of found) if (test) ran.get(id).add(test.split(" ")[0]);
const DOUBTFUL = ["outside", "unsure", "polluted"];
const doubtful = new Set(found.flatMap(([id, what]) => (DOUBTFUL.includes(what) ? [id] : [])));
const left = mutants.filter(({ id }) => doubtful.has(id) && !killed.has(id));
process.stderr.write(`${killed.size} noticed; ${left.length} once more, each in a process of its own\n`);
const reachingOf = ({ id, fileName }) => {
  const near = mutants.filter((other) => other.fileName === fileName).flatMap((other) => [...ran.get(other.id)]);
  return [...new Set(ran.get(id).size > 0 ? ran.get(id) : near)];
};
const again = [...new Set(left.flatMap(reachingOf))];
if (again.length > 0 && (await vitest(again, {})) !== 0) fail(`the tests fail without any change\n${said}`);
for (const mutant of left) {
  const { id } = mutant;
  const ofIt = reachingOf(mutant);
  const noticed = ofIt.length > 0 && (await vitest(ofIt, { __STRYKER_ACTIVE_MUTANT__: id })) !== 0;
  if (noticed) killed.add(id);
  writeFileSync(LOG, `${JSON.stringify([id, noticed ? "killed" : "survived"])}\n`, { flag: "a" });
}

for (const [name, source] of sources) {
  const all = mutants.filter(({ fileName }) => fileName === name);
  if (all.length === 0) continue;
  const survivors = all.filter(({ id }) => !killed.has(id));
  console.log(`${name}: ${all.length - survivors.length} of ${all.length} noticed`);
  for (const { id, location, replacement } of survivors) {
    const { start, end } = location;
    const was = source.split("\n")[start.line].slice(start.column, start.line === end.line ? end.column : undefined);
    console.log(
      `  ${start.line + 1}: ${was.trim()} → ${replacement.replace(/\s+/g, " ")}${ran.get(id).size === 0 && !doubtful.has(id) ? " (no test runs it)" : ""}`,
    );
  }
}
const share = killed.size / mutants.length;
const among = mutants.length < possible.length ? `, drawn from ${possible.length}` : "";
console.log(`${killed.size} of ${mutants.length} changes noticed (${(100 * share).toFixed(1)} %)${among}`);

/** Runs test files in the copy, to their exit status; not 0 where a trial, or all of a run without a log, takes longer than `stuck` milliseconds. */
function vitest(where, environment, stuck = 300_000) {
  return new Promise((resolve) => {
    const args = [
      join(root, "node_modules/vitest/vitest.mjs"),
      "run",
      "--config",
      "test/mutation/vitest.config.ts",
      ...where,
    ];
    const child = spawn(process.execPath, args, {
      cwd: box,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, ...environment },
    });
    running = child;
    said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said = (said + text).slice(-2000)));
    let before;
    const watch = setInterval(() => {
      // A test as it is may take longer.
      const now = environment.MUTATION_LOG ? verdicts().at(-1) : ["", "tried"];
      if (now?.[1] === "tried" && String(now) === before) process.kill(-child.pid, "SIGKILL");
      before = String(now);
    }, stuck);
    child.on("close", (code) => {
      clearInterval(watch);
      resolve(code);
    });
  });
}

/** So many of the changes, the same for the same seed. */
function drawn(mutants, count, seed) {
  const place = ({ id }) => createHash("sha256").update(`${seed} ${id}`).digest("hex");
  const places = new Map(mutants.map((mutant) => [mutant, place(mutant)]));
  return mutants.toSorted((a, b) => (places.get(a) < places.get(b) ? -1 : 1)).slice(0, count);
}

/** What tells a change from all others. */
function whatIs({ fileName, location, replacement }) {
  return JSON.stringify([fileName, location, replacement]);
}

/** The built files of a room. */
function filesOf(room) {
  const names = existsSync(`src/${room}`) ? readdirSync(`src/${room}`, { recursive: true }) : [];
  // AssemblyScript is no JavaScript that could be changed.
  const ours = names.filter((name) => name.endsWith(".ts") && !name.startsWith("assembly/"));
  return ours.map((name) => `${room}/${name.slice(0, -2)}js`);
}

function fail(message) {
  process.stderr.write(`error: ${message}\n`);
  process.exit(2);
}
