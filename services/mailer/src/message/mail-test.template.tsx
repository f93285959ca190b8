import { Fine, Opening, shortMail } from './short-mail.template.js';

/** The content of a test mail. */
export interface TestMail {
  publication: string;
  /** The public address of the site. */
  url: string;
  at: Date;
}

/** The subject of a test mail. */
export function mailTestSubject({ publication }: TestMail): string {
  return `A test mail of ${publication}`;
}

/** The HTML part of a test mail. */
export function mailTestHtml(mail: TestMail): string {
  return shortMail({
    publication: mail.publication,
    title: mailTestSubject(mail),
    preheader: 'Mail from this publication arrives.',
    children: (
      <>
        <Opening heading="It arrives">{WORDS}</Opening>
        <Fine>{fine(mail)}</Fine>
      </>
    ),
  });
}

/** The text part of a test mail. */
export function mailTestText(mail: TestMail): string {
  return `${mail.publication}

${WORDS}

${fine(mail)}
`;
}

const WORDS =
  'The mailer composed this message, and the relay delivered it. Look at its headers: SPF, DKIM and DMARC should say "pass".';

function fine({ url, at }: TestMail): string {
  return `An operator of ${url} sent it at ${at.toISOString()}. There is nothing to do.`;
}
