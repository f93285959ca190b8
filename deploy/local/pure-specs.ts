import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

// `start.js` starts a whole stack of its own.
const NEEDS_STACK = /\b(testStack|uniqueNamespace|startServices|startBacking|OwnBacking)\b|'start\.js'/;
const RELATIVE_IMPORT = /(?:from|import\()\s*'(\.{1,2}\/[^']+)\.js'/g;

/** The specs below `root` that need no stack, neither by their own code nor by their relative imports. */
export async function pureSpecs(root: string, paths: readonly string[]): Promise<string[]> {
  const known = new Map<string, boolean>();
  const specs: string[] = [];
  for (const top of ['libs', 'services', 'deploy', 'test']) {
    if (!existsSync(join(root, top))) continue;
    for (const name of await readdir(join(root, top), { recursive: true })) {
      const file = join(root, top, name);
      if (!/\.spec\.tsx?$/.test(name)) continue;
      if (paths.length > 0 && !paths.some((path) => file.includes(path))) continue;
      if (!needsStack(file, known)) specs.push(file);
    }
  }
  return specs;
}

function needsStack(file: string, known: Map<string, boolean>): boolean {
  const before = known.get(file);
  if (before !== undefined) return before;
  // Set first, so that a circle of imports ends. The result then comes from the other files of the circle.
  known.set(file, false);
  const source = readFileSync(file, 'utf8');
  const imported = [...source.matchAll(RELATIVE_IMPORT)].flatMap(([, path = '']) =>
    ['.ts', '.tsx'].map((ending) => join(dirname(file), path + ending)).filter(existsSync),
  );
  const needs = NEEDS_STACK.test(source) || imported.some((path) => needsStack(path, known));
  known.set(file, needs);
  return needs;
}
