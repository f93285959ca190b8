import { setTimeout as sleep } from 'node:timers/promises';
import { type AnswerOf, editions, sample as endpoints, type SampleAnswer, signIn } from '@paperboy/contracts';
import { Problem, runAsOperator, type ServiceClients, say, sayJson } from '@paperboy/platform';
import { Command } from 'commander';

/** The output of `sample load --json`. */
export type LoadedSample =
  | { loaded: false; why: string }
  | (Extract<SampleAnswer, { loaded: true }> & {
      /** A link that signs a browser in as a reader of the sample, once, within an hour. Older links are invalid. */
      signInUrl: string;
      /** The subject of the digest in the mailbox. */
      digestSubject?: string;
    });

/** The reader whom the sign-in link signs in. */
const READER = 'sample-alice@example.org';
const LINK_MINUTES = 60;
/** How long to wait for a step, and how often to check, in ms. */
const PATIENCE_MS = 60_000;
const LOOK_AGAIN_MS = 150;

/** `npx paperboy sample load|remove`. */
export function sampleCommand(): Command {
  const command = new Command('sample').description('load or remove the sample publication');
  command
    .command('load')
    .description('load the sample into an installation without papers, or bring it up to the present day')
    .option('--json', 'print what there is to see as JSON')
    .action(({ json }: { json?: boolean }) =>
      runAsOperator(async ({ clients }) => printLoaded(await load(clients), json)),
    );
  command
    .command('remove')
    .description('remove all of the sample')
    .option('--json', 'print the counts as JSON')
    .action(({ json }: { json?: boolean }) =>
      runAsOperator(async ({ clients }) => {
        const removed = await remove(clients);
        if (json) sayJson(removed);
        else say(`Removed ${removed.removed} documents of the sample.`);
      }),
    );
  return command;
}

async function load(clients: ServiceClients): Promise<LoadedSample> {
  const before = await patiently('the catalog answers', () => clients.ask(endpoints.state, {}));
  const sample = await patiently('the catalog takes the sample', () => clients.ask(endpoints.load, {}));
  if (!sample.loaded) return sample;
  // Editions of an earlier sample hold papers on days on which the new sample no longer has them.
  if (before.loaded && before.day !== before.today)
    await patiently('old editions go', () => clients.ask(endpoints.removeEditions, {}));
  await patiently('the mailer takes the sample', () => clients.ask(endpoints.putSubscriber, {}).then(done));
  const link = await clients.ask(signIn.link, { body: { address: READER, validForMinutes: LINK_MINUTES } });
  const edition = { params: { id: sample.edition } };
  await patiently('yesterday is closed', () => clients.ask(editions.close, edition));
  await patiently('the digest is planned', () => clients.ask(editions.deliver, edition));
  const digest = await patiently('the digest is in the mailbox', async () => {
    const counts = await clients.ask(editions.deliveries, edition);
    return counts.accepted > 0 || counts.candidates === 0 ? counts : undefined;
  });
  return { ...sample, signInUrl: link.url, ...(digest.subject && { digestSubject: digest.subject }) };
}

async function remove(clients: ServiceClients): Promise<AnswerOf<typeof endpoints.remove>> {
  await clients.ask(endpoints.removeSubscriber, {});
  const removed = await clients.ask(endpoints.remove, {});
  await clients.ask(endpoints.removeEditions, {});
  return removed;
}

/** For answers without content. */
const done = (): true => true;

/** Retries `ask` until it returns an answer. For example, an edition can't be closed before ranking has read all. */
async function patiently<T>(step: string, ask: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  let why = 'it takes too long';
  for (;;) {
    try {
      const answer = await ask();
      if (answer !== undefined) return answer;
    } catch (error) {
      if (!(error instanceof Problem) || !(error.retriable || error.status === 409)) throw error;
      why = error.message;
    }
    if (performance.now() > deadline)
      throw new Error(`The sample is not whole: waiting until ${step}: ${why}`);
    await sleep(LOOK_AGAIN_MS);
  }
}

function printLoaded(sample: LoadedSample, json: boolean | undefined): void {
  if (json) sayJson(sample);
  else if (!sample.loaded) say(sample.why);
  else {
    const { papers, people, votes, comments, signInUrl, digestSubject } = sample;
    say(`The sample is there: ${papers} papers, ${people} people, ${votes} votes, ${comments} comments.`);
    say(`Sign in as one of its readers (works once, within an hour): ${signInUrl}`);
    if (digestSubject) say(`In the mailbox: ${digestSubject}`);
  }
}
