import { setTimeout as sleep } from 'node:timers/promises';
import type { Response } from 'undici';
import type { Cluster } from '../cluster.js';
import type { Sent } from '../oracle/oracle.js';
import type { Random } from '../random.js';
import { carefulFetch } from './careful-fetch.js';
import { Loop } from './loop.js';

/** Somebody with a token. */
export interface Voter {
  id: string;
  handle: string;
  token: string;
}

/** Accounts of curators, so that no quota of readers stands in the way of submitting. */
export function makeVoters(cluster: Cluster, count: number): Promise<Voter[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const { person, token } = await cluster.ask<{ person: Omit<Voter, 'token'>; token: string }>(
        'catalog',
        'POST',
        '/internal/people/tokens',
        { address: `voter-${n}@example.org`, role: 'curator', handle: `voter-${n}`, name: `Voter ${n}` },
      );
      return { ...person, token };
    }),
  );
}

/** A client that heard nothing, or that it could not be done now, comes back after so long. */
const AFTER_TROUBLE_MS = 100;

/** A client that casts, withdraws and submits through web in the name of its own people, one request at a time. */
export class Client extends Loop {
  readonly sent: Sent[] = [];
  /** How many of them were. */
  acknowledged = 0;

  constructor(
    private readonly addresses: readonly string[],
    private readonly voters: readonly Voter[],
    private readonly votable: readonly string[],
    /** Papers to submit; more may come while it runs. */
    private readonly submittable: readonly string[],
    private readonly random: Random,
    private readonly pauseMs: number,
  ) {
    super();
  }

  protected async once(): Promise<void> {
    const voter = this.random.pick(this.voters);
    const dice = this.random.below(100);
    const sent =
      dice < 12
        ? await this.send(voter, 'submit', this.random.pick(this.submittable))
        : await this.send(voter, dice < 62 ? 'cast' : 'withdraw', this.random.pick(this.votable));
    this.sent.push(sent);
    if (sent.outcome === 'acknowledged') this.acknowledged++;
    const pauseMs = sent.outcome === 'unknown' ? AFTER_TROUBLE_MS : this.pauseMs;
    await sleep(pauseMs + this.random.below(pauseMs));
  }

  private async send(voter: Voter, kind: Sent['kind'], paperId: string): Promise<Sent> {
    const about = { kind, personId: voter.id, paperId, startedAt: Date.now() };
    const answer = await this.answerTo(voter, kind, paperId);
    const endedAt = Date.now();
    if (!answer) return { ...about, endedAt, outcome: 'unknown' };
    const { status } = answer;
    const retryAfter = Number(answer.headers.get('retry-after') ?? Number.NaN);
    const outcome = status < 300 ? 'acknowledged' : status < 500 ? 'refused' : 'unknown';
    return { ...about, endedAt, outcome, status, ...(retryAfter >= 0 ? { retryAfter } : {}) };
  }

  private async answerTo(
    { token }: Voter,
    kind: Sent['kind'],
    paperId: string,
  ): Promise<Response | undefined> {
    const authorization = `Bearer ${token}`;
    const path = kind === 'submit' ? '/api/papers/submit' : `/api/papers/${paperId}/upvote`;
    try {
      const answer = await carefulFetch(`${this.random.pick(this.addresses)}${path}`, {
        method: kind === 'withdraw' ? 'DELETE' : 'POST',
        headers:
          kind === 'submit' ? { authorization, 'content-type': 'application/json' } : { authorization },
        ...(kind === 'submit' ? { body: JSON.stringify({ paperId }) } : {}),
        signal: AbortSignal.timeout(10_000),
      });
      await answer.arrayBuffer();
      return answer;
    } catch {
      // Web was killed in the middle or is not there: what became of the request is not known.
      return undefined;
    }
  }
}
