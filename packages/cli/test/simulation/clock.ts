/** The time of a simulation: a minute goes by with every look at it, so that a seed gives the same ids again. */
export class Clock {
  #minutes = 0;

  /** RFC 3339 in UTC. */
  now(): string {
    this.#minutes += 1;
    return new Date(Date.UTC(2026, 1, 1, 0, this.#minutes)).toISOString();
  }

  /** Unlike any other. */
  nonce(): string {
    return `nonce ${this.#minutes}`;
  }
}
