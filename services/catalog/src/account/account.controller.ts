import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, account } from '@paperboy/contracts';
import { Asked, CurrentCaller, conflict, type PersonCaller, Serves } from '@paperboy/platform';
import { PeopleStore } from '../person/people.store.js';
import { DeletionStore } from './deletion.store.js';
import { KeptReader } from './kept.reader.js';

/** What is kept of a person, and the end of it. */
@Controller()
export class AccountController {
  constructor(
    private readonly people: PeopleStore,
    private readonly keptReader: KeptReader,
    private readonly deletions: DeletionStore,
  ) {}

  @Serves(account.kept)
  kept(
    @Asked() { params, query }: AskedOf<typeof account.kept>,
    @CurrentCaller() { id }: PersonCaller,
  ): Promise<AnsweredBy<typeof account.kept>> {
    return this.keptReader.read(id, params.part, query.after);
  }

  /** Answered when it is written down: from then on it is done, whatever dies. */
  @Serves(account.remove)
  async remove(
    @Asked() { body }: AskedOf<typeof account.remove>,
    @CurrentCaller() { id }: PersonCaller,
  ): Promise<AnsweredBy<typeof account.remove>> {
    const { state, address } = await this.people.known(id);
    if (body.handle !== state.handle)
      throw conflict('wrong-handle', `To delete the account, give its handle: ${state.handle}.`);
    await this.deletions.ask(id, address, body.comments);
    return { status: 'deleting' };
  }
}
