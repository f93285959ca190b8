import { Injectable } from '@nestjs/common';
import { Problem, ServiceClients } from '@paperboy/platform';
import { z } from 'zod';
import type { Person } from '../gate/sessions.client.js';

const upvotedSchema = z.object({ upvoted: z.array(z.string()) });

/** Which papers a person upvoted, so that pages show the button pressed. */
@Injectable()
export class Standing {
  constructor(private readonly clients: ServiceClients) {}

  /** The papers among these that the person upvoted; none while the catalog is away, since the page is worth more. */
  async upvoted(person: Person, paperIds: readonly string[]): Promise<ReadonlySet<string>> {
    if (paperIds.length === 0) return new Set();
    try {
      const { upvoted } = await this.clients.catalog.post(
        '/internal/votes/standing',
        { paperIds },
        { schema: upvotedSchema, as: person, idempotent: true },
      );
      return new Set(upvoted);
    } catch (error) {
      if (error instanceof Problem && error.retriable) return new Set();
      throw error;
    }
  }
}
