import { formatHealth, formatNumber, formatPercent, formatUsd, type MaybeNumber } from './numbers.js';
import { HEALTH_LIMIT, LIMIT_COMPONENTS, LIMIT_SIDE_SIGNS, nameOf, PATH_LIMIT } from './wireNames.js';

/** What a limit watches, as LimitSet and BreachOpened say it. */
export interface WatchedNumber {
  readonly component: number | null;
  readonly path: string;
}

interface WatchedPlace {
  readonly accountId: string;
  readonly scope?: { readonly name: string } | undefined;
}

/** Sums in USD whose paths end in the name of what they are about. */
const USD_PATHS: ReadonlySet<string> = new Set(['vega_by_tenor', 'cross_gamma', 'look_through']);
const SHARES: ReadonlySet<string> = new Set(['usage', 'distance_to_liquidation', 'basis']);
const OTHER_DIGITS = 4;

/** A path by its own name, the others by theirs. */
export function watchedName({ component, path }: WatchedNumber): string {
  return component === PATH_LIMIT ? path : nameOf(LIMIT_COMPONENTS, component);
}

/** Where beneath the portfolio a limit looks; empty for the whole of it. An account goes by its venue. */
export function watchedPlace({ scope, accountId }: WatchedPlace): string {
  return scope?.name ?? accountId.split(':')[0] ?? '';
}

/** A value or a level in the unit that the limit's path names. */
export function watchedValue(watched: WatchedNumber, value: MaybeNumber): string {
  if (watched.component === HEALTH_LIMIT) return formatHealth(value);
  if (watched.component !== PATH_LIMIT) return formatUsd(value);
  const [head = '', ...rest] = watched.path.split('/');
  // `basis/ASSET` alone is the basis itself.
  const field = head === 'basis' ? (rest[1] ?? 'basis') : (rest.at(-1) ?? head);
  if (USD_PATHS.has(head) || /(^|_)usd(_|$)/.test(field)) return formatUsd(value);
  if (field === 'health_factor') return formatHealth(value);
  if (SHARES.has(field)) return formatPercent(value);
  return head === 'unvalued' ? formatNumber(value) : formatNumber(value, OTHER_DIGITS);
}

/** A level with its good side: of the size of a delta at most, of a health at least, of a path what the limit says. */
export function watchedLevel(watched: WatchedNumber & { readonly side: number | null }, level: MaybeNumber): string {
  const said = nameOf(LIMIT_SIDE_SIGNS, watched.side);
  const known = watched.component === HEALTH_LIMIT ? '≥' : watched.component === PATH_LIMIT ? '' : '±';
  return `${said || known}${watchedValue(watched, level)}`;
}
