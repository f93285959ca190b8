import { Button, INK, SANS, SERIF } from '../letter/mail-frame.template.js';
import { Fine, Opening, shortMail } from './short-mail.template.js';

/** The content of a sign-in mail. */
export interface SignInMail {
  publication: string;
  url: string;
  /** Six digits. */
  code: string;
}

/** The subject of a sign-in mail. It has no code, since locked screens show subjects and relays log them. */
export function signInSubject({ publication }: SignInMail): string {
  return `Sign in to ${publication}`;
}

/** The HTML part of a sign-in mail. */
export function signInHtml(mail: SignInMail): string {
  const { publication, url, code } = mail;
  return shortMail({
    publication,
    title: signInSubject(mail),
    preheader: 'A link and a code, good for 15 minutes.',
    children: (
      <>
        <Opening heading="Sign in">The button signs you in on the device that you read this on:</Opening>
        <Button href={url}>Sign in</Button>
        <p class="ink" style={`margin:26px 0 0;font:16px/25px ${SERIF};color:${INK}`}>
          Or type this code where you asked for it:
        </p>
        <p class="ink" style={`margin:6px 0 0;font:700 30px/38px ${SANS};letter-spacing:4px;color:${INK}`}>
          {spaced(code)}
        </p>
        <Fine>{fine(publication)}</Fine>
      </>
    ),
  });
}

/** The text part of a sign-in mail. */
export function signInText(mail: SignInMail): string {
  return `${mail.publication}

This link signs you in on the device that you open it on:
${mail.url}

Or type this code where you asked for it: ${spaced(mail.code)}

${fine(mail.publication)}
`;
}

/** The code as `123 456`, which is easier to read than six digits in a row. */
function spaced(code: string): string {
  return `${code.slice(0, 3)} ${code.slice(3)}`;
}

function fine(publication: string): string {
  return `Both are good for 15 minutes, once. Nobody of ${publication} asks you for the code. If you did not want to sign in, do nothing: without link or code nobody gets in.`;
}
