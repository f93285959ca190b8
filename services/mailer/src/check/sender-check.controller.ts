import { Controller } from '@nestjs/common';
import { type AskedOf, type MailCheck, mail } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { SenderCheck } from './sender-check.service.js';

/** Checks the sender's domain and the relay for operators. */
@Controller()
export class SenderCheckController {
  constructor(private readonly sender: SenderCheck) {}

  @Serves(mail.check)
  check(@Asked() { query }: AskedOf<typeof mail.check>): Promise<MailCheck> {
    return this.sender.check(query);
  }
}
