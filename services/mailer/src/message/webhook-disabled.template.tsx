import { webhookAnswerInWords } from '@paperboy/contracts';
import { Button, INK, SERIF } from '../letter/mail-frame.template.js';
import type { DisabledWebhook } from './message.js';
import { Fine, Opening, shortMail } from './short-mail.template.js';

/** The content of the mail about a disabled webhook. */
export interface WebhookDisabledMail {
  publication: string;
  webhook: DisabledWebhook;
  /** The page on which a person enables it. Undefined for the operator, who does that by a command. */
  settingsUrl: string | undefined;
}

/** The subject of a mail about a disabled webhook. */
export function webhookDisabledSubject({ publication, webhook }: WebhookDisabledMail): string {
  return `Disabled: your webhook of ${publication} to ${webhook.host}`;
}

/** Its HTML part. */
export function webhookDisabledHtml(mail: WebhookDisabledMail): string {
  const { publication, webhook, settingsUrl } = mail;
  return shortMail({
    publication,
    title: webhookDisabledSubject(mail),
    preheader: sentence(webhook),
    children: (
      <>
        <Opening heading={`Your webhook to ${webhook.host} is disabled`}>{sentence(webhook)}</Opening>
        <p class="ink" style={`margin:0 0 24px;font:16px/25px ${SERIF};color:${INK}`}>
          It is told {webhook.told}.
        </p>
        {settingsUrl === undefined ? (
          <p class="ink" style={`margin:0;font:16px/25px ${SERIF};color:${INK}`}>
            To enable it: <code>{commandFor(webhook)}</code>
          </p>
        ) : (
          <Button href={settingsUrl}>Open my webhooks</Button>
        )}
        <Fine>{NOTE}</Fine>
      </>
    ),
  });
}

/** Its text part. */
export function webhookDisabledText(mail: WebhookDisabledMail): string {
  const { publication, webhook, settingsUrl } = mail;
  return `${publication}

Your webhook to ${webhook.host} is disabled

${sentence(webhook)}

It is told ${webhook.told}.

To enable it:
${settingsUrl ?? commandFor(webhook)}

${NOTE}
`;
}

function sentence({ failingSince, lastAnswer }: DisabledWebhook): string {
  const since = `${failingSince.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `No message has gone through since ${since}, so no further one is sent. The last time ${webhookAnswerInWords(lastAnswer)}.`;
}

function commandFor({ id }: DisabledWebhook): string {
  return `npx paperboy webhooks enable ${id}`;
}

const NOTE =
  'Enable it when its receiver works again. It is then told of all that is new from that moment on, and of nothing that came before. This mail comes once.';
