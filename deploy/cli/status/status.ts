import type { HealthReport, HealthState } from '@paperboy/platform';

/** The health of one replica of a service, or why it did not answer. */
export interface ReplicaStatus {
  service: string;
  address: string;
  report?: HealthReport;
  /** Why there is no report. */
  trouble?: string;
}

/** The state of the whole system, as operators see it. */
export interface SystemStatus {
  state: HealthState;
  replicas: ReplicaStatus[];
  /** The edition that closes next; times in ISO 8601. */
  nextEdition: { id: string; closesAt: string };
  /** Records on Kafka that a consumer has not read yet, by consumer group. */
  lag: Record<string, number>;
  /** Events that are written and not published yet, by collection. */
  unpublished: Record<string, number>;
  /** Jobs of each queue that wait, run or are due later. */
  queues: Record<string, number>;
  /** Active subscriptions by cadence; absent when no mailer answers. */
  subscriptions?: { day: number; week: number; month: number };
  /** The data folder of the local stack, with the free and total space of its disk in bytes. */
  disk?: { folder: string; freeBytes: number; totalBytes: number };
}

/** The state of the system: down when no replica answers, degraded when any of them is not up. */
export function stateOf(replicas: readonly ReplicaStatus[]): HealthState {
  if (replicas.every(({ report }) => report === undefined)) return 'down';
  return replicas.every(({ report }) => report?.status === 'up') ? 'up' : 'degraded';
}

/**
 * One figure of each component with this prefix, over all replicas. Replicas report the lag of their own partitions
 * only, so lag is summed up. All replicas report the same relays and queues, so of these the greatest figure counts.
 */
export function figuresOf(
  replicas: readonly ReplicaStatus[],
  prefix: string,
  figure: string,
  together: 'sum' | 'greatest',
): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const { report } of replicas) {
    for (const [name, component] of Object.entries(report?.components ?? {})) {
      if (!name.startsWith(prefix)) continue;
      const key = name.slice(prefix.length);
      const value = Number(component[figure] ?? 0);
      const known = figures[key];
      figures[key] =
        known === undefined ? value : together === 'sum' ? known + value : Math.max(known, value);
    }
  }
  return figures;
}

const MARKS: Record<HealthState, string> = { up: 'ok', degraded: 'DEGRADED', down: 'DOWN' };

/** The status as lines of one screen. Components that are not up are listed under their replica, with the reason. */
export function statusLines(status: SystemStatus, now: Date): string[] {
  const width = Math.max(...status.replicas.map(({ service }) => service.length));
  const lines = [`Paperboy is ${status.state}.`, ''];
  for (const { service, address, report, trouble } of status.replicas) {
    const since = report ? `up for ${spanText(now.getTime() - Date.parse(report.since))}` : (trouble ?? '');
    const mark = report ? (report.status === 'up' ? 'ok' : report.status.toUpperCase()) : 'DOWN';
    lines.push(`  ${service.padEnd(width)}  ${mark.padEnd(9)} ${address.padEnd(28)} ${since}`);
    for (const [name, { state, detail }] of Object.entries(report?.components ?? {})) {
      if (state !== 'up')
        lines.push(`  ${' '.repeat(width)}  ${MARKS[state].padEnd(9)} ${name}: ${detail ?? ''}`);
    }
  }
  const { nextEdition, subscriptions, disk } = status;
  const left = spanText(Date.parse(nextEdition.closesAt) - now.getTime());
  lines.push('', `  next edition  ${nextEdition.id} closes in ${left} (${nextEdition.closesAt})`);
  lines.push(`  lag           ${countsText(status.lag, 'nothing waits on Kafka')}`);
  lines.push(`  outbox        ${countsText(status.unpublished, 'everything is published')}`);
  lines.push(`  jobs          ${countsText(status.queues, 'none waits, runs or is scheduled')}`);
  if (subscriptions) {
    const { day, week, month } = subscriptions;
    lines.push(`  subscribers   ${countsText({ daily: day, weekly: week, monthly: month }, 'nobody yet')}`);
  }
  if (disk) {
    const percent = Math.round((100 * disk.freeBytes) / disk.totalBytes);
    lines.push(
      `  disk          ${(disk.freeBytes / 1e9).toFixed(1)} GB free (${percent} %) at ${disk.folder}`,
    );
  }
  return lines;
}

function countsText(counts: Record<string, number>, none: string): string {
  const some = Object.entries(counts).filter(([, count]) => count > 0);
  return some.length === 0 ? none : some.map(([name, count]) => `${name} ${count}`).join(', ');
}

/** A span of time in its two largest units: `3 d 4 h`, `12 min`, `40 s`. */
export function spanText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor((seconds % 86_400) / 3_600),
    Math.floor((seconds % 3_600) / 60),
  ];
  if (days > 0) return `${days} d ${hours} h`;
  if (hours > 0) return `${hours} h ${minutes} min`;
  return minutes > 0 ? `${minutes} min` : `${seconds} s`;
}
