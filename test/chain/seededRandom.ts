import { seededRandom as unitsOf } from '../seededRandom.ts';

/** Numbers that look random and are the same for the same seed: a failing run is repeated by its printed seed. */
export interface SeededRandom {
  /** From 0 (included) to 1 (left out). */
  unit(): number;
  /** A whole number from `min` to `max`, both included. */
  whole(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<Entry>(entries: readonly Entry[]): Entry;
  /** `count` random bytes as an unsigned integer. */
  bits(count: number): bigint;
  /** A float spread evenly over the orders of magnitude from `min` to `max`. */
  logUniform(min: number, max: number): number;
}

/** Draws in the shapes that the chain's cases need. */
export function seededRandom(seed: number): SeededRandom {
  const unit = unitsOf(seed);
  // The generator's 32 bits: `unit` is one of 2^32 even steps, so the product is whole.
  const next32 = (): number => unit() * 2 ** 32;
  return {
    unit,
    whole: (min, max) => min + Math.floor(unit() * (max - min + 1)),
    chance: (probability) => unit() < probability,
    pick: (entries) => entries[Math.floor(unit() * entries.length)]!,
    bits: (count) => {
      let value = 0n;
      for (let drawn = 0; drawn < count; drawn += 32) value = (value << 32n) | BigInt(next32());
      return value & ((1n << BigInt(count)) - 1n);
    },
    logUniform: (min, max) => min * (max / min) ** unit(),
  };
}
