import { BlockList, isIP } from 'node:net';

/** What no stranger's address may lead to, from the special-purpose registries of IANA (RFC 6890) and what clouds put beside them. */
const reserved = blockList([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  // Where one cloud answers its machines, at an address like anybody's.
  '168.63.129.16/32',
  // Of what IPv6 has for everybody: special purposes, documentation, and IPv4 in disguise.
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '3fff::/20',
]);

/** Only these are everybody's; all else of IPv6 is local, multicast, mapped IPv4 or unassigned. */
const everybodys = blockList(['2000::/3']);

/**
 * Whether an address (text of an IP address) is one of the public network, or among those that the operator allows; false for what is no
 * address. IPv6 addresses that stand for an IPv4 address are judged by `allowed` as that one, and are never public.
 */
export function isAllowedAddress(address: string, allowed: BlockList | null): boolean {
  const family = isIP(address);
  if (family === 0 || address.includes('%')) return false;
  const kind = family === 4 ? 'ipv4' : 'ipv6';
  if (allowed?.check(address, kind) === true) return true;
  if (family === 6 && !everybodys.check(address, 'ipv6')) return false;
  return !reserved.check(address, kind);
}

/** Ranges that the operator allows although they are not public, as `10.1.0.0/16` or one address; throws for what is none. */
export function blockList(ranges: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address);
    const most = family === 4 ? 32 : 128;
    const prefix = bits === undefined ? most : /^\d{1,3}$/u.test(bits) ? Number(bits) : Number.NaN;
    if (family === 0 || !(prefix <= most) || range.split('/').length > 2)
      throw new Error(`${range} is no range of addresses`);
    list.addSubnet(address, prefix, family === 4 ? 'ipv4' : 'ipv6');
  }
  return list;
}
