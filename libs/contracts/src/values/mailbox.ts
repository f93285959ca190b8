/** Providers whose mailboxes take dots anywhere in the local part. */
const WITHOUT_DOTS: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);

/** Providers whose addresses belong to strangers to each other; one domain of theirs is no one's to be protected. */
const PUBLIC_PROVIDERS: ReadonlySet<string> = new Set([
  ...WITHOUT_DOTS,
  ...[
    'outlook.com',
    'hotmail.com',
    'live.com',
    'msn.com',
    'yahoo.com',
    'yahoo.co.jp',
    'yahoo.co.uk',
    'aol.com',
  ],
  ...['icloud.com', 'me.com', 'mac.com', 'proton.me', 'protonmail.com', 'pm.me', 'fastmail.com', 'zoho.com'],
  ...['gmx.de', 'gmx.net', 'gmx.com', 'gmx.at', 'gmx.ch', 'web.de', 't-online.de', 'mail.com', 'posteo.de'],
  ...['qq.com', '163.com', '126.com', 'sina.com', 'foxmail.com', 'naver.com', 'daum.net', 'hanmail.net'],
  ...['mail.ru', 'yandex.ru', 'yandex.com', 'orange.fr', 'free.fr', 'laposte.net', 'libero.it', 'seznam.cz'],
]);

/**
 * The mailbox that an address most likely ends in, for counting only: without the part behind a plus, in lower case,
 * and without dots for the providers that ignore them. Mail goes to the address as it was typed.
 */
export function mailboxOf(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = domainOf(address);
  const local = address.slice(0, at).toLowerCase();
  const plain = local.replace(/(?<=.)\+.*$/, '');
  return WITHOUT_DOTS.has(domain) ? `${plain.replaceAll('.', '')}@gmail.com` : `${plain}@${domain}`;
}

/** The domain of an address. */
export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase();
}

/**
 * An address as operators and the owners of links see it: `a…@example.org`. It is enough to recognise the address and not
 * enough to write to it, so that a forwarded link does not tell it.
 */
export function maskedAddress(address: string): string {
  return `${address.slice(0, 1)}…${address.slice(address.lastIndexOf('@'))}`;
}

/** Whether the addresses of a domain belong to strangers, so that many a day are nothing unusual. */
export function isPublicProvider(domain: string): boolean {
  return PUBLIC_PROVIDERS.has(domain);
}
