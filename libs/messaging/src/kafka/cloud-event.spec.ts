import { describe, expect, it } from '@jest/globals';
import { topics, type VoteState, voteKey } from '@paperboy/contracts';
import fc from 'fast-check';
import { deadLetterMessage, originalMessage } from '../dead-letters/dead-letter.js';
import { decodeEvent, encodeEvent, PoisonEvent, type RawMessage, UnknownType } from './cloud-event.js';

const AT = new Date('2026-11-22T08:00:00.000Z');
const PLACE = { partition: 3, offset: 42n };
const vote: VoteState = {
  paperId: '2602.23229',
  personId: 'reader',
  seq: 7,
  standing: true,
  counts: true,
  history: [{ castAt: AT.toISOString() }],
  sample: false,
};

function encoded(data: unknown = vote): RawMessage & { headers: Record<string, string> } {
  return encodeEvent({
    type: 'vote.cast',
    id: 'votes/x/7',
    source: '/catalog',
    key: voteKey(vote),
    at: AT,
    data,
  });
}

describe('An event on Kafka', () => {
  it('comes out as it went in', () => {
    expect(decodeEvent(topics.votes, PLACE, encoded())).toEqual({
      type: 'vote.cast',
      id: 'votes/x/7',
      key: '2602.23229:reader',
      data: vote,
      at: AT,
      topic: 'catalog.votes.v1',
      ...PLACE,
    });
  });

  it('may have fields that this version does not know, and a newer minor schema', () => {
    const message = encoded({ ...vote, mood: 'glad' });
    message.headers.ce_dataschema = 'urn:paperboy:vote.cast:1.4';
    expect(decodeEvent(topics.votes, PLACE, message).data).toEqual(vote);
  });

  it('of a type that this version does not know is told apart from poison, once its envelope is whole', () => {
    const future = encoded();
    future.headers.ce_type = 'vote.weighed';
    future.headers.ce_dataschema = 'urn:paperboy:vote.weighed:3';
    expect(() => decodeEvent(topics.votes, PLACE, future)).toThrow(UnknownType);
    expect(() => decodeEvent(topics.votes, PLACE, { ...future, value: '{"broken' })).toThrow(UnknownType);
    expect(() => decodeEvent(topics.votes, PLACE, { ...future, key: null })).toThrow(PoisonEvent);
    const { ce_id: _, ...unnamed } = future.headers;
    expect(() => decodeEvent(topics.votes, PLACE, { ...future, headers: unnamed })).toThrow(PoisonEvent);
  });

  it('is a tombstone without a value', () => {
    expect(decodeEvent(topics.votes, PLACE, encoded(null)).data).toBeNull();
  });

  it('is read, is of an unknown type, or is poison with a stable code, whatever the bytes are', () => {
    const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
    const headers = fc.dictionary(
      fc.constantFrom(
        'ce_specversion',
        'ce_id',
        'ce_type',
        'ce_source',
        'ce_time',
        'ce_dataschema',
        'traceparent',
      ),
      fc.oneof(bytes, fc.constantFrom('1.0', 'vote.cast', AT.toISOString(), 'x:1', 'x:9')),
    );
    fc.assert(
      fc.property(fc.option(bytes), fc.option(bytes), headers, (key, value, some) => {
        try {
          decodeEvent(topics.votes, PLACE, { key, value, headers: some });
        } catch (error) {
          expect(error instanceof UnknownType || error instanceof PoisonEvent).toBe(true);
        }
      }),
    );
  });

  it('survives the dead letters byte for byte', () => {
    const bytes = fc.uint8Array({ maxLength: 200 }).map((array) => Buffer.from(array));
    const name = fc.oneof(
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.constantFrom('__proto__', 'constructor', 'dl-key', 'dl-null-value', 'dl-header-dl-key', 'dl-other'),
    );
    fc.assert(
      fc.property(fc.option(bytes), fc.option(bytes), fc.dictionary(name, bytes), (key, value, headers) => {
        const parked = { topic: 't', ...PLACE, group: 'g', code: 'not-json', reason: 'r', at: AT };
        const letter = deadLetterMessage({ key, value, headers }, parked);
        expect(letter.value).not.toBeNull();
        expect(letter.key).toBe('t/3/42');
        const back = originalMessage({ value: Buffer.from(letter.value), headers: letter.headers });
        expect({ ...back, headers: Object.entries(back.headers) }).toEqual({
          key,
          value,
          headers: Object.entries(headers),
        });
      }),
    );
  });

  it('is poison when reading it fails in a way that nobody foresaw', () => {
    const broken = {
      ...topics.votes,
      events: topics.votes.events.map((event) => ({
        ...event,
        keyOf: () => {
          throw new TypeError('A schema with a bug.');
        },
      })),
    };
    expect(() => decodeEvent(broken, PLACE, encoded())).toThrow(
      expect.objectContaining({ code: 'unreadable', hopeless: false }),
    );
  });
});
