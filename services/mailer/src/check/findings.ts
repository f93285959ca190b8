import { type Finding, finding } from './finding.js';
import type { DkimSeen, SenderFacts } from './sender-facts.js';

const NO_DNS = 'The DNS could not be asked.';
const NO_ADDRESS = 'Say by --ip from which address the relay sends.';

/** Judges the facts as a mailbox provider does. Each finding that is not good says what to change. */
export function findingsOf(facts: SenderFacts): Finding[] {
  return [
    spf(facts),
    dkim(facts.dkim),
    ...facts.furtherDkim.map(dkim),
    dmarc(facts),
    reverseName(facts),
    tls(facts),
    bounces(facts),
  ];
}

function spf({ spf: seen, returnDomain, address }: SenderFacts): Finding {
  if (seen === undefined) return finding('spf', 'unknown', NO_DNS);
  const [record, ...more] = seen.records;
  const ip = address.kind === 'public' ? address.ip : undefined;
  const mechanism =
    ip === undefined ? 'ip4:THE-ADDRESS-OF-YOUR-RELAY' : `${ip.includes(':') ? 'ip6' : 'ip4'}:${ip}`;
  if (record === undefined)
    return finding(
      'spf',
      'bad',
      `${returnDomain} has no SPF record.`,
      `Put this TXT record at ${returnDomain}: "v=spf1 ${mechanism} -all". A relay of a provider has a name to include instead: "v=spf1 include:… -all".`,
    );
  if (more.length > 0)
    return finding(
      'spf',
      'bad',
      `${returnDomain} has ${seen.records.length} SPF records, so none counts.`,
      'Make one of them: all mechanisms behind a single "v=spf1".',
    );
  if (ip === undefined) return finding('spf', 'unknown', `${returnDomain} has "${record}".`, NO_ADDRESS);
  if (seen.result === 'pass') return finding('spf', 'good', `${ip} may send mail of ${returnDomain}.`);
  if (seen.result === 'permerror')
    return finding(
      'spf',
      'bad',
      `The record "${record}" can't be read${seen.comment ? `: ${seen.comment}` : ''}.`,
      'It may ask for at most ten other names; mend what is named above.',
    );
  return finding(
    'spf',
    'bad',
    `${ip} may not send mail of ${returnDomain} (${seen.result ?? 'none'}), by "${record}".`,
    `If mails come from there, put ${mechanism} before the last word of the record: "${withMechanism(record, mechanism)}".`,
  );
}

function withMechanism(record: string, mechanism: string): string {
  const words = record.trim().split(/\s+/);
  const at = words.findIndex((word) => /^[-~?+]?all$/i.test(word));
  words.splice(at < 0 ? words.length : at, 0, mechanism);
  return words.join(' ');
}

function dkim({ name, wanted, records, result, comment }: DkimSeen): Finding {
  if (records === undefined) return finding('dkim', 'unknown', NO_DNS);
  if (wanted === undefined)
    return finding(
      'dkim',
      'warning',
      records.length === 0
        ? `The mailer does not sign, and ${name} has no key.`
        : `The mailer does not sign. ${name} has a key, which the relay may sign with.`,
      'If the relay signs for this domain, npx paperboy mail test ADDRESS shows it. If not, set DKIM_KEY_FILE to an RSA key.',
    );
  const advice = `Put this TXT record at ${name}: "${wanted}".`;
  if (records.length === 0) return finding('dkim', 'bad', `${name} has no key.`, advice);
  if (result === 'pass') return finding('dkim', 'good', `Mails are signed, and ${name} has the key.`);
  return finding(
    'dkim',
    'bad',
    `The key at ${name} does not fit the signature${comment ? `: ${comment}` : ''}.`,
    `${advice} Take other keys away from there.`,
  );
}

