import type { Anatomy, Edit } from "../mutators.ts";
import { oddInteger, oddName } from "../odd-values.ts";
import type { Random } from "../random.ts";
import { COUNTED, FRAME, pickleOf, STOP, type Token, tokensOf } from "./pickle-tokens.ts";

type Loose = Pick<Token, "opcode" | "argument">;

/** What a pickle may ask for: data that readers know, others, and what runs what it is given. */
const GLOBALS = [
  ...["os\nsystem", "posix\nsystem", "builtins\neval", "builtins\nexec", "builtins\ngetattr", "builtins\n__import__"],
  ...["subprocess\nPopen", "runpy\n_run_code", "torch.hub\nload", "numpy.testing._private.utils\nrunstring"],
  ...[
    "collections\nOrderedDict",
    "collections\ndefaultdict",
    "collections\nCounter",
    "builtins\nset",
    "builtins\nlist",
  ],
  ...["builtins\ndict", "builtins\nbytearray", "builtins\ncomplex", "_codecs\nencode", "copyreg\n_reconstructor"],
  ...["numpy\ndtype", "numpy\nndarray", "numpy.core.multiarray\n_reconstruct", "numpy.core.multiarray\nscalar"],
  ...["torch._utils\n_rebuild_tensor_v2", "torch._utils\n_rebuild_parameter", "torch\nFloatStorage", "torch\nSize"],
  ...[
    "torch\nByteStorage",
    "torch\nfloat16",
    "torch.storage\n_load_from_bytes",
    "torch._tensor\n_rebuild_from_type_v2",
  ],
  ...["my.module\nClass", "__proto__\nconstructor", "\n", "a\u001b[2J\n\u2028"],
];
/** Opcodes without an argument. */
const BARE = [..."()]}aebdsulot012RQN."].map((letter) => letter.charCodeAt(0));
const BARE_NEWER = [0x81, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8f, 0x90, 0x91, 0x92, 0x93, 0x94, 0x97, 0x98];
const bare = (letters: string): Loose[] =>
  [...letters].map((letter) => ({ opcode: letter.charCodeAt(0), argument: Buffer.alloc(0) }));
const INTEGERS = [..."KMJ"].map((letter) => letter.charCodeAt(0));
const LONG1 = 0x8a;
const TUPLE2 = 0x86;
const MEMOIZE = 0x94;
const TEXTS = [..."XUT"].map((letter) => letter.charCodeAt(0)).concat(0x8c, 0x8d);
const GLOBAL = "c".charCodeAt(0);

