import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, changes } from '@paperboy/contracts';
import { Asked, CurrentCaller, notFound, type PersonCaller, Serves } from '@paperboy/platform';
import { ShelfStore } from '../shelf/shelf.store.js';
import { ChangeReader } from './change.reader.js';

/** The earlier texts of papers, for everyone. The papers that changed since a person read them, for that person. */
@Controller()
export class ChangeController {
  constructor(
    private readonly changes: ChangeReader,
    private readonly shelf: ShelfStore,
  ) {}

  @Serves(changes.texts)
  async texts(
    @Asked() { params: { id } }: AskedOf<typeof changes.texts>,
  ): Promise<AnsweredBy<typeof changes.texts>> {
    const texts = await this.changes.texts(id);
    if (!texts) throw notFound('unknown-paper', `The catalog has no paper ${id}.`);
    return { texts };
  }

  @Serves(changes.mine)
  async mine(
    @Asked() { query }: AskedOf<typeof changes.mine>,
    @CurrentCaller() person: PersonCaller,
  ): Promise<AnsweredBy<typeof changes.mine>> {
    return { papers: await this.changes.changed(person.id, query.paper) };
  }

  @Serves(changes.read)
  read(
    @Asked() { params }: AskedOf<typeof changes.read>,
    @CurrentCaller() person: PersonCaller,
  ): Promise<void> {
    return this.shelf.markRead(person.id, params.id);
  }
}
