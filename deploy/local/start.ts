import { setTimeout as wait } from 'node:timers/promises';
import { memoryOfTree } from './machine/memory.js';
import { processorMsOfTree } from './machine/processor.js';
import { releaseDataDir, runningStack, takeDataDir } from './machine/run-file.js';
import { dataDir } from './paths.js';
import { LogStream } from './report/log-stream.js';
import { endLeftovers } from './start/leftovers.js';
import { LocalStack } from './start/local-stack.js';
import { takenPorts } from './start/ports.js';
import { loadSample, type Sample } from './start/sample.js';
import { HELP, type StartOptions, startOptions } from './start/start-options.js';
import { alreadyRunning, summary } from './start/summary.js';

// A terminal sends Ctrl-C to npm as well, which passes it on. So two signals within this time are one key press.
const ONE_PRESS_MS = 700;
const STOPPED_BY_HAND = 130;
/** After this time compiling and first reads are over, so the measured CPU time is that of an idle stack. */
const QUIET_AFTER_MS = 30_000;
const QUIET_FOR_MS = 20_000;

const log = new LogStream();
const data = dataDir(process.env);
let stopping = false;

await main().catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});

async function main(): Promise<void> {
  const options = startOptions(process.argv.slice(2), process.env);
  if (options.help) {
    console.log(HELP);
    return;
  }
  const running = runningStack(data);
  if (running) {
    for (const line of alreadyRunning(running)) log.say(line);
    return;
  }
  await endLeftovers(data, (sentence) => log.say(sentence));
  const taken = await takenPorts(options, process.env);
  if (taken.length) throw new Error(taken.join('\n'));
  if (!takeDataDir(data)) throw new Error(`Another start has just taken ${data}.`);
  await run(options);
}

async function run(options: StartOptions): Promise<void> {
  const stack = new LocalStack(options, data, log);
  stopOnSignals(stack);
  try {
    await start(stack, options);
  } catch (error) {
    // A start that is being stopped fails in its middle: whoever stops it also ends this process.
    if (stopping) return;
    await stack.stop();
    releaseDataDir(data);
    throw error;
  }
}

async function start(stack: LocalStack, options: StartOptions): Promise<void> {
  await stack.startParts();
  let firstPageMs: number | undefined;
  let sample: Sample | undefined;
  if (options.services) {
    await stack.startServices();
    await (await fetch(`http://127.0.0.1:${options.port}/`)).arrayBuffer();
    firstPageMs = performance.now();
    if (options.sample) {
      sample = await loadSample(stack.environment);
      log.step(
        sample.loaded ? 'The sample is loaded' : 'There are papers: no sample',
        performance.now() - firstPageMs,
      );
    }
  }
  stack.markRunning();
  const { addresses, publicUrl, mailboxPage } = stack;
  const memoryBytes = memoryOfTree();
  const { submitFrom } = options;
  for (const line of summary({
    addresses,
    publicUrl,
    mailboxPage,
    sample,
    submitFrom,
    firstPageMs,
    memoryBytes,
  }))
    log.say(line);
  log.open();
  void sayIdleProcessorTime();
}

/** Prints the CPU time that the stack uses soon after its start, when it has had few requests. */
async function sayIdleProcessorTime(): Promise<void> {
  await wait(QUIET_AFTER_MS, undefined, { ref: false });
  const [before, from] = [processorMsOfTree(), performance.now()];
  await wait(QUIET_FOR_MS, undefined, { ref: false });
  const after = processorMsOfTree();
  if (before === undefined || after === undefined || stopping) return;
  const percent = Math.round((100 * (after - before)) / (performance.now() - from));
  log.say(`All processes together took ${percent} % of one core in the last ${QUIET_FOR_MS / 1_000} s.`);
}

/** The first signal stops everything in order, the second at once. */
function stopOnSignals(stack: LocalStack): void {
  let first: number | undefined;
  const onSignal = (signal: NodeJS.Signals): void => {
    if (first === undefined) {
      stopping = true;
      first = performance.now();
      log.say(`\nStopping (${signal}); once more stops at once.`);
      void stopInOrder(stack, signal);
    } else if (performance.now() - first > ONE_PRESS_MS) {
      stack.abandon();
      releaseDataDir(data);
      log.say('Stopped at once.');
      process.exit(STOPPED_BY_HAND);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal);
}

async function stopInOrder(stack: LocalStack, signal: NodeJS.Signals): Promise<void> {
  const from = performance.now();
  await stack.stop();
  releaseDataDir(data);
  log.step('Everything has stopped', performance.now() - from);
  process.exit(signal === 'SIGINT' ? STOPPED_BY_HAND : 0);
}