/** Pickles: opcodes are replaced, left out, moved, nested and multiplied; counts, memo entries and frames lie. */
export const pickle: Anatomy = {
  fields: (bytes) =>
    tokensOf(bytes).tokens.flatMap(({ opcode, argument, at }) => {
      const counted = COUNTED.get(opcode);
      if (counted !== undefined) return [{ at: at - counted, width: counted }];
      const width = argument.length;
      return (width === 1 || width === 2 || width === 4 || width === 8) && !isLine(opcode) ? [{ at, width }] : [];
    }),
  edits: {
    remove: edit((tokens, at) => tokens.toSpliced(at, 1)),
    twice: edit((tokens, at) => tokens.toSpliced(at, 0, tokens[at])),
    opcode: edit((tokens, at, random) => {
      const opcode = random.pick([...BARE, ...BARE_NEWER, random.below(256)]);
      return tokens.toSpliced(at, random.below(2), { opcode, argument: Buffer.alloc(0) });
    }),
    move: edit((tokens, at, random) => {
      const from = random.below(tokens.length);
      const count = 1 + random.below(8);
      return tokens.toSpliced(from, count).toSpliced(at, 0, ...tokens.slice(from, from + count));
    }),
    number: edit((tokens, _, random) => {
      const at = random.pick(placesOf(tokens, [...INTEGERS, LONG1]));
      return tokens.with(at, integer(random, tokens[at].argument));
    }),
    text: edit((tokens, _, random) => {
      const at = random.pick(placesOf(tokens, TEXTS));
      const words = placesOf(tokens, TEXTS).map((place) => tokens[place].argument);
      const argument = random.chance(0.5) ? random.pick(words) : Buffer.from(oddName(random));
      return tokens.with(at, { opcode: "X".charCodeAt(0), argument });
    }),
    global: edit((tokens, at, random) => {
      const global = { opcode: GLOBAL, argument: Buffer.from(`${random.pick(GLOBALS)}\n`) };
      const places = placesOf(tokens, [GLOBAL]);
      return places.length > 0 && random.chance(0.7)
        ? tokens.with(random.pick(places), global)
        : tokens.toSpliced(
            at,
            0,
            global,
            { opcode: "X".charCodeAt(0), argument: Buffer.from("x") },
            ...bare(random.pick(["\x85R", "\x85R0", ""])),
          );
    }),
    nest: edit((tokens, at, random) => {
      const depth = random.pick([3, 500, 1100, 60_000]);
      const [open, close] = random.pick([
        ["]", "a"],
        ["}N", "s"],
        ["(", "t"],
        ["(", "l"],
        ["", "\x85"],
      ]);
      return tokens.toSpliced(at, 0, ...bare(`${open.repeat(depth)}N${close.repeat(depth)}`));
    }),
    share: edit((tokens, at, random) => {
      // Each tuple is twice the one before: a value of 2ⁿ leaves in n opcodes.
      const twice = random.pick([bare("2"), [{ opcode: MEMOIZE, argument: Buffer.alloc(0) }, ...bare("2")]]);
      const level = [...twice, { opcode: TUPLE2, argument: Buffer.alloc(0) }];
      const levels = Array.from({ length: random.pick([5, 25, 900]) }, () => level).flat();
      return tokens.toSpliced(at, 0, ...bare("N"), ...levels);
    }),
    many: edit((tokens, at, random) => {
      const empty = random.pick(["}", "]", ")", "N", "(", "}0", "]0", "C", "\x8f", "}2"]);
      return tokens.toSpliced(at, 0, ...bare(empty.repeat(random.pick([10, 3000, 120_000 / empty.length]))));
    }),
    call: edit((tokens, _, random) => {
      // What is called is called again with what it was given, many times.
      const at = random.pick(placesOf(tokens, ["R".charCodeAt(0), 0x81, "Q".charCodeAt(0)]));
      const from = Math.max(0, at - random.below(40));
      const again = Array.from({ length: random.pick([1, 2, 300]) }, () => tokens.slice(from, at + 1)).flat();
      return tokens.toSpliced(at + 1, 0, ...again);
    }),
  },
  seal: (bytes) => {
    // A frame that is longer than what follows is all that would be found.
    const { tokens, rest } = tokensOf(bytes);
    return tokens.some(({ opcode }) => opcode === FRAME) ? pickleOf(tokens, rest) : bytes;
  },
};

function edit(change: (tokens: readonly Loose[], at: number, random: Random) => readonly Loose[]): Edit {
  return (random, bytes) => {
    const { tokens, rest } = tokensOf(bytes);
    // After the protocol, and before what ends the pickle.
    const at = Math.min(tokens.length, 1 + random.below(Math.max(1, tokens.length - 1)));
    return pickleOf(change(tokens, at, random), rest);
  };
}

function placesOf(tokens: readonly Loose[], opcodes: readonly number[]): readonly number[] {
  return tokens.flatMap(({ opcode }, at) => (opcodes.includes(opcode) ? [at] : []));
}

function isLine(opcode: number): boolean {
  return "ILFSVgpPci".includes(String.fromCharCode(opcode)) || opcode === STOP;
}

function integer(random: Random, argument: Buffer): Loose {
  const hex = Buffer.from(argument).reverse().toString("hex");
  const value = oddInteger(random, BigInt.asIntN(8 * Math.max(1, argument.length), BigInt(`0x${hex || "0"}`)), 1000);
  const bytes = Buffer.alloc(9);
  bytes.writeBigInt64LE(BigInt.asIntN(64, value));
  bytes[8] = value < 0n ? 0xff : 0;
  return { opcode: LONG1, argument: bytes };
}
