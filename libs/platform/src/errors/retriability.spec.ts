import { describe, expect, it } from '@jest/globals';
import { KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded, KafkaJSProtocolError } from 'kafkajs';
import mongoose from 'mongoose';
import { z } from 'zod';
import { conflict, invalid, tooMany, unavailable } from './problem.js';
import { type Retriability, retriability } from './retriability.js';

const { MongoNetworkError, MongoServerError, MongoNetworkTimeoutError } = mongoose.mongo;
const withCode = (code: string) => Object.assign(new Error('network'), { code });
const serverError = (code: number) => new MongoServerError({ message: 'server', code });
const replyError = (message: string) => Object.assign(new Error(message), { name: 'ReplyError' });

const cases: [string, unknown, Retriability][] = [
  ['a problem that is away', unavailable('x', 'x'), 'retriable'],
  ['too many requests', tooMany('x', 'x', 5), 'retriable'],
  ['a conflict', conflict('x', 'x'), 'final'],
  ['an invalid request', invalid('x', 'x'), 'final'],
  ['what breaks a schema', z.string().safeParse(1).error, 'final'],
  ['a refused connection', withCode('ECONNREFUSED'), 'retriable'],
  ['an answer that does not come', withCode('UND_ERR_HEADERS_TIMEOUT'), 'retriable'],
  ['a broken connection to MongoDB', new MongoNetworkError('x'), 'retriable'],
  ['a silent MongoDB', new MongoNetworkTimeoutError('x'), 'retriable'],
  ['a MongoDB that is not there', new mongoose.Error.MongooseServerSelectionError('x'), 'retriable'],
  ['a duplicate key', serverError(11000), 'final'],
  ['a primary that steps down', serverError(189), 'retriable'],
  ['another error of MongoDB', serverError(2), 'unknown'],
  ['a document that breaks its schema', new mongoose.Error.ValidationError(), 'final'],
  ['a closed Redis', new Error('Connection is closed.'), 'retriable'],
  ['a silent Redis', new Error('Command timed out'), 'retriable'],
  ['a Redis that loads', replyError('LOADING Redis is loading the dataset in memory'), 'retriable'],
  ['a wrong type in Redis', replyError('WRONGTYPE Operation against a key'), 'unknown'],
  [
    'a retriable error of Kafka',
    new KafkaJSProtocolError({ retriable: true, message: 'x' } as never),
    'retriable',
  ],
  ['another error of Kafka', new KafkaJSNonRetriableError('x'), 'unknown'],
  ['a bug', new TypeError('x is undefined'), 'unknown'],
  ['something that is no error', 'x', 'unknown'],
];

describe('whether to retry', () => {
  it.each(cases)('is read from %s', (_, error, expected) => {
    expect(retriability(error)).toBe(expected);
  });

  it('is read from the cause when the error itself says nothing', () => {
    expect(
      retriability(new Error('outer', { cause: new Error('middle', { cause: withCode('EPIPE') }) })),
    ).toBe('retriable');
    expect(
      retriability(
        new KafkaJSNumberOfRetriesExceeded(withCode('ECONNRESET'), { retryCount: 5, retryTime: 1 }),
      ),
    ).toBe('retriable');
  });

  it('comes to an end with a cause that is its own', () => {
    const error = new Error('round') as Error & { cause?: unknown };
    error.cause = error;
    expect(retriability(error)).toBe('unknown');
  });
});
