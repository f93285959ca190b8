/** Providers that ignore dots in the local part. */
const WITHOUT_DOTS: ReadonlySet<string> = new Set(['gmail.com', 'googlemail.com']);

/** Providers whose addresses belong to unrelated people, so that limits by domain make no sense for them. */
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
 * The mailbox to which an address most likely belongs, for counting only: without the part after a plus, in lower case,
 * and without dots for providers that ignore them. Mail is sent to the address itself.
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
 * An address as operators and the owners of links see it: `a…@example.org`. A reader recognises the address, but a
 * forwarded link does not reveal it.
 */
export function maskedAddress(address: string): string {
  return `${address.slice(0, 1)}…${address.slice(address.lastIndexOf('@'))}`;
}

/** Whether the addresses of a domain belong to unrelated people, so that many of them a day are not unusual. */
export function isPublicProvider(domain: string): boolean {
  return PUBLIC_PROVIDERS.has(domain);
}
