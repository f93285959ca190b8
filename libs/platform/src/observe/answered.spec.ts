import { describe, expect, it, test } from '@jest/globals';
import { type Answered, answeredReporter } from './answered.js';
import { createLogger } from './log.js';
import { metrics } from './metrics.js';
import { traceOf } from './trace.js';

function setUp(level: 'debug' | 'info' | 'warn') {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => lines.push(JSON.parse(line)) };
  const report = answeredReporter(createLogger({ service: 'web', level, format: 'json', destination }));
  const tell = (over: Partial<Answered>) =>
    report({ method: 'GET', route: '/told', status: 200, ms: 12, trace: traceOf(undefined), ...over });
  return { lines, tell };
}

describe('the line of an answer in the log', () => {
  test.each([
    ['that went well', {}, 'debug'],
    ['of a mistake of the client', { status: 404 }, 'debug'],
    ['that took a second', { ms: 1_000 }, 'debug'],
    ['that took longer', { ms: 1_001 }, 'warn'],
    ['that could not be given for now', { status: 503 }, 'warn'],
    ['that failed', { status: 500 }, 'error'],
    ['that failed late', { status: 500, ms: 5_000 }, 'error'],
    ['of a service that stops, to a balancer', { route: '/health/ready', status: 503 }, 'debug'],
  ] as const)('is of an answer %s', (_, over, level) => {
    const { lines, tell } = setUp('debug');
    tell(over);
    expect(lines).toEqual([expect.objectContaining({ level, msg: 'request', route: '/told', ...over })]);
  });

  it('is left out by default unless it tells of trouble', () => {
    const { lines, tell } = setUp('info');
    for (let time = 0; time < 20; time++) tell({});
    tell({ status: 503 });
    tell({ ms: 1_500 });
    expect(lines.map(({ status, ms }) => [status, ms])).toEqual([
      [503, 12],
      [200, 1_500],
    ]);
  });

  it('counts in the metrics whether it is written or not', async () => {
    const { tell } = setUp('warn');
    tell({ route: '/counted' });
    expect((await metrics.text()).body).toMatch(/duration_seconds_count\{.*route="\/counted".*\} 1\n/);
  });
});
