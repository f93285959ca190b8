import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { contextFilter, pairsOf, stagesOf } from './dockerfile.js';

const FILE = `# syntax=docker/dockerfile:1
FROM node:22 AS build
WORKDIR /app
COPY --chown=node:node package.json \\
  lock.json ./
RUN npm ci --omit=dev && \\
    npm run build
FROM node:22
COPY --from=build /app/dist dist
ENV A=1 B="two"
HEALTHCHECK --interval=10s CMD ["node", "health.mjs"]
ENTRYPOINT ["sh", "start.sh"]
`;

describe('a Dockerfile', () => {
  const [build, last] = stagesOf(FILE);

  it('is taken apart into stages by name or number', () => {
    expect([build?.name, last?.name]).toEqual(['build', '1']);
  });

  it('has flags apart from words, over several lines', () => {
    expect(build?.steps[2]).toEqual({
      keyword: 'COPY',
      flags: { chown: 'node:node' },
      words: ['package.json', 'lock.json', './'],
      line: 4,
    });
  });

  it('has the flags of a command within its words', () => {
    expect(build?.steps[3]?.words.join(' ')).toBe('npm ci --omit=dev && npm run build');
  });

  it('has lists in JSON as words', () => {
    expect(last?.steps.slice(-2).map(({ words }) => words)).toEqual([
      ['CMD', 'node', 'health.mjs'],
      ['sh', 'start.sh'],
    ]);
  });

  it('has variables in pairs', () => {
    expect(pairsOf(last?.steps[2]?.words ?? [])).toEqual({ A: '1', B: 'two' });
  });
});

describe('a .dockerignore', () => {
  it('lets through what it names, but for some endings', () => {
    const passes = contextFilter('# why\n*\n!libs\n!package.json\n**/*.spec.ts\n');
    const paths = ['package.json', 'libs/a.ts', 'libs/a.spec.ts', 'libs-old/a.ts', '.env'];
    expect(paths.filter(passes)).toEqual(['package.json', 'libs/a.ts']);
  });

  it('leaves folders out by their name, wherever they are', () => {
    const passes = contextFilter('*\n!services\n**/test\n');
    const paths = [
      'services/a/src/b.ts',
      'services/a/test/b.ts',
      'services/a/src/test.ts',
      'services/test/b.ts',
    ];
    expect(paths.filter(passes)).toEqual(['services/a/src/b.ts', 'services/a/src/test.ts']);
  });

  it('keeps the test code of this project out of the image, and the build compiles none', () => {
    const passes = contextFilter(readFileSync('.dockerignore', 'utf8'));
    const folders = ['services', 'libs', 'deploy'].flatMap((root) =>
      readdirSync(root, { recursive: true, encoding: 'utf8' }).map((path) => `${root}/${path}`),
    );
    const tests = /(^|\/)test\/|\.spec\.tsx?$/;
    const strangers = folders.filter((path) => tests.test(path));
    expect(strangers.length).toBeGreaterThan(10);
    expect(strangers.filter(passes)).toEqual([]);
    const { exclude } = JSON.parse(readFileSync('tsconfig.build.json', 'utf8')) as { exclude: string[] };
    expect(exclude).toEqual(expect.arrayContaining(['services/*/test', 'libs/*/test', '**/*.spec.ts']));
  });

  it('is refused when it holds a pattern of another kind', () => {
    expect(() => contextFilter('*\n!libs\ndist/**\n')).toThrow('dist/**');
  });
});
