import { describe, expect, it } from '@jest/globals';
import type { ComponentHealth, HealthReport } from '@paperboy/platform';
import { figuresOf, type ReplicaStatus, spanText, stateOf, statusLines } from './status.js';

const NOW = new Date('2026-11-27T12:00:00Z');

function replica(service: string, components: Record<string, ComponentHealth> = {}): ReplicaStatus {
  const well = Object.values(components).every(({ state }) => state === 'up');
  const report: HealthReport = {
    service,
    status: well ? 'up' : 'degraded',
    since: '2026-11-24T08:00:00Z',
    components,
  };
  return { service, address: `http://127.0.0.1/${service}`, report };
}

const gone: ReplicaStatus = {
  service: 'web',
  address: 'http://127.0.0.1:1',
  trouble: 'Nothing listens there.',
};

describe('the status of the system', () => {
  it('is up when every replica is, degraded when one is not, and down when none answers', () => {
    expect(stateOf([replica('catalog'), replica('web')])).toBe('up');
    expect(stateOf([replica('catalog'), gone])).toBe('degraded');
    expect(stateOf([replica('catalog', { redis: { state: 'down' } })])).toBe('degraded');
    expect(stateOf([gone])).toBe('down');
  });

  it('adds up what each replica has to read, and takes what all of them see once', () => {
    const replicas = [
      replica('ranking', {
        'consumer ranking.votes': { state: 'up', lag: 3 },
        'queue close-edition': { state: 'up', jobs: 2 },
      }),
      replica('ranking', {
        'consumer ranking.votes': { state: 'up', lag: 4 },
        'queue close-edition': { state: 'up', jobs: 2 },
      }),
    ];
    expect(figuresOf(replicas, 'consumer ', 'lag', 'sum')).toEqual({ 'ranking.votes': 7 });
    expect(figuresOf(replicas, 'queue ', 'jobs', 'greatest')).toEqual({ 'close-edition': 2 });
  });

  it('says on one screen what is not well and why, and when the next edition closes', () => {
    const replicas = [replica('catalog', { redis: { state: 'down', detail: 'ECONNREFUSED' } }), gone];
    const lines = statusLines(
      {
        state: 'degraded',
        replicas,
        nextEdition: { id: 'day-2026-11-27', closesAt: '2026-11-28T00:00:00.000Z' },
        lag: { 'ranking.votes': 7, 'ranking.papers': 0 },
        unpublished: { votes: 0 },
        queues: {},
        subscriptions: { day: 12, week: 0, month: 3 },
        disk: { folder: '/data', freeBytes: 5e9, totalBytes: 20e9 },
      },
      NOW,
    );
    expect(lines).toEqual([
      'Paperboy is degraded.',
      '',
      '  catalog  DEGRADED  http://127.0.0.1/catalog     up for 3 d 4 h',
      '           DOWN      redis: ECONNREFUSED',
      '  web      DOWN      http://127.0.0.1:1           Nothing listens there.',
      '',
      '  next edition  day-2026-11-27 closes in 12 h 0 min (2026-11-28T00:00:00.000Z)',
      '  lag           ranking.votes 7',
      '  outbox        everything is published',
      '  jobs          none waits, runs or is scheduled',
      '  subscribers   daily 12, monthly 3',
      '  disk          5.0 GB free (25 %) at /data',
    ]);
  });

  it('tells a span in its two largest units', () => {
    expect([40_000, 12 * 60_000, 3_600_000, 100 * 3_600_000].map(spanText)).toEqual([
      '40 s',
      '12 min',
      '1 h 0 min',
      '4 d 4 h',
    ]);
  });
});
