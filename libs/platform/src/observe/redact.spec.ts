import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createLogger } from './log.js';
import { redactFields, redactLine } from './redact.js';
import { runInTrace } from './trace.js';

function logged(write: (log: ReturnType<typeof createLogger>) => void): string[] {
  const lines: string[] = [];
  write(
    createLogger({
      service: 'mailer',
      level: 'info',
      format: 'json',
      destination: { write: (line) => lines.push(line) },
    }),
  );
  return lines;
}

describe('a log line', () => {
  it('masks what stands under a secret-sounding key, however deep', () => {
    expect(
      redactFields({
        Authorization: 'x',
        a: [{ sessionToken: 'x', paperId: '1' }],
        emailAddress: 'x',
        count: 2,
      }),
    ).toEqual({
      Authorization: '[redacted]',
      a: [{ sessionToken: '[redacted]', paperId: '1' }],
      emailAddress: '[redacted]',
      count: 2,
    });
  });

  it('ends with fields that hold themselves', () => {
    const round: Record<string, unknown> = {};
    round.self = round;
    expect(JSON.stringify(redactFields(round))).toContain('[deep]');
  });

  it.each([
    ['to ann@example.org.', 'to [address].'],
    ['<ann.b+c@mail.example.org>', '<[address]>'],
    ['ännchen@exämple.org', '[address]'],
    ['mongodb://root:pw@db.example.org/x', 'mongodb://***@db.example.org/x'],
    ['node_modules/@nestjs/core 2@3 a @ b', 'node_modules/@nestjs/core 2@3 a @ b'],
  ])('turns "%s" into "%s"', (line, expected) => {
    expect(redactLine(line)).toBe(expected);
  });

  it('stays JSON and holds no address, whatever is said around one', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (before, after) => {
        const [line] = logged((log) => log.info(`${before}\nann@example.org ${after}`));
        const { msg } = JSON.parse(line ?? '') as { msg: string };
        expect(msg).toContain('\n[address]');
        expect(line).not.toContain('ann@example');
      }),
    );
  });

  it('carries the service, the ids of the request and the stack of an error', () => {
    const trace = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`, requestId: 'r1' };
    const [line] = logged((log) =>
      runInTrace(trace, () => log.child({ paperId: 'p' }).error({ err: new Error('broke') }, 'It failed.')),
    );
    expect(JSON.parse(line ?? '')).toMatchObject({
      level: 'error',
      service: 'mailer',
      requestId: 'r1',
      traceId: 'a'.repeat(32),
      paperId: 'p',
      msg: 'It failed.',
      err: { message: 'broke', stack: expect.stringContaining('redact.spec') },
    });
  });

  it('is not written below the level', () => {
    expect(logged((log) => log.debug('quiet'))).toEqual([]);
  });
});
