import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { papers } from '@paperboy/contracts';
import { type Caller, currentTrace, ServiceClients, unavailable } from '@paperboy/platform';
import { PaperStore } from '../paper/paper.store.js';

/** The part of the caller's waiting time that is left for the submission itself. */
const FOR_THE_WRITE_MS = 500;
const COME_BACK_SECONDS = 5;

/** Requests papers that the catalog does not have from ingest, which fetches them from arXiv. */
@Injectable()
export class UnknownPapers {
  constructor(
    private readonly clients: ServiceClients,
    private readonly papers: PaperStore,
  ) {}

  /**
   * Returns when the catalog has the paper. Throws 503 `paper-coming` when it has not arrived within the caller's
   * waiting time, and the problems of `POST /api/papers/index`.
   */
  async bring(person: Caller, paperId: string): Promise<void> {
    if (await this.papers.lookUp(paperId)) return;
    const ended = new AbortController();
    const answerBy = currentTrace()?.answerBy;
    const waits = answerBy === undefined ? [] : [answerBy - Date.now() - FOR_THE_WRITE_MS];
    try {
      const { indexed } = await Promise.race([
        this.clients.ask(papers.index, { body: { arxivId: paperId } }, { as: person }),
        ...waits.map((ms) => sleep(Math.max(0, ms), { indexed: false }, { signal: ended.signal })),
      ]);
      if (!indexed) throw coming(paperId);
    } finally {
      ended.abort();
    }
  }
}

function coming(paperId: string) {
  const detail = `Paper ${paperId} is on its way from arXiv. Submit it again in ${COME_BACK_SECONDS} seconds.`;
  return unavailable('paper-coming', detail, COME_BACK_SECONDS);
}
