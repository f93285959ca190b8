import { Inject, Injectable } from '@nestjs/common';
import type { AuditEntry } from '@paperboy/contracts';
import { MONGO } from '@paperboy/platform';
import type { Collection, Connection } from 'mongoose';
import { AUDIT, type AuditDocument, CONFIGURATION, OPERATOR } from '../audit/audit.schema.js';
import type { PersonDocument } from '../person/person.js';
import { PEOPLE } from '../person/person.schema.js';

type Found = AuditDocument & { actors: PersonDocument[]; others: PersonDocument[] };

/** Reads the audit log with the current names of people. */
@Injectable()
export class AuditLogReader {
  private readonly entries: Collection<AuditDocument>;

  constructor(@Inject(MONGO) connection: Connection) {
    this.entries = connection.collection<AuditDocument>(AUDIT);
  }

  /** The entries, the newest first, at most `limit` after the first `skip`. */
  async page(skip: number, limit: number): Promise<AuditEntry[]> {
    const found = await this.entries
      .aggregate<Found>([
        { $sort: { at: -1, _id: -1 } },
        { $skip: skip },
        { $limit: limit },
        { $lookup: { from: PEOPLE, localField: 'by', foreignField: '_id', as: 'actors' } },
        { $lookup: { from: PEOPLE, localField: 'to', foreignField: '_id', as: 'others' } },
      ])
      .toArray();
    return found.map(entry);
  }
}

function entry({ _id, at, act, by, doneAt, actors: [actor], others: [other], ...note }: Found): AuditEntry {
  const { paperId, commentId, ring, edition, role, reason } = note;
  return {
    id: _id,
    at: at.toISOString(),
    act,
    byKind: by === OPERATOR || by === CONFIGURATION ? by : 'person',
    ...(actor && { by: named(actor) }),
    ...(other && { to: named(other) }),
    ...(paperId !== undefined && { paperId }),
    ...(commentId !== undefined && { commentId }),
    ...(ring !== undefined && { ring }),
    ...(edition !== undefined && { edition }),
    ...(role !== undefined && { role }),
    ...(reason !== undefined && { reason }),
    done: doneAt !== undefined,
  };
}

function named({ state: { handle, name } }: PersonDocument): { handle: string; name: string } {
  return { handle, name };
}
