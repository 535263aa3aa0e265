import type { Hex } from 'viem';
import { bloomBits, type LogsBloom, mayContain } from './logsBloom.js';

/** The contracts whose logs are wanted, with their bits in a bloom, which are looked at for every block. */
export interface WatchedAddresses {
  /** Lower case. */
  readonly list: readonly Hex[];
  has(address: Hex): boolean;
  /** Those of which the block may hold a log. */
  maybeIn(bloom: LogsBloom): readonly Hex[];
}

export function watchedAddresses(addresses: readonly Hex[]): WatchedAddresses {
  const bits = new Map(addresses.map((address) => address.toLowerCase() as Hex).map((hex) => [hex, bloomBits(hex)]));
  return {
    list: [...bits.keys()],
    has: (address) => bits.has(address),
    maybeIn: (bloom) => [...bits].filter(([, three]) => mayContain(bloom, three)).map(([address]) => address),
  };
}
