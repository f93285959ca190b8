import type { HealthReport } from '@paperboy/platform';
import { z } from 'zod';
import type { ReplicaStatus } from './status.js';

const TIMEOUT_MS = 2_000;

const reportSchema = z.object({
  service: z.string(),
  status: z.enum(['up', 'degraded', 'down', 'stopping']),
  since: z.string(),
  components: z.record(z.string(), z.looseObject({ state: z.enum(['up', 'degraded', 'down']) })),
});

/** Reads the health of one replica. Never throws. */
export async function askReplica(service: string, address: string): Promise<ReplicaStatus> {
  try {
    const answer = await fetch(`${address}/health`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    const read = reportSchema.safeParse(await answer.json());
    if (!read.success || read.data.service !== service)
      return { service, address, trouble: `What answers there is no ${service} of ours.` };
    return { service, address, report: read.data as HealthReport };
  } catch (error) {
    return { service, address, trouble: troubleOf(error) };
  }
}

function troubleOf(error: unknown): string {
  if (error instanceof DOMException && error.name === 'TimeoutError')
    return `No answer within ${TIMEOUT_MS / 1_000} s.`;
  if (error instanceof SyntaxError) return 'What answers there is no service of ours.';
  const { cause } = error as { cause?: { code?: string } };
  return cause?.code === 'ECONNREFUSED'
    ? 'Nothing listens there.'
    : `Not reached: ${cause?.code ?? String(error)}.`;
}
