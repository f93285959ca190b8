import { describe, expect, it } from '@jest/globals';
import { consumers, queues } from '@paperboy/contracts';
import { bootFaults, type Declared } from './boot-check.js';

const whole: Declared = {
  service: 'mailer',
  consumers: [consumers.mailerEditions, consumers.mailerComments],
  queues: [
    queues.planDigests,
    queues.sendDigests,
    queues.sendMessage,
    queues.planWebhooks,
    queues.deliverWebhook,
  ],
  patterns: ['mailer.editions/edition.closed', 'mailer.comments/*'],
  jobs: ['plan-digests', 'send-digests', 'send-message', 'plan-webhooks', 'deliver-webhook'],
  ownOffsets: [],
};

describe('A service refuses to boot', () => {
  it('but not when everything has its handler', () => {
    expect(bootFaults(whole)).toEqual([]);
    const ranking: Declared = {
      service: 'ranking',
      consumers: [consumers.rankingVotes, consumers.rankingPapers],
      queues: [queues.closeEdition, queues.packPapers],
      patterns: ['ranking.votes/*', 'ranking.papers/*'],
      jobs: ['close-edition', 'pack-papers'],
      ownOffsets: ['ranking.votes', 'ranking.papers'],
    };
    expect(bootFaults(ranking)).toEqual([]);
  });

  it.each<[string, Partial<Declared>, string]>([
    [
      'an event has no handler',
      { patterns: ['mailer.comments/*'] },
      'The event edition.closed of the consumer mailer.editions has no handler.',
    ],
    [
      'an event has two',
      { patterns: [...whole.patterns, 'mailer.editions/*'] },
      'The event edition.closed of the consumer mailer.editions has 2 handlers instead of one.',
    ],
    [
      'a queue has no handler',
      { jobs: whole.jobs.filter((job) => job !== 'send-message') },
      'The jobs of the queue send-message have no handler.',
    ],
    [
      'a queue has two',
      { jobs: [...whole.jobs, 'plan-digests'] },
      'The jobs of the queue plan-digests have 2 handlers instead of one.',
    ],
    [
      'it declares less than the contracts give it',
      { consumers: [consumers.mailerComments], patterns: ['mailer.comments/*'] },
      'The contracts give the consumer mailer.editions to mailer, which does not declare it.',
    ],
    [
      'a handler is for something that it does not declare',
      { patterns: [...whole.patterns, 'ranking.votes/*'] },
      'There is a handler of ranking.votes/*, but mailer does not declare that consumer.',
    ],
  ])('when %s', (_, change, sentence) => {
    expect(bootFaults({ ...whole, ...change })).toEqual([sentence]);
  });

  it('when nobody keeps the offsets of a consumer that has its own', () => {
    const faults = bootFaults({
      service: 'ranking',
      consumers: [consumers.rankingVotes, consumers.rankingPapers],
      queues: [queues.closeEdition, queues.packPapers],
      patterns: ['ranking.votes/*', 'ranking.papers/*'],
      jobs: ['close-edition', 'pack-papers'],
      ownOffsets: ['ranking.votes'],
    });
    expect(faults).toEqual([
      'The consumer ranking.papers needs one provider that keeps its offsets and has 0.',
    ]);
  });
});
