import type { DeriveOption } from '../derive/deriveMarket.js';

/** An option by the name of its leg: expiry in Unix seconds, strike, and C or P. */
export function optionLegId({ expiryS, strikeUsd, right }: Omit<DeriveOption, 'amount'>): string {
  return `${expiryS}-${strikeUsd}-${right === 'call' ? 'C' : 'P'}`;
}

/** The option that a leg's name means, or undefined when it names none. */
export function optionOfLeg(legId: string): Omit<DeriveOption, 'amount'> | undefined {
  const match = /^(\d{1,12})-(\d{1,12}(?:\.\d{1,8})?)-([CP])$/.exec(legId);
  if (match === null) return undefined;
  const [, expiryS, strikeUsd, letter] = match;
  return { expiryS: Number(expiryS), strikeUsd: Number(strikeUsd), right: letter === 'C' ? 'call' : 'put' };
}

/** The options with a change of one; those that come to zero drop out, a new one stands last. */
export function withOption(
  options: readonly DeriveOption[],
  traded: Omit<DeriveOption, 'amount'>,
  change: number,
): readonly DeriveOption[] {
  const legId = optionLegId(traded);
  const isThere = options.some((option) => optionLegId(option) === legId);
  const changed = isThere
    ? options.map((option) => (optionLegId(option) === legId ? { ...option, amount: option.amount + change } : option))
    : [...options, { ...traded, amount: change }];
  return changed.filter(({ amount }) => amount !== 0);
}
