import { SERVICES, type ServiceName } from '@paperboy/contracts';

/** Callers stop before the services that they call, so that no request meets a stopped service. */
export const STOP_ORDER: readonly ServiceName[] = ['web', 'mailer', 'ranking', 'catalog', 'ingest'];

/** How many replicas of each service to run. */
export type Scale = Record<ServiceName, number>;

const MOST_REPLICAS = 8;

/**
 * Reads `ranking=2,mailer=2`. Services that are not named run once. A wrong part is an error with the allowed values.
 */
export function parseScale(text: string): Scale {
  const scale: Scale = { ingest: 1, catalog: 1, ranking: 1, mailer: 1, web: 1 };
  for (const part of text.split(',').map((piece) => piece.trim())) {
    if (!part) continue;
    const [name, count] = part.split('=');
    const service = SERVICES.find((known) => known === name);
    if (!service) throw new Error(`--scale: "${name}" is no service; there are ${SERVICES.join(', ')}.`);
    if (!count || !/^\d$/.test(count) || Number(count) < 1 || Number(count) > MOST_REPLICAS) {
      throw new Error(`--scale: "${part}" is not SERVICE=COUNT with a count from 1 to ${MOST_REPLICAS}.`);
    }
    scale[service] = Number(count);
  }
  return scale;
}
