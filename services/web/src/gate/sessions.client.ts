import { Injectable } from '@nestjs/common';
import { callerSchema, Problem, ServiceClients } from '@paperboy/platform';
import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { credentialHash } from './credential.js';

/** A person whom the catalog knows. */
export type Person = Extract<z.output<typeof callerSchema>, { kind: 'person' }>;

const resolvedSchema = z.object({
  person: z.object({
    id: z.string(),
    handle: z.string(),
    name: z.string(),
    role: z.enum(['reader', 'curator', 'admin']),
  }),
});

/** How long an answer of the catalog is believed, so that a revoked credential ends within this. */
const BELIEVED_MS = 5_000;
const REMEMBERED = 20_000;

/** Who stands behind a credential, as the catalog said at most five seconds ago. */
@Injectable()
export class Sessions {
  private readonly known: LRUCache<string, { person: Person | undefined }>;

  constructor(private readonly clients: ServiceClients) {
    this.known = new LRUCache<string, { person: Person | undefined }>({
      max: REMEMBERED,
      ttl: BELIEVED_MS,
      fetchMethod: async (hash) => ({ person: await this.ask(hash) }),
    });
  }

  /** The person, or nothing when the credential is none. Throws a 503 Problem while the catalog is away. */
  async person(secret: string): Promise<Person | undefined> {
    const hash = credentialHash(secret);
    return hash === undefined ? undefined : (await this.known.fetch(hash))?.person;
  }

  /** Ends a session; a second time changes nothing. */
  async end(secret: string): Promise<void> {
    const hash = credentialHash(secret);
    if (hash === undefined) return;
    this.known.delete(hash);
    await this.clients.catalog.delete('/internal/sessions', { credentialHash: hash });
  }

  private async ask(hash: string): Promise<Person | undefined> {
    try {
      const { person } = await this.clients.catalog.post(
        '/internal/sessions/resolve',
        { credentialHash: hash },
        { schema: resolvedSchema, idempotent: true },
      );
      return { kind: 'person', ...person };
    } catch (error) {
      if (error instanceof Problem && error.status === 404) return undefined;
      throw error;
    }
  }
}
