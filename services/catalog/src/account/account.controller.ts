import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, account } from '@paperboy/contracts';
import { Asked, CurrentCaller, conflict, type PersonCaller, Serves } from '@paperboy/platform';
import { PeopleStore } from '../person/people.store.js';
import { DeletionStore } from './deletion.store.js';
import { KeptReader } from './kept.reader.js';

/** Exports what is kept of a person, and deletes the account. */
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

  /**
   * Answers as soon as the deletion is stored. From then on it completes, whichever process dies. Throws 409
   * `wrong-handle`.
   */
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
