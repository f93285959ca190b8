import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { crashPoint } from '@paperboy/messaging';
import { Clock, InjectModel, Problem } from '@paperboy/platform';
import { type Model, trusted } from 'mongoose';
import { type AuditDocument, type AuditNote, auditSchema } from './audit.schema.js';

/**
 * Records the acts of curators, admins and operators. The entry is stored before the act, so no act goes unrecorded: a
 * process that dies between the two leaves an entry that is not marked as done.
 */
@Injectable()
export class AuditStore {
  constructor(
    @InjectModel(auditSchema) private readonly entries: Model<AuditDocument>,
    private readonly clock: Clock,
  ) {}

  /**
   * Runs `act` and records it. `act` returns whether it changed anything, and so does this method. An act that changed
   * nothing or was refused leaves no entry.
   */
  async record(note: AuditNote, act: () => Promise<boolean>): Promise<boolean> {
    const _id = await this.begin(note);
    crashPoint('audit.written');
    const changed = await this.outcome(_id, act);
    await this.end(_id, changed);
    return changed;
  }

  /** Stores the entry of an act that another process does, and returns its id. */
  async begin(note: AuditNote): Promise<string> {
    const _id = randomUUID();
    await this.entries.create({ _id, at: this.clock.now(), ...note });
    return _id;
  }

  /** Marks the entry as done, or deletes it when the act changed nothing. A repetition changes nothing. */
  async end(_id: string, changed: boolean): Promise<void> {
    const begun = { _id, doneAt: trusted({ $exists: false }) };
    if (changed) await this.entries.updateOne(begun, { $set: { doneAt: this.clock.now() } });
    else await this.entries.deleteOne(begun);
  }

  private async outcome(_id: string, act: () => Promise<boolean>): Promise<boolean> {
    try {
      return await act();
    } catch (error) {
      // A final Problem says that the act was refused. After any other error it is unknown whether the act was done.
      if (error instanceof Problem && !error.retriable) await this.entries.deleteOne({ _id });
      throw error;
    }
  }
}
