import { describe, expect, it } from '@jest/globals';
import { currentTrace, newTraceparent, runInTrace, traceIdOf, traceOf } from './trace.js';

const PARENT = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;

describe('a trace', () => {
  it('goes on in a new span of the same trace', () => {
    const child = newTraceparent(PARENT);
    expect(child).toMatch(/^00-a{32}-[0-9a-f]{16}-01$/);
    expect(child).not.toBe(PARENT);
    expect(traceIdOf(child)).toBe('a'.repeat(32));
  });

  it.each(['', 'nonsense', `00-${'0'.repeat(32)}-${'b'.repeat(16)}-01`, `${PARENT}\r\nx: y`])(
    'begins anew when its parent is "%s"',
    (parent) => {
      expect(newTraceparent(parent)).toMatch(/^00-(?!a{32})[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    },
  );

  it('keeps a request id that is plain and replaces any other', () => {
    expect(traceOf(PARENT, 'abc.1').requestId).toBe('abc.1');
    expect(traceOf(PARENT, 'a b').requestId).toMatch(/^[\w-]{12}$/);
    expect(traceOf(undefined, ['a']).requestId).toMatch(/^[\w-]{12}$/);
  });

  it('is there in all that was started within it and nowhere else', async () => {
    const trace = traceOf(PARENT, 'r');
    const seen = await runInTrace(trace, async () => {
      await new Promise((done) => setImmediate(done));
      return currentTrace();
    });
    expect(seen).toBe(trace);
    expect(currentTrace()).toBeUndefined();
  });
});
