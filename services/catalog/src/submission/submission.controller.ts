import { Controller, Post } from '@nestjs/common';
import { type PaperState, paperIdSchema } from '@paperboy/contracts';
import { AllowCallers, type Caller, CurrentCaller, IdempotencyKey, ZodBody } from '@paperboy/platform';
import { z } from 'zod';
import { IdempotencyStore } from '../idempotency.store.js';
import { SubmissionStore } from './submission.store.js';

type Person = Extract<Caller, { kind: 'person' }>;

const submissionBody = z.object({ paperId: paperIdSchema });

/** Submissions of people. */
@Controller('api/papers')
export class SubmissionController {
  constructor(
    private readonly submissions: SubmissionStore,
    private readonly idempotency: IdempotencyStore,
  ) {}

  /**
   * Puts a paper on the list of today: any paper for a curator, one of the last days for a reader, a few a day; each paper
   * once. 404 `unknown-paper`; 403 `paper-too-old`; 409 `already-submitted` (says by whom and when) or
   * `paper-withdrawn`; 429 `submission-limit`. Under an Idempotency-Key the same request gets the same answer again for
   * a week; 422 `idempotency-key-reused` for another one.
   */
  @Post('submit')
  @AllowCallers('person')
  async submit(
    @ZodBody(submissionBody) { paperId }: z.output<typeof submissionBody>,
    @CurrentCaller() person: Person,
    @IdempotencyKey() key: string | undefined,
  ): Promise<{ paper: PaperState }> {
    if (key === undefined) return { paper: await this.submissions.submit(person, paperId) };
    const keyed = { personId: person.id, key, request: { submit: paperId } };
    return this.idempotency.once(keyed, async (keyId) => ({
      paper: await this.submissions.submitOnce(person, paperId, keyId),
    }));
  }
}
