/** Hands out addresses so that no two parts of a document share one. A second part of a name gets `-2`, and so on. */
export class AddressPool {
  private readonly taken = new Set<string>();
  private next: Map<string, number> | null = null;

  /** The address itself, or the first free one with a number behind it. */
  claim(address: string): string {
    return this.reserve(address, address);
  }

  /** An address under which `[1]`, `[2]` … belong to the caller alone. */
  claimIndexed(address: string): string {
    return this.reserve(address, `${address}[`);
  }

  private reserve(address: string, key: string): string {
    if (!this.taken.has(key)) {
      this.taken.add(key);
      return address;
    }
    const suffix = key.slice(address.length);
    this.next ??= new Map();
    let number = this.next.get(key) ?? 2;
    while (this.taken.has(`${address}-${number}${suffix}`)) number += 1;
    this.next.set(key, number + 1);
    this.taken.add(`${address}-${number}${suffix}`);
    return `${address}-${number}`;
  }
}

/** Joins address segments; the top has the empty address. */
export function joinAddress(parent: string, segment: string): string {
  return parent === '' ? segment : `${parent}.${segment}`;
}

/** The last segment of a schema part's address: `non-goals` of `overview.non-goals`. */
export function lastSegment(address: string): string {
  return address.slice(address.lastIndexOf('.') + 1);
}

/** True when an address is `outer` or of something within it. */
export function isAtOrBelow(address: string, outer: string): boolean {
  return address === outer || address.startsWith(`${outer}.`) || address.startsWith(`${outer}[`);
}
