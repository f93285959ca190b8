import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, type Person as Known, suspensions } from '@paperboy/contracts';
import { Asked, CurrentCaller, forbidden, notFound, type PersonCaller, Serves } from '@paperboy/platform';
import { OPERATOR } from '../audit/audit.schema.js';
import { AuditStore } from '../audit/audit.store.js';
import { PeopleStore } from '../person/people.store.js';
import { PersonHistories } from '../profile/person-history.reader.js';
import { maySuspend } from './suspension.js';
import { Suspensions } from './suspension.store.js';

/** Suspending people and lifting suspensions, for curators, admins and operators. */
@Controller()
export class SuspensionController {
  constructor(
    private readonly people: PeopleStore,
    private readonly histories: PersonHistories,
    private readonly suspensions: Suspensions,
    private readonly audit: AuditStore,
  ) {}

  @Serves(suspensions.history)
  async history(
    @Asked() { params }: AskedOf<typeof suspensions.history>,
  ): Promise<AnsweredBy<typeof suspensions.history>> {
    const { id } = await this.known(params);
    const history = (await this.histories.of([id])).get(id);
    if (!history) throw unknown();
    return { history };
  }

  @Serves(suspensions.suspend)
  async suspend(
    @Asked() { params, body }: AskedOf<typeof suspensions.suspend>,
    @CurrentCaller() curator: PersonCaller,
  ): Promise<void> {
    await this.suspendOne(await this.allowed(curator, params), curator.id, body.reason);
  }

  @Serves(suspensions.lift)
  async lift(
    @Asked() { params, body }: AskedOf<typeof suspensions.lift>,
    @CurrentCaller() curator: PersonCaller,
  ): Promise<void> {
    await this.liftOne(await this.allowed(curator, params), curator.id, body?.reason);
  }

  @Serves(suspensions.suspendAddress)
  async suspendAddress(
    @Asked() { body }: AskedOf<typeof suspensions.suspendAddress>,
  ): Promise<AnsweredBy<typeof suspensions.suspendAddress>> {
    const person = await this.known({ address: body.address });
    return { handle: person.handle, changed: await this.suspendOne(person, OPERATOR, body.reason) };
  }

  @Serves(suspensions.liftAddress)
  async liftAddress(
    @Asked() { body }: AskedOf<typeof suspensions.liftAddress>,
  ): Promise<AnsweredBy<typeof suspensions.liftAddress>> {
    const person = await this.known(body);
    return { handle: person.handle, changed: await this.liftOne(person, OPERATOR) };
  }

  private suspendOne({ id }: Known, by: string, reason: string): Promise<boolean> {
    return this.audit.record({ act: 'person-suspended', by, to: id, reason }, () =>
      this.suspensions.suspend(id, by, reason),
    );
  }

  private liftOne({ id }: Known, by: string, reason?: string): Promise<boolean> {
    const note = { act: 'suspension-lifted', by, to: id, ...(reason !== undefined && { reason }) } as const;
    return this.audit.record(note, () => this.suspensions.lift(id, by));
  }

  private async known(who: { handle: string } | { address: string }): Promise<Known> {
    const person = await this.people.findBy(who);
    if (!person) throw unknown();
    return person;
  }

  private async allowed(curator: PersonCaller, who: { handle: string }): Promise<Known> {
    const person = await this.known(who);
    if (maySuspend(curator.role, person.role)) return person;
    const detail =
      'Curators suspend readers, and admins curators as well. An admin has to lose that role first.';
    throw forbidden('not-suspendable', detail);
  }
}

function unknown() {
  return notFound('unknown-person', 'Nobody here has this name.');
}
