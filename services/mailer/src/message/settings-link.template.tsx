import { Button, INK, SERIF } from '../letter/mail-frame.template.js';
import { Fine, shortMail } from './short-mail.template.js';

/** The content of the mail with a new link to the settings. */
export interface SettingsLink {
  publication: string;
  settingsUrl: string;
}

/** The subject of a mail with a link to the settings. */
export function settingsLinkSubject({ publication }: SettingsLink): string {
  return `Your settings at ${publication}`;
}

/** Its HTML part. */
export function settingsLinkHtml(link: SettingsLink): string {
  return shortMail({
    publication: link.publication,
    title: settingsLinkSubject(link),
    preheader: 'Choose what comes, and when.',
    children: (
      <>
        <h1 class="ink" style={`margin:0 0 24px;font:700 21px/28px ${SERIF};color:${INK}`}>
          Choose what comes, and when
        </h1>
        <Button href={link.settingsUrl}>Open my settings</Button>
        <Fine>{NOTE}</Fine>
      </>
    ),
  });
}

/** Its text part. */
export function settingsLinkText(link: SettingsLink): string {
  return `${link.publication}

Choose what comes, and when:
${link.settingsUrl}

${NOTE}
`;
}

const NOTE =
  'Somebody with a mail of ours, we hope you, asked for this link. If it was not you, do nothing: nothing was changed. The link is good for five weeks; who has it can change this subscription.';
