import { describe, expect, test } from "vitest";
import { answering, type Heard, type Member, type Pool, poolOf } from "#host/pool.js";

/** A member that answers when it is told to, twice the number that it was sent. */
interface Told extends Member<number> {
  readonly sent: number[];
  readonly heard: Heard<number>;
  readonly answer: () => void;
}

function pooled(
  count: number,
  ahead: number,
): { readonly pool: Pool<number, number>; readonly members: readonly Told[] } {
  const members: Told[] = [];
  const pool = poolOf<number, number>(count, ahead, (heard) => {
    const sent: number[] = [];
    let answered = 0;
    const member = {
      sent,
      heard,
      answer: () => heard.answered({ result: 2 * sent[answered++] }),
      send: (work: number) => void sent.push(work),
      end: async () => {},
    };
    members.push(member);
    return member;
  });
  return { pool, members };
}

describe("a pool", () => {
  test("sends each member as much at once as it is asked to, the next where an answer came", async () => {
    const { pool, members } = pooled(2, 2);
    const found = [1, 2, 3, 4, 5, 6].map((work) => pool.run(work));
    expect(members.map(({ sent }) => sent)).toEqual([
      [1, 3],
      [2, 4],
    ]);
    members[1].answer();
    expect(await found[1]).toBe(4);
    expect(members[1].sent).toEqual([2, 4, 5]);
    members[0].answer();
    members[0].answer();
    members[0].answer();
    members[1].answer();
    members[1].answer();
    expect(await Promise.all(found)).toEqual([2, 4, 6, 8, 10, 12]);
  });

  test("hands on an error as one, and goes on", async () => {
    const { pool, members } = pooled(1, 1);
    const [first, second] = [pool.run(1), pool.run(2)];
    members[0].heard.answered({ error: "it cannot" });
    await expect(first).rejects.toThrow("it cannot");
    expect(members[0].sent).toEqual([1, 2]);
    members[0].heard.answered({ result: 7 });
    expect(await second).toBe(7);
  });

  test("of a member that is gone all work fails, with the reason; the others go on", async () => {
    const { pool, members } = pooled(2, 2);
    const found = [1, 2, 3, 4, 5].map((work) => pool.run(work));
    const lost = [0, 2].map((i) => expect(found[i]).rejects.toThrow("no memory"));
    members[0].heard.gone("no memory");
    members[0].heard.gone("twice");
    await Promise.all(lost);
    members[1].answer();
    members[1].answer();
    members[1].answer();
    expect(await Promise.all([found[1], found[3], found[4]])).toEqual([4, 8, 10]);
    const waits = [6, 7, 8].map((work) => expect(pool.run(work)).rejects.toThrow(/gone|none is left/));
    members[1].heard.gone("gone");
    await Promise.all(waits);
    await expect(pool.run(9)).rejects.toThrow("none is left that works");
  });

  test("closed twice, it waits twice until its members have ended", async () => {
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const pool = poolOf<number, number>(1, 1, () => ({ send: () => {}, end: () => ended }));
    const first = pool.close();
    const second = pool.close();
    const order: string[] = [];
    const heard = [first.then(() => order.push("first")), second.then(() => order.push("second"))];
    await new Promise(setImmediate);
    order.push("ended");
    end();
    await Promise.all(heard);
    expect(order).toEqual(["ended", "first", "second"]);
  });

  test("ends a member that is gone, as it may be there still", () => {
    let ends = 0;
    let heard: Heard<number> | undefined;
    poolOf<number, number>(1, 1, (told) => {
      heard = told;
      return { send: () => {}, end: async () => void ends++ };
    });
    heard?.gone("an error");
    expect(ends).toBe(1);
  });

  test("closed, what it had fails and nothing more is sent", async () => {
    const { pool, members } = pooled(1, 1);
    const found = [1, 2].map((work) => expect(pool.run(work)).rejects.toThrow("the pool was closed"));
    await pool.close();
    await Promise.all(found);
    await expect(pool.run(3)).rejects.toThrow("none is left that works");
    expect(members[0].sent).toEqual([1]);
  });
});

test("a member answers in the order in which it was asked, however long each takes, and errors as words", async () => {
  const replies: unknown[] = [];
  const work = answering(
    async (ms: number) => {
      await new Promise((resolve) => setTimeout(resolve, ms));
      if (ms === 1) throw new TypeError("it cannot");
      return ms;
    },
    (reply) => {
      if (reply.result === 3) throw new RangeError("it cannot be sent");
      replies.push(reply);
    },
  );
  for (const ms of [20, 1, 3, 5]) work(ms);
  await expect
    .poll(() => replies)
    .toEqual([{ result: 20 }, { error: "it cannot" }, { error: "it cannot be sent" }, { result: 5 }]);
});
