import { Button } from '../letter/mail-frame.template.js';
import { Fine, Opening, shortMail } from './short-mail.template.js';

/** The content of the mail that asks for a confirmation. */
export interface Confirmation {
  publication: string;
  confirmUrl: string;
  hour: number;
  timeZone: string;
}

/** The subject of a confirmation. */
export function confirmationSubject({ publication }: Confirmation): string {
  return `Please confirm your subscription to ${publication}`;
}

/** The HTML part of a confirmation. */
export function confirmationHtml(confirmation: Confirmation): string {
  const { publication, confirmUrl } = confirmation;
  return shortMail({
    publication,
    title: confirmationSubject(confirmation),
    preheader: 'One click, and the most upvoted papers come to your inbox.',
    children: (
      <>
        <Opening heading="Shall the papers come to you?">{asked(confirmation)}</Opening>
        <Button href={confirmUrl}>Yes, confirm my subscription</Button>
        <Fine>{notAsked()}</Fine>
      </>
    ),
  });
}

/** The text part of a confirmation. */
export function confirmationText(confirmation: Confirmation): string {
  return `${confirmation.publication}

${asked(confirmation)}

Confirm your subscription:
${confirmation.confirmUrl}

${notAsked()}
`;
}

function asked({ publication, hour, timeZone }: Confirmation): string {
  const time = `${String(hour).padStart(2, '0')}:00`;
  return `Someone, we hope you, asked to have the papers that readers of ${publication} upvoted most sent to this address, each day at ${time} (${timeZone.replaceAll('_', ' ')}).`;
}

function notAsked(): string {
  return 'If it was not you, do nothing: without your confirmation nothing more comes. The link is good for seven days.';
}
