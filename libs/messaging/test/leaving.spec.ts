import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createLogger } from '@paperboy/platform';
import { testStack, uniqueNamespace, waitFor } from '@paperboy/testing';
import type { Admin } from 'kafkajs';
import { SLOW_MEMBER } from './slow-member.script.js';
import { VotesUnderTest, voteMessage } from './votes-under-test.js';

const log = createLogger({ service: 'test', level: 'silent', format: 'json' });
const PATIENT = { timeoutMs: 60_000 };

describe('A process that is told to stop', () => {
  const namespace = uniqueNamespace();
  const { kafkaBrokers } = testStack();
  let votes: VotesUnderTest;
  let admin: Admin;
  let child: ChildProcess;
  const said: string[] = [];

  beforeEach(async () => {
    votes = new VotesUnderTest(kafkaBrokers, namespace, log);
    await votes.prepare();
    admin = votes.kafka.admin();
    await admin.connect();
    child = spawn(process.execPath, ['--input-type=module', '-e', SLOW_MEMBER], {
      env: {
        PATH: process.env.PATH,
        FOLDER: resolve('dist/libs'),
        BROKERS: kafkaBrokers,
        NAMESPACE: namespace,
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    child.on('message', (text) => said.push(String(text)));
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    await Promise.all([admin.disconnect(), votes.stop()]);
  });

  const group = async () => {
    const { groups } = await admin.describeGroups([votes.nameOf('ranking.votes')]);
    return { state: groups[0]?.state, members: groups[0]?.members.length ?? 0 };
  };

  it('in the middle of a rebalance with a batch in hand ends it, takes nothing more, and leaves without joining again', async () => {
    await votes.write([1, 2, 3].map(voteMessage));
    await waitFor(
      () => said,
      (some) => some.includes('v1'),
      PATIENT,
    );
    const seen: string[] = [];
    const other = votes.kafka.consumer({ groupId: votes.nameOf('ranking.votes'), rebalanceTimeout: 60_000 });
    const assigned: number[] = [];
    other.on(other.events.GROUP_JOIN, ({ payload }) => {
      assigned.push(Object.values(payload.memberAssignment).flat().length);
    });
    await other.connect();
    await other.subscribe({ topic: votes.nameOf('catalog.votes.v1'), fromBeginning: true });
    const reading = other.run({
      eachMessage: async ({ message }) => void seen.push(String(message.headers?.ce_id)),
    });
    try {
      await waitFor(
        () => said,
        (some) => some.includes('rebalancing'),
        PATIENT,
      );
      child.kill('SIGTERM');
      await waitFor(
        () => said,
        (some) => some.includes('stopping'),
        PATIENT,
      );
      child.send('go on');
      await waitFor(
        () => said,
        (some) => some.includes('stopped'),
        PATIENT,
      );
      await reading;
      await waitFor(
        () => seen,
        (some) => some.includes('v3'),
        PATIENT,
      );
      expect(said).toEqual(['v1', 'rebalancing', 'stopping', 'stopped']);
      expect(seen).toEqual(['v2', 'v3']);
      // Had the member joined once more, the other's first share would have been half of the partitions.
      const partitions = (await admin.fetchTopicOffsets(votes.nameOf('catalog.votes.v1'))).length;
      expect(assigned).toEqual([partitions]);
      expect(await group()).toEqual({ state: 'Stable', members: 1 });
    } finally {
      await other.disconnect();
    }
  }, 120_000);
});
