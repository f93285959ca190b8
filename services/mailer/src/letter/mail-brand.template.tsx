import { readableOn } from '@paperboy/platform';
import { render } from 'preact-render-to-string';
import type { MailerConfig } from '../mailer.config.js';
import { ACCENT, ADDRESS_PLACE, DARK_ACCENT, LOGO_PLACE, SANS, SOFT } from './mail-frame.template.js';

/** What a publication's own look changes in a mail. */
export interface MailBrand {
  /** `#rrggbb` on the light and on the dark sheet; absent where the publication has no colour of its own. */
  accents?: { light: string; dark: string };
  logoUrl?: string;
  /** The postal address, as one line. */
  address?: string;
}

/** The sheet of a mail in both schemes. */
const LIGHT_SHEET = '#ffffff';
const DARK_SHEET = '#1d1b18';

/** The look that follows from a configuration. */
export function mailBrand(
  config: Pick<
    MailerConfig,
    'PUBLICATION_ACCENT' | 'PUBLICATION_LOGO' | 'PUBLICATION_ADDRESS' | 'PUBLIC_URL'
  >,
): MailBrand {
  const { PUBLICATION_ACCENT: colour, PUBLICATION_ADDRESS: address } = config;
  return {
    ...(colour !== undefined && {
      accents: { light: readableOn(colour, [LIGHT_SHEET]), dark: readableOn(colour, [DARK_SHEET]) },
    }),
    // The icon for home screens is the logo at an address that never changes: a mail is read years later.
    ...(config.PUBLICATION_LOGO !== undefined && { logoUrl: `${config.PUBLIC_URL}/apple-touch-icon.png` }),
    ...(address !== undefined && { address }),
  };
}

/** The document of a mail with the look of the publication. */
export function brandedHtml(html: string, { accents, logoUrl, address }: MailBrand): string {
  const logo = logoUrl ? render(<Logo url={logoUrl} />) : '';
  const foot = address ? render(<Address line={address} />) : '';
  const dressed = html.replace(LOGO_PLACE, () => logo).replace(ADDRESS_PLACE, () => foot);
  if (accents === undefined) return dressed;
  return dressed.replaceAll(ACCENT, accents.light).replaceAll(DARK_ACCENT, accents.dark);
}

/** The text of a mail with the postal address below. */
export function brandedText(text: string, { address }: MailBrand): string {
  return address === undefined ? text : `${text.trimEnd()}\n\n${address}\n`;
}

function Logo({ url }: { url: string }) {
  return (
    <img
      src={url}
      alt=""
      width="48"
      height="48"
      style="display:block;margin:24px auto 0;border:0;border-radius:6px"
    />
  );
}

function Address({ line }: { line: string }) {
  return (
    <p class="soft" style={`margin:16px 0 0;font:12px/18px ${SANS};color:${SOFT}`}>
      {line}
    </p>
  );
}
