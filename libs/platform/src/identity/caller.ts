import { type AllowedCaller, SERVICES } from '@paperboy/contracts';
import { z } from 'zod';

/** Nest token of the caller in whose name a service calls others by default. */
export const SELF = Symbol('SELF');

/** A caller: a person whom web authenticated, a service, or the operator's command line. */
export const callerSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('person'),
    id: z.string(),
    handle: z.string(),
    name: z.string(),
    role: z.enum(['reader', 'curator', 'admin']),
  }),
  z.object({ kind: z.literal('service'), name: z.enum([...SERVICES, 'operator']) }),
]);
export type Caller = z.output<typeof callerSchema>;

/** A caller that is a person. */
export type PersonCaller = Extract<Caller, { kind: 'person' }>;

/** Whether a caller is one of those allowed. */
export function isAllowed(caller: Caller, allowed: readonly AllowedCaller[]): boolean {
  return allowed.some((kind) => {
    if (kind === 'anyone') return true;
    if (caller.kind === 'service') return kind === 'service' || kind === caller.name;
    if (kind === 'person') return true;
    if (kind === 'curator') return caller.role === 'curator' || caller.role === 'admin';
    return kind === 'admin' && caller.role === 'admin';
  });
}
