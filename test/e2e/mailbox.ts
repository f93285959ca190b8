import { testStack } from '@paperboy/testing';

/** A mail as the mailbox tells it. */
export interface Mail {
  id: string;
  subject: string;
  html: string;
  text: string;
  to: { address: string }[];
}

/** The mails to an address, oldest first. */
export async function mailTo(address: string): Promise<Mail[]> {
  const [mails = []] = await mailToEach([address]);
  return mails;
}

/** The mails to each of these addresses, oldest first, in one look at the mailbox. */
export async function mailToEach(addresses: readonly string[]): Promise<Mail[][]> {
  const answer = await fetch(`${testStack().mailboxUrl}/api/email`, { signal: AbortSignal.timeout(5_000) });
  const mails = ((await answer.json()) as (Mail & { time: string })[]).sort((a, b) =>
    a.time.localeCompare(b.time),
  );
  return addresses.map((address) => mails.filter((mail) => mail.to.some((to) => to.address === address)));
}

/** The links of a mail's text that lead to the site. */
export function linksIn(mail: Mail | undefined, publicUrl: string): string[] {
  return [...(mail?.text.matchAll(/https?:\/\/\S+/g) ?? [])]
    .map(([link]) => link)
    .filter((link) => link.startsWith(publicUrl));
}

/** A header of a mail as it came over the wire, unfolded. */
export async function headerOf(mail: Mail | undefined, name: string): Promise<string | undefined> {
  const answer = await fetch(`${testStack().mailboxUrl}/api/email/${mail?.id}/source`, {
    signal: AbortSignal.timeout(5_000),
  });
  const [head = ''] = (await answer.text()).split(/\r?\n\r?\n/, 1);
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  const start = `${name.toLowerCase()}:`;
  return lines
    .find((line) => line.toLowerCase().startsWith(start))
    ?.slice(start.length)
    .trim();
}
