import { describe, expect, it } from '@jest/globals';
import { isPrivateHost, isPublicAddress, PrivateAddress, publicLookup } from './public-address.js';

describe('the address of a source', () => {
  it.each(['8.8.8.8', '151.101.3.42', '172.32.0.1', '2606:4700::1111', '2a04:4e42::1'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    ...[
      '127.0.0.1',
      '10.1.2.3',
      '169.254.169.254',
      '172.16.0.1',
      '192.168.1.1',
      '100.100.100.200',
      '0.0.0.0',
    ],
    ...[
      '224.0.0.1',
      '255.255.255.255',
      '::1',
      '::',
      '::ffff:127.0.0.1',
      'fd00:ec2::254',
      'fe80::1',
      'ff02::1',
    ],
    ...['2002:7f00:1::', '64:ff9b::7f00:1', '2001:db8::1', 'localhost', ''],
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it('is seen in a URL however it is written there', () => {
    const hosts = ['http://2130706433/', 'http://0x7f.1/', 'http://[::1]/', 'http://169.254.169.254/'];
    expect(hosts.map((url) => isPrivateHost(new URL(url).hostname))).toEqual([true, true, true, true]);
    expect(isPrivateHost(new URL('http://papers.example/').hostname)).toBe(false);
  });

  it('is looked up when it is a name, and refused when the name leads home', async () => {
    const error = await new Promise((resolve) => publicLookup('localhost', { all: true }, resolve));
    expect(error).toBeInstanceOf(PrivateAddress);
  });
});
