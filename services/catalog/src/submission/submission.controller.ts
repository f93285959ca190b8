import { Controller, Post } from '@nestjs/common';
import { type PaperState, paperIdSchema } from '@paperboy/contracts';
import { AllowCallers, type Caller, CurrentCaller, ZodBody } from '@paperboy/platform';
import { z } from 'zod';
import { SubmissionStore } from './submission.store.js';

type Person = Extract<Caller, { kind: 'person' }>;

const submissionBody = z.object({ paperId: paperIdSchema });

/** Submissions of people. */
@Controller('api/papers')
export class SubmissionController {
  constructor(private readonly submissions: SubmissionStore) {}

  /**
   * Puts a paper on the list of today: any paper for a curator, one of the last days for a reader, a few a day; each paper
   * once. 404 `unknown-paper`; 403 `paper-too-old`; 409 `already-submitted` (says by whom and when) or
   * `paper-withdrawn`; 429 `submission-limit`.
   */
  @Post('submit')
  @AllowCallers('person')
  async submit(
    @ZodBody(submissionBody) { paperId }: z.output<typeof submissionBody>,
    @CurrentCaller() person: Person,
  ): Promise<{ paper: PaperState }> {
    return { paper: await this.submissions.submit(person, paperId) };
  }
}
