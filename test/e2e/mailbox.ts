import { testStack } from '@paperboy/testing';

/** A mail as the mailbox tells it. */
export interface Mail {
  subject: string;
  html: string;
  text: string;
  headers: Record<string, string>;
  to: { address: string }[];
}

/** The mails to an address, oldest first. */
export async function mailTo(address: string): Promise<Mail[]> {
  const answer = await fetch(`${testStack().mailboxUrl}/api/email`, { signal: AbortSignal.timeout(5_000) });
  const mails = (await answer.json()) as (Mail & { time: string })[];
  return mails
    .filter((mail) => mail.to.some((to) => to.address === address))
    .sort((a, b) => a.time.localeCompare(b.time));
}

/** The links of a mail's text that lead to the site. */
export function linksIn(mail: Mail | undefined, publicUrl: string): string[] {
  return [...(mail?.text.matchAll(/https?:\/\/\S+/g) ?? [])]
    .map(([link]) => link)
    .filter((link) => link.startsWith(publicUrl));
}
