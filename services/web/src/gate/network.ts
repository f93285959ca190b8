import { createHmac } from 'node:crypto';

/**
 * The network under which the address of a client is counted. An IPv4 address counts by itself. Of an IPv6 address the
 * first 64 bits count, since every customer of a provider has at least that many addresses.
 */
export function networkOf(address: string): string {
  const plain = address.replace(/%.*$/, '').toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const behind = tail ? tail.split(':') : [];
  const zeros = Array.from({ length: Math.max(0, 8 - before.length - behind.length) }, () => '0');
  const groups = [...before, ...zeros, ...behind].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

/** A keyed hash of a network. It shows whether two networks are the same, but not which network it is. */
export function networkMark(network: string, secret: string): string {
  return createHmac('sha256', secret).update(`network ${network}`).digest('base64url').slice(0, 16);
}
