import { formatDecimal, parseDecimal } from '@gimbal/money';

/** 41.01 % as 0.4101, exact; what is empty stays empty. */
export function percentAsFraction(percent: string): string {
  const parsed = parseDecimal(percent);
  return parsed.ok ? formatDecimal({ unscaled: parsed.value.unscaled, scale: parsed.value.scale + 2 }) : '';
}
