import { readFileSync } from 'node:fs';
import { Parser } from '@asyncapi/parser';
import { describe, expect, it } from '@jest/globals';
import { committed } from '../test/committed.js';
import { asyncApiDocument, asyncApiText, type JsonObject } from './asyncapi.js';
import { breakingChanges } from './compatibility.js';

/** A deep copy that a test may change. */
function copy(): JsonObject {
  return structuredClone(asyncApiDocument());
}

interface Payload {
  properties: Record<string, Record<string, unknown>>;
  required: string[];
}

function payloadOf(document: JsonObject, type: string): Payload {
  const { messages } = document.components as unknown as { messages: Record<string, { payload: Payload }> };
  return messages[type]?.payload as Payload;
}

describe('The AsyncAPI document', () => {
  it('in docs is the one of these contracts (node dist/libs/contracts/src/write-asyncapi.js writes it)', () => {
    expect(readFileSync('docs/asyncapi.json', 'utf8')).toBe(asyncApiText());
  });

  it('is valid', async () => {
    const diagnostics = await new Parser().validate(asyncApiText());
    expect(diagnostics.filter(({ severity }) => severity === 0)).toEqual([]);
  });

  it('breaks no consumer that was built from the last one committed', () => {
    expect(breakingChanges(committed('docs/asyncapi.json') ?? copy(), copy())).toEqual([]);
  });
});

describe('A change of the contracts', () => {
  const older = asyncApiDocument();

  it('that adds an optional field, an event or a topic breaks nothing', () => {
    const newer = copy();
    payloadOf(newer, 'vote.cast').properties.weight = { type: 'number' };
    Object.assign(newer.channels as JsonObject, {
      'catalog-songs-v1': { address: 'catalog.songs.v1', messages: {} },
    });
    expect(breakingChanges(older, newer)).toEqual([]);
  });

  it.each<[string, (document: JsonObject) => void, string]>([
    [
      'takes a field away',
      (document) => void delete payloadOf(document, 'vote.cast').properties.standing,
      'vote.cast.standing is gone.',
    ],
    [
      'requires a new field',
      (document) => void payloadOf(document, 'vote.cast').required.push('weight'),
      'vote.cast.weight is now required, which kept events may lack.',
    ],
    [
      'makes a required field optional',
      (document) => {
        const payload = payloadOf(document, 'vote.cast');
        payload.required = payload.required.filter((name) => name !== 'counts');
      },
      'vote.cast.counts may now be absent, which old consumers refuse.',
    ],
    [
      'changes a type',
      (document) =>
        void Object.assign(payloadOf(document, 'vote.cast').properties.seq ?? {}, { type: 'string' }),
      'vote.cast.seq was integer and is string.',
    ],
    [
      'adds a value to an enum',
      (document) =>
        void Object.assign(payloadOf(document, 'edition.closed').properties.cadence ?? {}, {
          enum: ['day', 'week', 'month', 'year'],
        }),
      'edition.closed.cadence may now be "year", which old consumers refuse.',
    ],
    [
      'takes a value from an enum',
      (document) =>
        void Object.assign(payloadOf(document, 'edition.closed').properties.cadence ?? {}, {
          enum: ['day', 'week'],
        }),
      'edition.closed.cadence may no longer be "month", which kept events hold.',
    ],
    [
      'narrows a bound',
      (document) =>
        void Object.assign(payloadOf(document, 'record.observed').properties.title ?? {}, { maxLength: 10 }),
      'record.observed.title had maxLength 2000 and has 10.',
    ],
    [
      'takes a topic away',
      (document) => void delete (document.channels as JsonObject)['catalog-votes-v1'],
      'The topic catalog-votes-v1 is gone.',
    ],
  ])('that %s is found', (_, change, sentence) => {
    const newer = copy();
    change(newer);
    expect(breakingChanges(older, newer)).toContain(sentence);
  });
});
