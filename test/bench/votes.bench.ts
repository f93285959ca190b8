import { withBenchStack } from './bench-stack.js';
import { compared, type Findings, quantile } from './figures.js';
import { processorShares } from './processor.js';

const ROUNDS = 3;
const SECONDS = 4;
const CONCURRENCY = 32;
const VOTERS = 2000;
/** Papers that only the second part votes for, so that each of its votes is a new one. */
const KEPT_BACK = 10;

/**
 * Votes acknowledged per second at the catalog's port and through web against raw journaled upserts into the same
 * engine; then, at half of the catalog's rate, the time from the acknowledgement until the list counts the vote.
 */
export function votesBench(): Promise<Findings> {
  return withBenchStack(50, async (stack) => {
    const { load, secret, services } = stack;
    const voters = await stack.voters(VOTERS);
    const papers = stack.papers.slice(KEPT_BACK);
    const kept = stack.papers.slice(0, KEPT_BACK);
    const common = { voters, papers, concurrency: CONCURRENCY };
    const mongodbUrl = services.environment.MONGODB_URL ?? '';
    const database = `${services.namespace}-bare`;
    let [at, bareAt] = [0, 0];
    const direct = async (seconds = SECONDS): Promise<number> => {
      const { done, perSecond } = await load.run({
        kind: 'votes',
        ...common,
        url: stack.catalog,
        secret,
        from: at,
        seconds,
      });
      at += done;
      return perSecond;
    };
    const throughWeb = async (seconds = SECONDS): Promise<number> => {
      const { done, perSecond } = await load.run({
        kind: 'votes',
        ...common,
        url: stack.web,
        from: at,
        seconds,
      });
      at += done;
      return perSecond;
    };
    const bare = async (seconds = SECONDS): Promise<number> => {
      const { done, perSecond } = await load.run({
        kind: 'upserts',
        mongodbUrl,
        database,
        concurrency: CONCURRENCY,
        from: bareAt,
        seconds,
      });
      bareAt += done;
      return perSecond;
    };
    for (const warmUp of [direct, throughWeb, bare]) await warmUp(2);
    const atCatalog: { ours: number; bare: number }[] = [];
    const atWeb: { ours: number; bare: number }[] = [];
    let [atFull, throughWebAtFull] = ['', ''];
    for (let round = 0; round < ROUNDS; round++) {
      const reference = await bare();
      const [idle, done] = [stack.processor(), at];
      atCatalog.push({ ours: await direct(), bare: reference });
      atFull = processorShares(idle, stack.processor(), at - done);
      const [stillIdle, doneSoFar] = [stack.processor(), at];
      atWeb.push({ ours: await throughWeb(), bare: reference });
      throughWebAtFull = processorShares(stillIdle, stack.processor(), at - doneSoFar);
    }
    const catalog = compared(
      { name: "votes at the catalog's port", unit: 'a second', aim: 'ratio 0.5 or more' },
      atCatalog,
    );
    const web = compared({ name: 'votes through web', unit: 'a second', aim: 'ratio 0.5 or more' }, atWeb);
    const perSecond = catalog.ours / 2;
    const before = stack.processor();
    const seconds = Math.min(10, (VOTERS * KEPT_BACK) / perSecond);
    const { visibleMs, answerMs } = await load.run({
      kind: 'visible',
      url: stack.catalog,
      secret,
      voters,
      papers: kept,
      perSecond,
      seconds,
      listUrl: `${stack.ranking}/api/daily_papers?limit=50`,
    });
    const atHalf = processorShares(before, stack.processor(), perSecond * seconds);
    return {
      figures: [
        catalog,
        web,
        { name: 'answer at half of it, p50', ours: quantile(answerMs, 0.5), unit: 'ms' },
        { name: 'answer at half of it, p99', ours: quantile(answerMs, 0.99), unit: 'ms' },
        { name: 'on the list after the answer, p50', ours: quantile(visibleMs, 0.5), unit: 'ms' },
        {
          name: 'on the list after the answer, p99',
          ours: quantile(visibleMs, 0.99),
          unit: 'ms',
          aim: '250 or less',
        },
      ],
      memory: stack.memory(),
      notes: [
        `${CONCURRENCY} in flight, ${ROUNDS} interleaved rounds of ${SECONDS} s; half of the load is ${perSecond.toFixed(0)} votes a second.`,
        `Processor milliseconds of one vote at the catalog's port, flat out: ${atFull}.`,
        `The same through web: ${throughWebAtFull}.`,
        `The same at half of the load, its watching included: ${atHalf}.`,
      ],
    };
  });
}
