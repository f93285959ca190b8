import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../local/machine/free-port.js';
import { contextFilter, pairsOf, type Stage, stagesOf } from './dockerfile.js';
import { lintCompose, lintDockerfile } from './lint.js';

const ALIVE_WITHIN_MS = 30_000;

/** A stage after its steps were executed. Its folder represents the root of its file system. */
interface Built {
  readonly root: string;
  workdir: string;
  readonly env: Record<string, string>;
  entrypoint: readonly string[];
  command: readonly string[];
  healthcheck: readonly string[];
}

function copyFromContext(source: string, target: string, passes: (path: string) => boolean): void {
  // Only files that git tracks or would track, since an image from a fresh clone holds no others.
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '--', source], {
    encoding: 'utf8',
  });
  const files = listed.split('\n').filter((path) => path !== '' && passes(path) && existsSync(path));
  if (files.length === 0) throw new Error(`COPY ${source}: the build context has no such file.`);
  const folder = statSync(source).isDirectory();
  for (const file of files) {
    cpSync(file, folder ? join(target, relative(source, file)) : target, { recursive: true });
  }
}

function take(
  stage: Stage,
  folder: string,
  stages: ReadonlyMap<string, Built>,
  passes: (path: string) => boolean,
): Built {
  const built: Built = {
    root: join(folder, stage.name),
    workdir: '/',
    env: {},
    entrypoint: [],
    command: [],
    healthcheck: [],
  };
  mkdirSync(built.root, { recursive: true });
  for (const { keyword, flags, words, line } of stage.steps) {
    const here = join(built.root, built.workdir);
    if (keyword === 'WORKDIR') {
      built.workdir = words[0] ?? '/';
      mkdirSync(join(built.root, built.workdir), { recursive: true });
    } else if (keyword === 'ENV') {
      Object.assign(built.env, pairsOf(words));
    } else if (keyword === 'COPY') {
      const destination = words.at(-1) ?? '';
      const into = words.length > 2 || destination.endsWith('/');
      const from = flags.from === undefined ? undefined : stages.get(flags.from);
      if (flags.from !== undefined && !from)
        throw new Error(`line ${line}: there is no stage ${flags.from}.`);
      for (const source of words.slice(0, -1)) {
        const target = join(here, destination, into ? basename(source) : '');
        if (from) cpSync(join(from.root, source), target, { recursive: true });
        else copyFromContext(source, target, passes);
      }
    } else if (keyword === 'RUN') {
      const { status, stdout, stderr } = spawnSync('sh', ['-c', words.join(' ')], {
        cwd: here,
        env: { ...process.env, ...built.env },
        encoding: 'utf8',
      });
      if (status !== 0)
        throw new Error(`line ${line}: ${words.join(' ')} ended with ${status}.\n${stdout}${stderr}`);
    } else if (keyword === 'ENTRYPOINT') built.entrypoint = words;
    else if (keyword === 'CMD') built.command = words;
    else if (keyword === 'HEALTHCHECK') built.healthcheck = words.slice(1);
    else if (!['FROM', 'USER', 'EXPOSE'].includes(keyword)) {
      throw new Error(`line ${line}: this check can't follow ${keyword}.`);
    }
  }
  return built;
}

/** Packages and files in the image that only development and tests need. The embedded stack is one of them. */
function strangers(app: string): string[] {
  const { devDependencies } = JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as {
    devDependencies: Record<string, string>;
  };
  // Some of them are allowed, since production dependencies need them too.
  const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  const found = Object.keys(devDependencies)
    .filter(
      (name) => lock.packages[`node_modules/${name}`]?.dev && existsSync(join(app, 'node_modules', name)),
    )
    .map((name) => `node_modules/${name}`);
  const sources = readdirSync(app, { recursive: true, encoding: 'utf8' }).filter(
    (path) =>
      !path.startsWith('node_modules') &&
      /\.tsx?$|^dist\/deploy\/local|(^|\/)(test|testing)(\/|$)/.test(path),
  );
  return [...found, ...sources];
}

/** Starts a service as the image would, runs the image's own health check, and stops it. */
async function starts(image: Built, service: string): Promise<void> {
  const cwd = join(image.root, image.workdir);
  const env = {
    PATH: process.env.PATH ?? '',
    ...image.env,
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    OPERATIONS_PORT: String(await freePort()),
    SERVICE_SECRET: 'only-for-this-check-and-nothing-else-0123456789',
    // Nothing listens there: a service must start and stay up without its dependencies.
    KAFKA_BROKERS: '127.0.0.1:9',
    MONGODB_URL: 'mongodb://127.0.0.1:9',
    REDIS_URL: 'redis://127.0.0.1:9',
    SMTP_URL: 'smtp://127.0.0.1:9',
  };
  const [program = '', ...args] = [...image.entrypoint, service];
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk));
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    const [asker = '', ...question] = image.healthcheck;
    const deadline = performance.now() + ALIVE_WITHIN_MS;
    while (spawnSync(asker, question, { cwd, env }).status !== 0) {
      if (child.exitCode !== null) throw new Error(`${service} ended with ${child.exitCode}.\n${output}`);
      if (performance.now() > deadline) throw new Error(`${service} was not alive within 30 s.\n${output}`);
      await sleep(100);
    }
  } finally {
    child.kill('SIGTERM');
    await ended;
  }
  if (child.exitCode !== 0)
    throw new Error(`${service} did not stop with 0 but ${child.exitCode}.\n${output}`);
}

const dockerfile = readFileSync('Dockerfile', 'utf8');
const problems = [...lintDockerfile(dockerfile), ...lintCompose('docker-compose.yml')];
const folder = mkdtempSync(join(tmpdir(), 'paperboy-image-'));
try {
  if (problems.length === 0) {
    const passes = contextFilter(readFileSync('.dockerignore', 'utf8'));
    const stages = new Map<string, Built>();
    for (const stage of stagesOf(dockerfile)) stages.set(stage.name, take(stage, folder, stages, passes));
    const image = [...stages.values()].at(-1);
    if (!image) throw new Error('the Dockerfile has no stage.');
    const found = strangers(join(image.root, image.workdir));
    if (found.length > 0) {
      problems.push(
        `The image holds ${found.length} files that do not belong there: ${found.slice(0, 5).join(', ')}`,
      );
    }
    await starts(image, 'ingest');
    await starts(image, image.command[0] ?? '');
  }
} catch (error) {
  problems.push(`Dockerfile: ${(error as Error).message}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) console.error(problem);
process.exitCode = problems.length > 0 ? 1 : 0;
