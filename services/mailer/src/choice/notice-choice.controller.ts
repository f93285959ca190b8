import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, notices } from '@paperboy/contracts';
import { Asked, CurrentCaller, notFound, type PersonCaller, Serves } from '@paperboy/platform';
import { LinkTokens } from '../letter/link-tokens.js';
import { NoticeChoices } from './notice-choices.store.js';

type Answer = AnsweredBy<typeof notices.choice>;

/** Choosing when to be told of answers and mentions: by people who are signed in, and by the links of mails. */
@Controller()
export class NoticeChoiceController {
  constructor(
    private readonly choices: NoticeChoices,
    private readonly tokens: LinkTokens,
  ) {}

  @Serves(notices.choice)
  async choice(@CurrentCaller() { id }: PersonCaller): Promise<Answer> {
    return { when: await this.choices.of(id) };
  }

  @Serves(notices.choose)
  async choose(
    @Asked() { body: { when } }: AskedOf<typeof notices.choose>,
    @CurrentCaller() { id }: PersonCaller,
  ): Promise<Answer> {
    await this.choices.choose(id, when);
    return { when };
  }

  @Serves(notices.ofLink)
  async ofLink(@Asked() { params }: AskedOf<typeof notices.ofLink>): Promise<Answer> {
    return { when: await this.choices.of(this.personOf(params.token)) };
  }

  @Serves(notices.chooseByLink)
  async chooseByLink(
    @Asked() { body: { token, when } }: AskedOf<typeof notices.chooseByLink>,
  ): Promise<Answer> {
    await this.choices.choose(this.personOf(token), when);
    return { when };
  }

  private personOf(token: string): string {
    const personId = this.tokens.read('notices', token);
    if (personId === undefined) throw notFound('unknown-link', 'This link is not from one of our mails.');
    return personId;
  }
}