function dmarc({ dmarc: seen, domain, dkim: { wanted }, address, reportsTo }: SenderFacts): Finding {
  if (seen === undefined) return finding('dmarc', 'unknown', NO_DNS);
  const name = `_dmarc.${domain}`;
  if (seen.record === undefined)
    return finding(
      'dmarc',
      'bad',
      `${domain} has no DMARC record, which the big providers want.`,
      `Put this TXT record at ${name}: "v=DMARC1; p=none; rua=mailto:${reportsTo}".`,
    );
  if (seen.result === 'pass') {
    return seen.policy === 'none'
      ? finding(
          'dmarc',
          'good',
          `Mails pass DMARC, and the policy is "none".`,
          'Once its reports show no mail of yours that fails, change the record to p=quarantine.',
        )
      : finding('dmarc', 'good', `Mails pass DMARC with the policy "${seen.policy}".`);
  }
  if (wanted === undefined && address.kind !== 'public')
    return finding('dmarc', 'unknown', `${name} has "${seen.record}".`, NO_ADDRESS);
  return finding(
    'dmarc',
    'bad',
    `Mails do not pass DMARC (policy "${seen.policy}"): neither SPF nor DKIM passes for ${domain}.`,
    'Mend SPF or DKIM as said above; the domain of return paths has to be the sender’s own or one below it.',
  );
}

function reverseName({ reverse, address }: SenderFacts): Finding {
  if (address.kind !== 'public')
    return finding('reverse-name', 'unknown', 'The address of the relay is not known.', NO_ADDRESS);
  if (reverse === undefined) return finding('reverse-name', 'unknown', NO_DNS);
  const { ip } = address;
  const back = reverse.find(({ leadsTo }) => leadsTo.some((other) => sameAddress(other, ip)));
  if (back)
    return finding('reverse-name', 'good', `${ip} has the name ${back.name}, which leads back to it.`);
  const [first] = reverse;
  return first === undefined
    ? finding(
        'reverse-name',
        'bad',
        `${ip} has no reverse name, and many providers refuse mail from such.`,
        `Have the provider of the address set its PTR record to the name of the relay, whose own record leads to ${ip}.`,
      )
    : finding(
        'reverse-name',
        'bad',
        `${ip} has the name ${first.name}, which does not lead back to it.`,
        `Put an ${ip.includes(':') ? 'AAAA' : 'A'} record at ${first.name}: ${ip}.`,
      );
}

function sameAddress(one: string, other: string): boolean {
  return canonical(one) === canonical(other);
}

/** The shortest form of an address, by the URL parser, since an IPv6 address can be written in several ways. */
function canonical(address: string): string {
  return address.includes(':') && URL.canParse(`http://[${address}]`)
    ? new URL(`http://[${address}]`).hostname
    : address;
}

function tls({ tls: seen }: SenderFacts): Finding {
  const { host } = seen;
  switch (seen.kind) {
    case 'trusted':
      return finding('tls', 'good', `The relay ${host} speaks TLS with a certificate for its name.`);
    case 'untrusted':
      return finding(
        'tls',
        'bad',
        `The certificate of the relay ${host} is not to be trusted: ${seen.reason}.`,
        'Name the relay in SMTP_URL as its certificate does, or give it a certificate for its name.',
      );
    case 'none':
      return seen.local
        ? finding('tls', 'good', `The relay ${host} is on this machine or in its network, and speaks no TLS.`)
        : finding(
            'tls',
            'bad',
            `The relay ${host} offers no TLS, so mails and the password go there in the open.`,
            'Let the relay offer STARTTLS, or use its smtps: address in SMTP_URL. Providers want TLS of the relay too.',
          );
    case 'away':
      return finding(
        'tls',
        'unknown',
        `The relay ${host} could not be reached: ${seen.reason}.`,
        'Check SMTP_URL.',
      );
  }
}

function bounces({ bounces: { servers, heard }, returnDomain }: SenderFacts): Finding {
  if (heard === 'provider') return finding('bounces', 'good', 'The provider tells what comes back.');
  if (heard === 'nobody')
    return finding(
      'bounces',
      'warning',
      'Nobody hears of bounces and complaints.',
      'Set BOUNCE_PORT, or SES_TOPIC_ARN with Amazon SES, as docs/operating.md says.',
    );
  if (servers === undefined) return finding('bounces', 'unknown', NO_DNS);
  return servers.length > 0
    ? finding('bounces', 'good', `Mail for ${returnDomain} goes to ${servers.join(', ')}.`)
    : finding(
        'bounces',
        'bad',
        `${returnDomain} takes no mail, so bounces are lost.`,
        `Put an MX record at ${returnDomain} that names the host from which mail reaches BOUNCE_PORT.`,
      );
}
