import { INK, mailDocument, SANS, SERIF, SOFT } from '../letter/mail-frame.template.js';

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
  return mailDocument({
    title: mailTestSubject(mail),
    preheader: 'Mail from this publication arrives.',
    children: (
      <tr>
        <td class="gutter" style="padding:36px 40px">
          <p class="ink" style={`margin:0 0 20px;font:700 26px/30px ${SERIF};color:${INK}`}>
            {mail.publication}
          </p>
          <h1 class="ink" style={`margin:0;font:700 21px/28px ${SERIF};color:${INK}`}>
            It arrives
          </h1>
          <p class="ink" style={`margin:10px 0 24px;font:16px/25px ${SERIF};color:${INK}`}>
            {WORDS}
          </p>
          <p class="soft" style={`margin:26px 0 0;font:13px/20px ${SANS};color:${SOFT}`}>
            {fine(mail)}
          </p>
        </td>
      </tr>
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
