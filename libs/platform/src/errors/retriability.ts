import { Problem } from './problem.js';

/** Whether a retry can help. `unknown` is an error that is not classified. */
export type Retriability = 'retriable' | 'final' | 'unknown';

const NETWORK_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'UND_ERR_SOCKET',
]);

const RETRIABLE_NAMES = new Set([
  'MongoNetworkError',
  'MongoNetworkTimeoutError',
  'MongoServerSelectionError',
  'MongooseServerSelectionError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoServerClosedError',
  'MongoStalePrimaryError',
  'MongoWaitQueueTimeoutError',
  'MongoOperationTimeoutError',
  'MongoPoolClearedError',
  'PoolClearedOnNetworkError',
  'MongoPoolClosedError',
  'MongoWriteConcernError',
  'MaxRetriesPerRequestError',
  'TimeoutError',
]);

const FINAL_NAMES = new Set(['ZodError', 'BSONError', 'ValidationError', 'CastError', 'StrictModeError']);

/** Of the server: duplicate key, failed document validation, a document that is too large. */
const FINAL_MONGO_CODES = new Set([11000, 121, 10334]);
/** Of the server: not primary, shutting down, interrupted, host unreachable. */
const RETRIABLE_MONGO_CODES = new Set([6, 7, 89, 91, 189, 262, 9001, 10107, 11600, 11602, 13435, 13436]);

/** ioredis tells these errors apart by their messages only. */
const REDIS_AWAY = /^(Connection is closed|Command timed out|Stream isn't writeable|Socket timeout)/;
const REDIS_BUSY = /^(LOADING|MASTERDOWN|READONLY|BUSY|TRYAGAIN|CLUSTERDOWN|OOM|MISCONF) /;
/** mongoose before its first connection, with buffering off. */
const MONGOOSE_AWAY = /before initial connection is complete|initial connection/;

/**
 * Decides from the error alone whether to retry. Problem and kafkajs state it. Errors of MongoDB, mongoose, ioredis,
 * undici and the network are known by name or code. A broken schema is final. An error that states nothing is judged by
 * its `cause`.
 */
export function retriability(error: unknown, depth = 0): Retriability {
  if (!(error instanceof Error) || depth > 5) return 'unknown';
  if (error instanceof Problem) return error.retriable ? 'retriable' : 'final';
  const own = ofError(error);
  return own === 'unknown' && error.cause !== undefined ? retriability(error.cause, depth + 1) : own;
}

function ofError(error: Error): Retriability {
  const { name, message } = error;
  const { code, retriable } = error as { code?: unknown; retriable?: unknown };
  if (FINAL_NAMES.has(name)) return 'final';
  if (RETRIABLE_NAMES.has(name)) return 'retriable';
  if (typeof code === 'string' && NETWORK_CODES.has(code)) return 'retriable';
  if (name.startsWith('Mongo') && typeof code === 'number') {
    if (FINAL_MONGO_CODES.has(code)) return 'final';
    if (RETRIABLE_MONGO_CODES.has(code)) return 'retriable';
  }
  if (name === 'MongooseError' && MONGOOSE_AWAY.test(message)) return 'retriable';
  if (name.startsWith('KafkaJS') && typeof retriable === 'boolean')
    return retriable ? 'retriable' : 'unknown';
  if (REDIS_AWAY.test(message) || (name === 'ReplyError' && REDIS_BUSY.test(message))) return 'retriable';
  return 'unknown';
}
