// The entry point of every npm script: plain Node without dependencies, so that it runs in a bare clone. It checks the
// requirements of the machine, installs and builds when something changed, and runs dist/deploy/local/<verb>.js.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const VERBS = ['start', 'test', 'check', 'reset', 'bench'];
const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const verb = process.argv[2];

/** Ends the process with one sentence on standard error. */
function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

/** Writes words on a terminal and for some verbs, else a JSON record like the rest of the stack's output. */
function say(msg, tookMs) {
  const time = tookMs === undefined ? '' : ` ${(tookMs / 1000).toFixed(1).padStart(6)} s`;
  const record = { service: 'stack', level: 'info', time: new Date().toISOString(), msg, tookMs };
  const plain = process.stdout.isTTY || ['test', 'check', 'bench'].includes(verb);
  // The output of a benchmark can be JSON, so nothing else is written to standard output.
  const stream = verb === 'bench' ? process.stderr : process.stdout;
  stream.write(plain ? `  ${msg.padEnd(time ? 58 : 0)}${time}\n` : `${JSON.stringify(record)}\n`);
}

function onPath(program) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false; // Not in this folder; the next one may have it.
    }
  });
}

/** Runs a program and shows what it writes only when it fails. */
function run(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => resolve({ ok: false, output: error.message }));
    child.on('close', (code) => resolve({ ok: code === 0, output }));
  });
}

async function step(doing, done, command, args) {
  say(`${doing} …`);
  const from = performance.now();
  const { ok, output } = await run(command, args);
  if (!ok) refuse(`${output.trim()}\n${doing} failed; the lines above say why.`);
  say(done, Math.round(performance.now() - from));
}

async function checkMachine() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    refuse(
      `Node 20.19 or newer is needed, this is ${process.versions.node}: install it from https://nodejs.org.`,
    );
  }
  if (!['start', 'test', 'bench'].includes(verb)) return;
  const parts = existsSync(join(root, '.paperboy/parts')) ? readdirSync(join(root, '.paperboy/parts')) : [];
  const fetched = (name) => parts.some((part) => part.startsWith(`${name}-`) && !part.endsWith('.part'));
  const kafka = !process.env.KAFKA_BROKERS;
  const redis = !process.env.REDIS_URL && !onPath('redis-server') && !onPath('valkey-server');
  const maven = (kafka && !fetched('kafka-jars')) || (redis && !fetched('redis-server'));
  if (!kafka && !maven) return;
  const java = onPath('java')
    ? Number(/version "(\d+)/.exec((await run('java', ['-version'])).output)?.[1] ?? 0)
    : 0;
  if (java < 17 || (maven && !onPath('mvn'))) {
    const missing = java < 17 ? `Java 17 or newer${java ? ` (this is ${java})` : ''}` : 'Maven';
    refuse(
      `${missing} is missing, which the local Kafka needs: install Java and Maven ` +
        '(apt install openjdk-17-jre-headless maven, brew install openjdk@17 maven), ' +
        'or set KAFKA_BROKERS to a Kafka that runs elsewhere and have redis-server on the PATH or set REDIS_URL.',
    );
  }
}

/** True when node_modules holds the packages of the lock file. npm writes its own list there when it has finished. */
function isInstalled() {
  const list = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(list)) return false;
  const there = JSON.parse(readFileSync(list, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, { version, optional, peer }]) => {
    if (path === '') return true;
    return there[path] ? there[path].version === version : optional === true || peer === true;
  });
}

/** A value that changes when a source, a setting of the compiler or a dependency changes. */
function sourceStamp() {
  const hash = createHash('sha256');
  const add = (file) => {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file.slice(root.length)} ${mtimeMs} ${size}\n`);
  };
  for (const file of ['package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json'])
    add(join(root, file));
  for (const folder of ['libs', 'services', 'deploy', 'test']) {
    if (!existsSync(join(root, folder))) continue;
    const files = readdirSync(join(root, folder), { recursive: true }).sort();
    for (const file of files)
      if (/(?<!\.spec)\.tsx?$|\.browser\.js$/.test(file)) add(join(root, folder, file));
  }
  return hash.digest('hex');
}

async function build() {
  const stampFile = join(root, 'dist/.stamp');
  const stamp = sourceStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  await step('Building', 'Built', process.execPath, [
    join(root, 'node_modules/@nestjs/cli/bin/nest.js'),
    'build',
  ]);
  writeFileSync(stampFile, stamp);
}

if (!VERBS.includes(verb)) refuse(`There is ${VERBS.join(', ')}; "${verb}" is none of them.`);
await checkMachine();
if (!isInstalled())
  await step('Installing packages', 'Packages are installed', 'npm', ['ci', '--loglevel=error']);
await build();
// The benchmarks are among the tests, which the image does not contain.
const program = verb === 'bench' ? 'test/bench/run.js' : `deploy/local/${verb}.js`;
process.argv.splice(1, 2, join(root, 'dist', program));
process.setSourceMapsEnabled(true);
await import(pathToFileURL(process.argv[1]).href);
