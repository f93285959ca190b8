import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, papers } from '@paperboy/contracts';
import { Asked, CurrentCaller, IdempotencyKey, type PersonCaller, Serves } from '@paperboy/platform';
import { IdempotencyStore } from '../document/idempotency.store.js';
import { ElsewhereSubmissionStore } from './elsewhere-submission.store.js';
import { SubmissionStore } from './submission.store.js';
import { UnknownPapers } from './unknown-papers.client.js';

/** Submissions by people, and of the papers that another site lists. */
@Controller()
export class SubmissionController {
  constructor(
    private readonly submissions: SubmissionStore,
    private readonly idempotency: IdempotencyStore,
    private readonly unknown: UnknownPapers,
    private readonly elsewhere: ElsewhereSubmissionStore,
  ) {}

  @Serves(papers.checkSubmission)
  check(
    @Asked() { query }: AskedOf<typeof papers.checkSubmission>,
    @CurrentCaller() person: PersonCaller,
  ): Promise<AnsweredBy<typeof papers.checkSubmission>> {
    return this.submissions.wouldSubmit(person, query.paper);
  }

  /** Under an Idempotency-Key the same request gets the same answer again for a week. */
  @Serves(papers.submit)
  async submit(
    @Asked() { body: { paperId } }: AskedOf<typeof papers.submit>,
    @CurrentCaller() person: PersonCaller,
    @IdempotencyKey() key: string | undefined,
  ): Promise<AnsweredBy<typeof papers.submit>> {
    await this.unknown.bring(person, paperId);
    if (key === undefined) return { paper: await this.submissions.submit(person, paperId) };
    const keyed = { personId: person.id, key, request: { submit: paperId } };
    return this.idempotency.once(keyed, async (keyId) => ({
      paper: await this.submissions.submitOnce(person, paperId, keyId),
    }));
  }

  @Serves(papers.submitElsewhere)
  submitElsewhere(
    @Asked() { body: { site, since } }: AskedOf<typeof papers.submitElsewhere>,
  ): Promise<AnsweredBy<typeof papers.submitElsewhere>> {
    return this.elsewhere.submit(site, since);
  }
}
