import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { papers } from '@paperboy/contracts';
import { Clock, currentTrace, Log, notFound, Problem, ServiceClients, unavailable } from '@paperboy/platform';
import { HarvestWorker } from '../harvest/harvest.worker.js';
import { SourceStore } from '../harvest/source.store.js';
import { isArxivId } from '../record/record.js';
import { AskedPaperStore } from './asked-paper.store.js';
import { type ReadingState, readingStateOf, sourceIdOf } from './paper-request.js';
import { RequestQuota } from './request-quota.store.js';

/** A turn to ask arXiv comes every 3 s; a caller waits for 5 s at most. */
const LONGEST_WAIT_MS = 3_500;
const FOR_THE_ANSWER_MS = 250;
const LOOK_AGAIN_MS = 100;

/**
 * Papers that people ask for. A paper that the catalog does not have is read from arXiv, in turn with all other
 * requests.
 */
@Injectable()
export class PaperRequests {
  constructor(
    private readonly store: SourceStore,
    private readonly asked: AskedPaperStore,
    private readonly clients: ServiceClients,
    private readonly quota: RequestQuota,
    private readonly worker: HarvestWorker,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /**
   * Waits a little for the paper. True when the catalog has it; false when it is on its way, and comes also if this
   * process dies. Throws 404 `unknown-paper`, 422 `paper-unreadable`, 429 `index-limit`, 503 `arxiv-away`.
   */
  async bring(personId: string, paperId: string): Promise<boolean> {
    if (await this.isKnown(paperId)) return true;
    if (!isArxivId(paperId)) throw unknown(paperId);
    const id = sourceIdOf(paperId);
    const before = await this.readingState(id);
    if (before.is === 'to-begin') await this.begin(personId, id, paperId);
    const deadline = this.deadline();
    for (;;) {
      const standing = await this.readingState(id);
      refuse(paperId, standing, this.clock.now());
      if (standing.is === 'read' && (await this.isKnown(paperId))) return true;
      if (Date.now() + LOOK_AGAIN_MS > deadline) return false;
      await sleep(LOOK_AGAIN_MS);
    }
  }

  private async begin(personId: string, id: string, paperId: string): Promise<void> {
    await this.quota.take(personId);
    if (!(await this.asked.begin(id, paperId))) {
      // Somebody else was first.
      await this.quota.giveBack(personId);
      return;
    }
    // Read here and not by a job, because long harvests may occupy the whole queue. If this process dies, the timer
    // finds the source.
    this.worker
      .run(id)
      .catch((error: unknown) =>
        this.log.debug({ error: String(error) }, `The source ${id} cannot be read now; it is read later.`),
      );
  }

  private async readingState(id: string): Promise<ReadingState> {
    return readingStateOf(await this.store.find(id), this.clock.now());
  }

  private async isKnown(paperId: string): Promise<boolean> {
    try {
      await this.clients.ask(papers.inCatalog, { params: { id: paperId } });
      return true;
    } catch (error) {
      if (error instanceof Problem && error.code === 'unknown-paper') return false;
      throw error;
    }
  }

  private deadline(): number {
    const answerBy = currentTrace()?.answerBy ?? Number.POSITIVE_INFINITY;
    return Math.min(Date.now() + LONGEST_WAIT_MS, answerBy - FOR_THE_ANSWER_MS);
  }
}

function refuse(paperId: string, standing: ReadingState, now: Date): void {
  if (standing.is === 'unknown') throw unknown(paperId);
  if (standing.is === 'unreadable')
    throw new Problem({
      status: 422,
      code: 'paper-unreadable',
      detail: `What arXiv says of paper ${paperId} can't be taken: an operator finds the reason in the log.`,
    });
  if (standing.is === 'failing') {
    const seconds = Math.max(1, Math.ceil((standing.retryAt.getTime() - now.getTime()) / 1_000));
    throw unavailable('arxiv-away', `arXiv could not be asked: ${standing.why} It is asked again.`, seconds);
  }
}

function unknown(paperId: string): Problem {
  return notFound('unknown-paper', `Neither the catalog nor arXiv has a paper ${paperId}.`);
}
