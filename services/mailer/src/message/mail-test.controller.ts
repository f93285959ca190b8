import { Controller } from '@nestjs/common';
import { type AnsweredBy, type AskedOf, mail } from '@paperboy/contracts';
import { Asked, Serves } from '@paperboy/platform';
import { MailTester } from './mail-test.service.js';

/** Sends test mails for operators. */
@Controller()
export class MailTestController {
  constructor(private readonly tests: MailTester) {}

  @Serves(mail.test)
  test(@Asked() { body }: AskedOf<typeof mail.test>): Promise<AnsweredBy<typeof mail.test>> {
    return this.tests.send(body.address);
  }
}
