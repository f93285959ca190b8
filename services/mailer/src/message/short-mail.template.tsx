import type { ComponentChildren } from 'preact';
import { INK, type MailFrame, mailDocument, SANS, SERIF, SOFT } from '../letter/mail-frame.template.js';

/** The HTML document of a mail without a list of papers: the publication's name, and the content below it. */
export function shortMail({ publication, children, ...frame }: MailFrame & { publication: string }): string {
  return mailDocument({
    ...frame,
    children: (
      <tr>
        <td class="gutter" style="padding:36px 40px">
          <p class="ink" style={`margin:0 0 20px;font:700 26px/30px ${SERIF};color:${INK}`}>
            {publication}
          </p>
          {children}
        </td>
      </tr>
    ),
  });
}

/** The heading of a short mail, and the text below it. */
export function Opening({ heading, children }: { heading: string; children: ComponentChildren }) {
  return (
    <>
      <h1 class="ink" style={`margin:0;font:700 21px/28px ${SERIF};color:${INK}`}>
        {heading}
      </h1>
      <p class="ink" style={`margin:10px 0 24px;font:16px/25px ${SERIF};color:${INK}`}>
        {children}
      </p>
    </>
  );
}

/** The small text at the end of a short mail. */
export function Fine({ children }: { children: ComponentChildren }) {
  return (
    <p class="soft" style={`margin:26px 0 0;font:13px/20px ${SANS};color:${SOFT}`}>
      {children}
    </p>
  );
}
