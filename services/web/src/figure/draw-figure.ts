import type { FigureKind } from './figure-kind.js';

/** The width and height of a figure in units of its paths. */
export const FIGURE_SIZE = { width: 96, height: 64 } as const;

/** A figure as data of SVG paths: `lines` are stroked in a quiet colour, `marks` are filled in the accent. */
export interface PaperFigure {
  readonly lines: string;
  readonly marks: string;
}

/** Gives the next choice: a whole number from 0 to `below` - 1. */
type Choose = (below: number) => number;

/** Draws the figure of a kind. The same bytes give the same figure. 32 bytes are enough. */
export function drawFigure(kind: FigureKind, bytes: Uint8Array): PaperFigure {
  let at = 0;
  const choose: Choose = (below) => {
    const byte = bytes[at % bytes.length] ?? 0;
    at += 1;
    // When the bytes are used up they are read again, with an offset for each round so that the choices differ.
    return (byte + Math.floor(at / bytes.length) * 89) % below;
  };
  return DRAWN[kind](choose);
}

const DRAWN: Readonly<Record<FigureKind, (choose: Choose) => PaperFigure>> = {
  /** A network: each node is joined with all of the next layer. */
  layers(choose) {
    const layers = [14, 48, 82].map((x) => {
      const size = 2 + choose(3);
      return Array.from(
        { length: size },
        (_, node) => [x, Math.round(32 + (node - (size - 1) / 2) * 15)] as const,
      );
    });
    const pairs = layers
      .slice(1)
      .flatMap((to, at) => (layers[at] ?? []).flatMap((a) => to.map((b) => [a, b] as const)));
    return {
      lines: pairs.map(([a, b]) => line(a, b)).join(''),
      marks: layers
        .flat()
        .map(([x, y]) => dot(x, y, 4))
        .join(''),
    };
  },
  /** Lines of a text, with a few words marked. */
  text(choose) {
    const rows = [12, 22, 32, 42, 52];
    const marked = choose(rows.length);
    const lines = rows.map((y, at) =>
      line([10, y], [at === rows.length - 1 ? 40 + choose(30) : 74 + choose(13), y]),
    );
    const from = 14 + choose(30);
    return { lines: lines.join(''), marks: bar(from, (rows[marked] ?? 12) - 3, 14 + choose(20), 6) };
  },
  /** A picture of few pixels inside its frame. */
  pixels(choose) {
    const cells = Array.from(
      { length: 35 },
      (_, cell) => [18 + (cell % 7) * 9, 10 + Math.floor(cell / 7) * 9] as const,
    );
    return {
      lines: 'M14 6h68v52H14z',
      marks: cells
        .filter(() => choose(7) < 3)
        .map(([x, y]) => bar(x, y, 8, 8))
        .join(''),
    };
  },
  /** A signal: bars about a middle line. */
  wave(choose) {
    const bars = Array.from({ length: 14 }, (_, at) => {
      const half = 3 + choose(22);
      return bar(9 + at * 5.8, 32 - half, 3, half * 2);
    });
    return { lines: 'M6 32h84', marks: bars.join('') };
  },
  /** A way around obstacles, with its goal. */
  route(choose) {
    const xs = [10, 28, 46, 64, 82];
    const way = xs.map((x) => [x, 12 + choose(41)] as const);
    const goal = way.at(-1) ?? [82, 32];
    return {
      lines: `M${way.map(([x, y]) => `${x} ${y}`).join('L')}${ring(goal[0], goal[1], 7)}`,
      marks:
        dot(goal[0], goal[1], 3) +
        xs
          .slice(0, -1)
          .map((x) => bar(x + 5, 8 + choose(40), 8, 8))
          .join(''),
    };
  },
  /** Contours about a minimum. */
  contours(choose) {
    const [x, y] = [40 + choose(17), 27 + choose(11)];
    const rings = [6, 13, 20, 27].map((r, at) => ring(x + at * (choose(3) - 1), y, r + 5, Math.min(r, 25)));
    return { lines: rings.join(''), marks: dot(x, y, 3) };
  },
  /** Places of a lattice, some of them taken. */
  lattice(choose) {
    const places = Array.from(
      { length: 28 },
      (_, at) => [12 + (at % 7) * 12, 11 + Math.floor(at / 7) * 14] as const,
    );
    const rows = [11, 25, 39, 53].map((y) => `M12 ${y}h72`);
    return {
      lines: rows.join('') + [12, 24, 36, 48, 60, 72, 84].map((x) => `M${x} 11v42`).join(''),
      marks: places
        .filter(() => choose(5) < 2)
        .map(([x, y]) => dot(x, y, 4))
        .join(''),
    };
  },
  /** Bodies on orbits. */
  orbits(choose) {
    const radii = [11, 19, 27];
    const bodies = radii.map((radius) => {
      const angle = (choose(64) / 64) * 2 * Math.PI;
      return dot(
        Math.round(48 + 1.6 * radius * Math.cos(angle)),
        Math.round(32 + radius * Math.sin(angle)),
        3,
      );
    });
    return {
      lines: radii.map((r) => ring(48, 32, r * 1.6, r)).join(''),
      marks: dot(48, 32, 5) + bodies.join(''),
    };
  },
  /** Points about a line. */
  scatter(choose) {
    const [left, right] = [14 + choose(36), 14 + choose(36)];
    const points = Array.from({ length: 12 }, (_, at) => {
      const middle = left + ((right - left) * at) / 11;
      return dot(12 + at * 6.6, Math.round(Math.min(58, Math.max(6, middle - 10 + choose(21)))), 2.5);
    });
    return { lines: `M8 4v56h82M10 ${left}L90 ${right}`, marks: points.join('') };
  },
  /** A graph whose nodes lie about a circle. */
  graph(choose) {
    const size = 5 + choose(3);
    const nodes = Array.from({ length: size }, (_, at) => {
      const angle = ((at + choose(5) / 8) / size) * 2 * Math.PI;
      return [Math.round(48 + 34 * Math.cos(angle)), Math.round(32 + 22 * Math.sin(angle))] as const;
    });
    const edges = nodes.flatMap((from, at) => {
      const next = nodes[(at + 1) % size] ?? from;
      const across = nodes[(at + 2 + choose(2)) % size] ?? from;
      return [line(from, next), ...(choose(2) ? [line(from, across)] : [])];
    });
    return { lines: edges.join(''), marks: nodes.map(([x, y], at) => dot(x, y, at === 0 ? 6 : 4)).join('') };
  },
};

function line([x, y]: readonly [number, number], [toX, toY]: readonly [number, number]): string {
  return `M${x} ${y}L${toX} ${toY}`;
}

function bar(x: number, y: number, width: number, height: number): string {
  return `M${short(x)} ${y}h${width}v${height}h-${width}z`;
}

function dot(x: number, y: number, radius: number): string {
  return ring(x, y, radius);
}

/** An ellipse out of two arcs. */
function ring(x: number, y: number, rx: number, ry = rx): string {
  const [wide, high] = [short(rx), short(ry)];
  return `M${short(x - rx)} ${y}a${wide} ${high} 0 1 0 ${short(2 * rx)} 0a${wide} ${high} 0 1 0 -${short(2 * rx)} 0`;
}

function short(number: number): number {
  return Math.round(number * 10) / 10;
}
