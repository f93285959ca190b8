import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';
import { inGhostTable, notForWord, WORD_SETTINGS, wordButton } from './outlook.template.js';

/** The frame of every mail of the publication. */
export interface MailFrame {
  title: string;
  /** The text that mail programs show after the subject in the list of mails. It is hidden in the mail itself. */
  preheader: string;
  children: ComponentChildren;
}

/** Typefaces that every mail program has; titles look like a paper, the rest like a page. */
export const SERIF = "Georgia,'Iowan Old Style','Times New Roman',serif";
export const SANS = "-apple-system,'Segoe UI',Roboto,Arial,sans-serif";

// Colours are inline for programs that drop <style>. The classes replace them in the dark scheme.
export const INK = '#1c1b19';
export const SOFT = '#5f5b54';
export const ACCENT = '#b3401a';
export const DARK_ACCENT = '#f0976c';

/** Placeholders for the logo and the postal address of a publication. */
export const LOGO_PLACE = 'THExLOGOxGOESxHERE';
export const ADDRESS_PLACE = 'THExADDRESSxGOESxHERE';

const STYLE = `
:root{color-scheme:light dark;supported-color-schemes:light dark}
body{margin:0;padding:0;-webkit-text-size-adjust:100%}
a{text-decoration:none}
.title a:hover,.vote{text-decoration:underline}
@media (max-width:480px){.gutter{padding-left:20px!important;padding-right:20px!important}.rank{width:30px!important;font-size:22px!important}.name{font-size:32px!important}}
@media (prefers-color-scheme:dark){
.desk{background-color:#141311!important}
.sheet{background-color:#1d1b18!important;border-color:#35322c!important}
.ink,.ink a{color:#f1ede4!important}
.soft,.soft a{color:#aaa397!important}
.accent,.accent a,.soft .vote{color:${DARK_ACCENT}!important}
.line{border-color:#35322c!important}
.rule{background-color:#f1ede4!important}
.button{background-color:${DARK_ACCENT}!important;color:#1d1b18!important}
.tag{background-color:#302c26!important;color:#cfc8ba!important}
}`;

/** The largest width of the sheet, in px. */
const SHEET_PX = 600;

// Padding after the preheader, so that the list of mails does not show the following text.
const FILLER = '\u034f\u00a0\u200c'.repeat(60);

/** The page of a mail: one sheet of 600 px, in the reader's light or dark scheme. */
export function MailPage({ title, preheader, children }: MailFrame) {
  return (
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <meta name="format-detection" content="telephone=no,date=no,address=no,email=no" />
        <title>{title}</title>
        <style dangerouslySetInnerHTML={{ __html: STYLE }} />
      </head>
      <body class="desk" style="margin:0;padding:0;background-color:#f3f1ec">
        <div style="display:none;max-height:0;overflow:hidden;opacity:0;mso-hide:all">
          {preheader}
          {FILLER}
        </div>
        <Rows class="desk" style="background-color:#f3f1ec">
          <tr>
            <td
              align="center"
              style="padding:24px 8px 40px"
              dangerouslySetInnerHTML={{
                __html: inGhostTable(render(<Sheet>{children}</Sheet>), SHEET_PX) + ADDRESS_PLACE,
              }}
            />
          </tr>
        </Rows>
      </body>
    </html>
  );
}

function Sheet({ children }: { children: ComponentChildren }) {
  return (
    <Rows
      class="sheet"
      // A word that is longer than the line, such as a formula or an address, is broken.
      style={`max-width:${SHEET_PX}px;background-color:#ffffff;border:1px solid #e4e0d7;border-radius:6px;word-break:break-word`}
    >
      <tr>
        <td align="center">{LOGO_PLACE}</td>
      </tr>
      {children}
    </Rows>
  );
}

/** A table for layout, which screen readers read as plain text. */
export function Rows(props: { class?: string; style?: string; children: ComponentChildren }) {
  return (
    <table
      role="presentation"
      width="100%"
      cellpadding="0"
      cellspacing="0"
      class={props.class}
      style={`border-collapse:separate;width:100%;${props.style ?? ''}`}
    >
      <tbody>{props.children}</tbody>
    </table>
  );
}

/** A link that looks like a button. */
export function Button({ href, children }: { href: string; children: string }) {
  const link = (
    <a
      class="button"
      href={href}
      style={`display:inline-block;padding:13px 24px;border-radius:4px;background-color:${ACCENT};color:#ffffff;font:600 16px/20px ${SANS};text-decoration:none`}
    >
      {children}
    </a>
  );
  return (
    <span
      dangerouslySetInnerHTML={{ __html: wordButton(href, children, ACCENT) + notForWord(render(link)) }}
    />
  );
}

/** The HTML document of a mail. */
export function mailDocument(frame: MailFrame): string {
  const page = render(<MailPage {...frame} />);
  return `<!DOCTYPE html>${page.replace('</head>', () => `${WORD_SETTINGS}</head>`)}`;
}
