import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

/** Asks a browser for one thing, by Chromium's protocol for developers' tools, and gives its answer. */
export type Ask = (method: string, parameters?: object) => Promise<Readonly<Record<string, any>>>;

/** How much of a browser's complaints is kept to explain an end that nobody asked for, in characters. */
const KEPT = 2000;

/** How long one answer may take, in seconds: the slowest, a large surface without a graphics card, is far below it. */
const PATIENCE = 120;

/** How long it may take to end when asked, in seconds. */
const FAREWELL = 5;

/** What a session with a page of a browser gives: it starts for it, and ends with it. Rejects where the browser ends before. */
export async function withBrowser<T>(
  executable: string,
  profile: string,
  session: (ask: Ask) => Promise<T>,
): Promise<T> {
  const browser = spawn(executable, [...FLAGS, ...sandbox(), `--user-data-dir=${profile}`, "about:blank"], {
    // Two pipes beside the usual three: the browser reads questions from 3 and writes answers to 4.
    stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"],
  });
  let complaints = "";
  browser.stderr?.on("data", (text) => {
    complaints = `${complaints}${text}`.slice(-KEPT);
  });
  const kill = () => browser.kill("SIGKILL");
  process.once("exit", kill);
  const ended = new Promise<void>((resolve) => browser.once("exit", () => resolve()));
  const broken = new Promise<never>((_, reject) => {
    browser.once("error", reject);
    browser.once("close", (code) => reject(new Error(`it ended with ${code}: ${lastLine(complaints)}`)));
  });
  // Where the session ends first, nobody waits for this.
  broken.catch(() => undefined);
  const [, , , questions, answers] = browser.stdio;
  const ask = asking(questions as Writable, answers as Readable);
  try {
    return await Promise.race([page(ask).then(session), broken]);
  } finally {
    // Asked to end, it first ends its helpers, which write to the profile; killed, it leaves them.
    ask({ method: "Browser.close" }).catch(() => undefined);
    const late = setTimeout(kill, 1000 * FAREWELL);
    if (browser.pid !== undefined) await ended;
    clearTimeout(late);
    process.off("exit", kill);
  }
}

const FLAGS: readonly string[] = [
  "--headless=new",
  "--remote-debugging-pipe",
  "--no-first-run",
  "--disable-extensions",
  "--disable-background-networking",
  "--disable-component-update",
  // Nothing that a drawing says is looked up.
  "--host-resolver-rules=MAP * ~NOTFOUND",
  "--hide-scrollbars",
  "--font-render-hinting=none",
  "--force-color-profile=srgb",
  // Surfaces need WebGL, which machines without a screen have in software.
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
];

/** Chromium refuses to be run by root with its sandbox, as containers run it. */
function sandbox(): readonly string[] {
  return process.getuid?.() === 0 ? ["--no-sandbox"] : [];
}

/** Asks the browser itself: JSON both ways, each message ended by a zero byte. */
function asking(questions: Writable, answers: Readable): (question: object) => ReturnType<Ask> {
  const waiting = new Map<number, (message: Readonly<Record<string, any>>) => void>();
  let last = 0;
  let text = "";
  answers.setEncoding("utf8");
  answers.on("data", (chunk: string) => {
    const messages = chunk.split("\0");
    messages[0] = text + messages[0];
    text = messages.pop() ?? "";
    for (const message of messages.map((json) => JSON.parse(json))) {
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
    }
  });
  // A browser that is gone is told by its end.
  questions.on("error", () => undefined);
  return (question) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      const late = setTimeout(
        () => reject(new Error(`it did not answer within ${PATIENCE} s`)),
        1000 * PATIENCE,
      ).unref();
      waiting.set(id, ({ result, error }) => {
        clearTimeout(late);
        if (error) reject(new Error(error.message));
        else resolve(result);
      });
      questions.write(`${JSON.stringify({ id, ...question })}\0`);
    });
}

/** Asks the page that the browser began with. */
async function page(ask: ReturnType<typeof asking>): Promise<Ask> {
  const { targetId } = await ask({ method: "Target.createTarget", params: { url: "about:blank" } });
  const { sessionId } = await ask({ method: "Target.attachToTarget", params: { targetId, flatten: true } });
  return (method, params = {}) => ask({ method, params, sessionId });
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
