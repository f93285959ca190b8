import { Button, INK, mailDocument, SANS, SERIF, SOFT } from '../letter/mail-frame.template.js';

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
  return mailDocument({
    title: confirmationSubject(confirmation),
    preheader: 'One click, and the most upvoted papers come to your inbox.',
    children: (
      <tr>
        <td class="gutter" style="padding:36px 40px">
          <p class="ink" style={`margin:0 0 20px;font:700 26px/30px ${SERIF};color:${INK}`}>
            {publication}
          </p>
          <h1 class="ink" style={`margin:0;font:700 21px/28px ${SERIF};color:${INK}`}>
            Shall the papers come to you?
          </h1>
          <p class="ink" style={`margin:10px 0 24px;font:16px/25px ${SERIF};color:${INK}`}>
            {asked(confirmation)}
          </p>
          <Button href={confirmUrl}>Yes, confirm my subscription</Button>
          <p class="soft" style={`margin:26px 0 0;font:13px/20px ${SANS};color:${SOFT}`}>
            {notAsked()}
          </p>
        </td>
      </tr>
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
