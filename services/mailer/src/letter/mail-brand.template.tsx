import { readableOn } from '@paperboy/platform';
import { render } from 'preact-render-to-string';
import type { MailerConfig } from '../mailer.config.js';
import { ACCENT, ADDRESS_PLACE, DARK_ACCENT, LOGO_PLACE, SANS, SOFT } from './mail-frame.template.js';

/** The parts of a mail that show the publication's own look. */
export interface MailBrand {
  /** `#rrggbb` on the light and on the dark sheet. Absent when the publication has no colour of its own. */
  accents?: { light: string; dark: string };
  logoUrl?: string;
  /** The postal address, as one line. */
  address?: string;
}

/** The background colours of the sheet in both colour schemes. */
const LIGHT_SHEET = '#ffffff';
const DARK_SHEET = '#1d1b18';

/** The look by the configuration. */
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
    // The home screen icon is the logo at an address that never changes. A mail may be read years later.
    ...(config.PUBLICATION_LOGO !== undefined && { logoUrl: `${config.PUBLIC_URL}/apple-touch-icon.png` }),
    ...(address !== undefined && { address }),
  };
}

/** Adds the look of the publication to the HTML of a mail. */
export function brandedHtml(html: string, { accents, logoUrl, address }: MailBrand): string {
  const logo = logoUrl ? render(<Logo url={logoUrl} />) : '';
  const foot = address ? render(<Address line={address} />) : '';
  const dressed = html.replace(LOGO_PLACE, () => logo).replace(ADDRESS_PLACE, () => foot);
  if (accents === undefined) return dressed;
  return dressed.replaceAll(ACCENT, accents.light).replaceAll(DARK_ACCENT, accents.dark);
}

/** Adds the postal address below the text of a mail. */
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
