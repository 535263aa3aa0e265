const REMEMBERED = Array.from({ length: 128 }, (_, exponent) => 10n ** BigInt(exponent));

/** 10^exponent for a whole exponent of at least 0; small ones are looked up, since every rescale asks for one. */
export function powerOfTen(exponent: number): bigint {
  return REMEMBERED[exponent] ?? 10n ** BigInt(exponent);
}
