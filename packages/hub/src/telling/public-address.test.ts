import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { receiverProblem } from './post.ts';
import { blockList, isAllowedAddress } from './public-address.ts';

const refused = [
  ...['0.0.0.0', '0.1.2.3', '10.0.0.1', '10.255.255.255', '100.64.0.1', '100.100.100.200', '100.127.255.255'],
  ...['127.0.0.1', '127.1.2.3', '169.254.0.1', '169.254.169.254', '169.254.170.2', '172.16.0.1', '172.31.255.255'],
  ...['192.0.0.1', '192.0.0.192', '192.0.2.1', '192.88.99.1', '192.168.0.1', '192.168.255.255', '198.18.0.1'],
  ...['198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.250', '240.0.0.1', '255.255.255.255'],
  ...['168.63.129.16', '::', '::1', '::ffff:127.0.0.1', '::ffff:169.254.169.254', '::ffff:8.8.8.8', '::ffff:a00:1'],
  ...[
    '::127.0.0.1',
    '::8.8.8.8',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:0:7f00:1::',
    '2001:db8::1',
  ],
  ...[
    '2002:7f00:1::',
    '2002:a9fe:a9fe::1',
    '3fff::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fd12:3456::1',
    'fe80::1',
  ],
  ...['fe80::1%eth0', 'fec0::1', 'ff02::1', 'ff05::1:3', '4000::1', '1::', '2606:4700::1111%1'],
  ...['', 'localhost', '1.2.3', '0x7f.1', '2130706433', '8.8.8.8:80', '[::1]', '8.8.8.8/8', '8.8.8.08'],
];

const open = [
  '1.1.1.1',
  '8.8.8.8',
  '9.255.255.255',
  '11.0.0.0',
  '100.63.255.255',
  '100.128.0.0',
  '126.255.255.255',
].concat(
  ['128.0.0.0', '169.253.255.255', '169.255.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255', '192.169.0.0'],
  [
    '198.17.255.255',
    '198.20.0.0',
    '223.255.255.255',
    '2606:4700::1111',
    '2a00:1450::1',
    '2001:200::1',
    '2003::1',
    '2400::1',
  ],
);

describe('where strangers may lead the hub', () => {
  test.each(refused)('never to %s', (address) => expect(isAllowedAddress(address, null)).toBe(false));
  test.each(open)('to %s', (address) => expect(isAllowedAddress(address, null)).toBe(true));

  test('no IPv4 address in the clothes of IPv6 is let in, whatever it is', () => {
    const v4 = fc.ipV4();
    const hex = v4.map((address) => {
      const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number);
      return [(a * 256 + b).toString(16), (c * 256 + d).toString(16)] as const;
    });
    fc.assert(fc.property(v4, (address) => !isAllowedAddress(`::ffff:${address}`, null)));
    fc.assert(fc.property(v4, (address) => !isAllowedAddress(`::${address}`, null)));
    fc.assert(fc.property(hex, ([high, low]) => !isAllowedAddress(`2002:${high}:${low}::1`, null)));
    fc.assert(fc.property(hex, ([high, low]) => !isAllowedAddress(`64:ff9b::${high}:${low}`, null)));
    fc.assert(fc.property(hex, ([high, low]) => !isAllowedAddress(`::ffff:0:${high}:${low}`, null)));
  });

  test('what the operator allows is allowed, and nothing beside it', () => {
    const allowed = blockList(['10.1.0.0/16', '::1']);
    for (const address of ['10.1.2.3', '::1', '8.8.8.8']) expect(isAllowedAddress(address, allowed)).toBe(true);
    for (const address of ['10.2.0.1', '127.0.0.1', '::2']) expect(isAllowedAddress(address, allowed)).toBe(false);
    for (const range of ['10.0.0.0/33', 'x', '10.0.0.0/', '::/129', '1.1.1.1/-1'])
      expect(() => blockList([range])).toThrow(`${range} is no range`);
  });

  test('by no URL but a plain https one', () => {
    expect(receiverProblem('https://example.org/hook?a=b', { allowed: null })).toBe(null);
    expect(receiverProblem('http://example.org', { allowed: blockList(['127.0.0.1']) })).toBe(null);
    const wrong = [
      'http://example.org',
      'ftp://example.org',
      'file:///etc/passwd',
      'javascript:1',
      '',
      '//x',
      'https://',
    ];
    for (const url of [...wrong, 'https://a:b@example.org', `https://example.org/${'x'.repeat(3_000)}`])
      expect(receiverProblem(url, { allowed: null })).not.toBe(null);
  });
});
