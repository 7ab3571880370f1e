import { parseAst } from "vitest/node";

/**
 * What holds sentences, wherever it is: fields of findings, figures, runs and results, what such a thing is called, and
 * functions that say something in words, or why.
 */
const SENTENCES = /^(findings?|captions?|evidence|reason|doubts?|contradictions|why.*|.*InWords)$/;
/** Fields that tell facts and doubts, which are data, from one another. */
const TAGS = /^(kind|set|by)$/;
/** What takes a text apart, or looks for something in it. */
const READS = ["test", "exec", "match", "matchAll", "search", "startsWith", "endsWith", "includes", "indexOf", "split"];
const REPLACES = ["replace", "replaceAll"];
/** All that is done with findings: they are shown, every one. What looks for one among them is refused. */
const SHOWS = ["map", "flatMap", "length"];

interface Node {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: any;
}

/**
 * The places of a TypeScript source where a sentence is read by code, each as the line that it is in. A text is a sentence
 * where it is called one (`SENTENCES`), or is made of one: by a name given to it, a callback over it, a template, a call.
 * Names hold for the whole file.
 */
export function readSentences(text: string): readonly string[] {
  const all = nodesOf(parseAst(text, { lang: "ts" }) as unknown as Node);
  const names = new Set<string>();
  // What a name is given may itself be such a name, further down.
  for (let before = -1; before < names.size; ) {
    before = names.size;
    for (const node of all) for (const name of namedBy(node, all, names)) names.add(name);
  }
  const lineOf = ({ start }: Node) => text.slice(0, start).split("\n").length;
  const lines = new Set(all.filter((node) => reads(node, names)).map(lineOf));
  return [...lines].map((line) => text.split("\n")[line - 1].trim());
}

/** Whether a node takes a sentence apart, compares it with words, or picks one of the findings. */
function reads(node: Node, names: ReadonlySet<string>): boolean {
  const said = (one: Node) => isSentence(one, names);
  if (node.type === "BinaryExpression")
    return (
      /^[!=]==?$/.test(node.operator) && [node.left, node.right].some(said) && [node.left, node.right].some(isWord)
    );
  if (node.type === "MemberExpression" && nameOf(node.object) === "findings")
    return node.computed || !SHOWS.includes(node.property.name);
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return false;
  const { object, property } = node.callee;
  if (!READS.includes(property.name) && !(REPLACES.includes(property.name) && node.arguments[0]?.regex)) return false;
  return [object, ...node.arguments].some(said);
}

/** Words that are there to be compared with; the empty text is none. */
function isWord({ type, value }: Node): boolean {
  return type === "Literal" && typeof value === "string" && value !== "";
}

/** Whether an expression is a sentence, or is made of one. */
function isSentence(node: Node | null | undefined, names: ReadonlySet<string>): boolean {
  const some = (...parts: readonly (Node | null | undefined)[]) => parts.some((part) => isSentence(part, names));
  switch (node?.type) {
    case "Identifier":
      return SENTENCES.test(node.name) || names.has(node.name);
    case "MemberExpression":
      return SENTENCES.test(node.property.name) || (!TAGS.test(node.property.name) && some(node.object));
    case "CallExpression":
      return some(node.callee, ...node.arguments);
    case "TemplateLiteral":
      return some(...node.expressions);
    case "BinaryExpression":
      return node.operator === "+" && some(node.left, node.right);
    case "LogicalExpression":
      return some(node.left, node.right);
    case "ConditionalExpression":
      return some(node.consequent, node.alternate);
    case "ArrayExpression":
      return some(...node.elements);
    case "ArrowFunctionExpression":
      return some(node.body);
    case "AwaitExpression":
    case "SpreadElement":
      return some(node.argument);
    case "ChainExpression":
    case "ParenthesizedExpression":
    case "TSAsExpression":
    case "TSNonNullExpression":
      return some(node.expression);
    default:
      return false;
  }
}

/** The names that a node gives to sentences. */
function namedBy(node: Node, all: readonly Node[], names: ReadonlySet<string>): readonly string[] {
  if (node.type === "VariableDeclarator") {
    const isFunction = node.init?.type === "ArrowFunctionExpression";
    if (isFunction && isSentence(node.init.body, names)) return namesIn(node.id);
    return !isFunction && isSentence(node.init, names) ? namesIn(node.id) : [];
  }
  // However deep within a pattern: `({ provenance: { doubts: told } })`.
  if (node.type === "Property" && SENTENCES.test(node.key.name)) return namesIn(node.value);
  if (node.type !== "CallExpression") return [];
  const said = isSentence(node.callee.object, names);
  const overIt = said ? node.arguments.flatMap(({ params = [] }: Node) => params.flatMap(namesIn)) : [];
  // A function of the same file that is given one.
  const given = all.find(({ type, id }) => type === "FunctionDeclaration" && id?.name === node.callee.name);
  const passed = node.arguments.flatMap((one: Node, i: number) =>
    given?.params[i] && isSentence(one, names) ? namesIn(given.params[i]) : [],
  );
  return [...overIt, ...passed];
}

/** The names that a pattern binds. */
function namesIn(pattern: Node): readonly string[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern.name];
    case "ObjectPattern":
      return pattern.properties.flatMap((one: Node) =>
        TAGS.test(one.key?.name) ? [] : namesIn(one.value ?? one.argument),
      );
    case "ArrayPattern":
      return pattern.elements.flatMap((one: Node | null) => (one ? namesIn(one) : []));
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "RestElement":
      return namesIn(pattern.argument);
    default:
      return [];
  }
}

/** What a thing is called: `findings`, `result.findings`, `result?.findings`. */
function nameOf({ type, name, property }: Node): string | undefined {
  return type === "Identifier" ? name : type === "MemberExpression" ? property.name : undefined;
}

/** A node with all that is within it. */
function nodesOf(node: Node): readonly Node[] {
  const inner = Object.values(node).flatMap((value) => (Array.isArray(value) ? value : [value]));
  return [node, ...inner.filter((value) => typeof value?.type === "string").flatMap((value) => nodesOf(value as Node))];
}
