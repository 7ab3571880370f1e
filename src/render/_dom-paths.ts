/** [x, y] in px. */
export type Point = readonly [x: number, y: number];

/** How many pieces a curve is cut into: their lengths sum to the curve's within a thousandth for what labels lie along. */
const PIECES = 12;
/** How many numbers a command of a path takes. */
const ARITY: Readonly<Record<string, number>> = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 };

/** The points that a path goes through, one list for each part that the pen draws without being lifted; curves in pieces. */
export function pathPoints(d: string): readonly (readonly Point[])[] {
  const parts: Point[][] = [];
  let at: Point = [0, 0];
  for (const [, command, numbers] of d.matchAll(/([MLHVCSQTAZmlhvcsqtaz])([^MLHVCSQTAZmlhvcsqtaz]*)/g)) {
    const kind = command.toUpperCase();
    const values = (numbers.match(/[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi) ?? []).map(Number);
    const part = parts.at(-1);
    if (kind === "Z" && part) {
      at = part[0];
      part.push(at);
    }
    for (let i = 0; ARITY[kind] > 0 && i + ARITY[kind] <= values.length; i += ARITY[kind]) {
      const [x0, y0] = command === kind ? [0, 0] : at;
      const given = values.slice(i, i + ARITY[kind]);
      const points = pointsOf(kind, given, at, [x0, y0]);
      // Numbers that go on after a move are lines.
      if (kind === "M" && i === 0) parts.push([...points]);
      else if (parts.length > 0) parts[parts.length - 1].push(...points);
      at = points[points.length - 1];
    }
  }
  return parts;
}

/** How long a path is. */
export function pathLength(d: string): number {
  let length = 0;
  for (const [[x0, y0], [x1, y1]] of segments(d)) length += Math.hypot(x1 - x0, y1 - y0);
  return length;
}

/** The point of a path at a length from where it begins, and its end where it is shorter. */
export function pointAlong(d: string, length: number): Point {
  let left = length;
  let end: Point = pathPoints(d)[0]?.[0] ?? [0, 0];
  for (const [[x0, y0], [x1, y1]] of segments(d)) {
    const long = Math.hypot(x1 - x0, y1 - y0);
    if (left <= long && long > 0) return [x0 + ((x1 - x0) * left) / long, y0 + ((y1 - y0) * left) / long];
    left -= long;
    end = [x1, y1];
  }
  return end;
}

type Segment = readonly [from: Point, to: Point];

function segments(d: string): readonly Segment[] {
  if (d !== measured.d) {
    const all = pathPoints(d).flatMap((part) => part.slice(1).map((point, i): Segment => [part[i], point]));
    measured = { d, all };
  }
  return measured.all;
}
/** Of the path measured last: to place one label, Plotly asks for dozens of points of one path. */
let measured: { readonly d: string; readonly all: readonly Segment[] } = { d: "", all: [] };

/** The points after `from` that one command goes through. */
function pointsOf(kind: string, values: readonly number[], from: Point, origin: Point): readonly Point[] {
  const points: Point[] = [];
  for (let i = 0; i + 1 < values.length; i += 2) points.push([values[i] + origin[0], values[i + 1] + origin[1]]);
  switch (kind) {
    case "H":
      return [[values[0] + origin[0], from[1]]];
    case "V":
      return [[from[0], values[0] + origin[1]]];
    case "A":
      return arc(from, values, [values[5] + origin[0], values[6] + origin[1]]);
    case "C":
    case "Q":
      return bezier([from, ...points]);
    default:
      return points.slice(-1);
  }
}

/** De Casteljau's construction at the ends of the pieces. */
function bezier(controls: readonly Point[]): readonly Point[] {
  return Array.from({ length: PIECES }, (_, i) => {
    const t = (i + 1) / PIECES;
    let points = controls;
    while (points.length > 1) {
      points = points.slice(1).map(([x, y], j) => [points[j][0] * (1 - t) + x * t, points[j][1] * (1 - t) + y * t]);
    }
    return points[0];
  });
}

/** An arc of a circle, as markers have it: an ellipse is taken for one with its first radius. */
function arc(from: Point, [given, , , large, sweep]: readonly number[], to: Point): readonly Point[] {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const chord = Math.hypot(dx, dy);
  if (chord === 0 || given === 0) return [to];
  const radius = Math.max(Math.abs(given), chord / 2);
  const side = (large === sweep ? -1 : 1) * Math.sqrt(Math.max(0, radius ** 2 - (chord / 2) ** 2));
  const centre: Point = [(from[0] + to[0]) / 2 - (side * dy) / chord, (from[1] + to[1]) / 2 + (side * dx) / chord];
  const start = Math.atan2(from[1] - centre[1], from[0] - centre[0]);
  const turn = Math.atan2(to[1] - centre[1], to[0] - centre[0]) - start;
  const swept = sweep ? (turn < 0 ? turn + 2 * Math.PI : turn) : turn > 0 ? turn - 2 * Math.PI : turn;
  return Array.from({ length: PIECES }, (_, i) => {
    const angle = start + (swept * (i + 1)) / PIECES;
    return [centre[0] + radius * Math.cos(angle), centre[1] + radius * Math.sin(angle)] as const;
  });
}
