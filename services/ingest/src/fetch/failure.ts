import { SourceFailure } from '../source/source.js';

const TOO_SLOW = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);
const CUT_OFF = new Set([
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'UND_ERR_SOCKET',
  'ECONNRESET',
  'ERR_STREAM_PREMATURE_CLOSE',
  'Z_BUF_ERROR',
]);

/** The failure for a source whose host is within a private network, which the configuration does not allow. */
export function privateHost(host: string): SourceFailure {
  return new SourceFailure(
    'address-refused',
    `${host} is within a private network; PRIVATE_SOURCES=true allows that.`,
  );
}

/** Makes a failure of an error of the network, of HTTP or of unpacking. */
export function failureOf(error: unknown, { totalMs }: { totalMs: number }): SourceFailure {
  if (error instanceof SourceFailure) return error;
  const { code, name } = error as { code?: unknown; name?: unknown };
  const cause = { cause: error };
  const known = String(code ?? name);
  if (known === 'PRIVATE_ADDRESS') return privateHost((error as Error).message.split(' ')[0] ?? '');
  if (TOO_SLOW.has(known) || name === 'TimeoutError' || name === 'AbortError')
    return new SourceFailure(
      'answer-too-slow',
      `It did not answer whole within ${totalMs / 1_000} s.`,
      undefined,
      cause,
    );
  if (CUT_OFF.has(known))
    return new SourceFailure('answer-truncated', `The answer was cut off (${known}).`, undefined, cause);
  if (known.startsWith('Z_') || known.startsWith('HPE_') || known === 'UND_ERR_HEADERS_OVERFLOW')
    return new SourceFailure(
      'source-broken',
      `The answer is no HTTP that can be read (${known}).`,
      undefined,
      cause,
    );
  return new SourceFailure('source-unreachable', `It can't be reached (${known}).`, undefined, cause);
}
