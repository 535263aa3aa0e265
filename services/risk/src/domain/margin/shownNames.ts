import { NAMES_SHOWN_MAX } from '../../limits.js';

/** The names that could have been given, for the end of an expectation: ", one of WETH, USDC"; nothing when there are none. */
export function shownNames(names: readonly string[]): string {
  if (names.length === 0) return '';
  const more = names.length > NAMES_SHOWN_MAX ? ` and ${names.length - NAMES_SHOWN_MAX} more` : '';
  return `, one of ${names.slice(0, NAMES_SHOWN_MAX).join(', ')}${more}`;
}
