import type { PageState } from '../data/pageState.js';
import { watchedLevel, watchedName, watchedPlace, watchedValue } from '../format/limitWords.js';
import { formatPercent } from '../format/numbers.js';
import { formatCountdown, microsOf } from '../format/times.js';
import { AT_LEAST, HEALTH_LIMIT, SOFT_LIMIT } from '../format/wireNames.js';

type Standing = PageState['limits'][number];

export type LimitTone = 'good' | 'warn' | 'bad' | '';

/** A limit and where it stands, in words. */
export interface LimitLine {
  readonly limitId: string;
  readonly name: string;
  readonly place: string;
  readonly severity: 'soft' | 'hard';
  readonly value: string;
  /** The level in force: the waiver's while there is one. */
  readonly level: string;
  /** 1 is on the level; undefined where a share of it says nothing. */
  readonly used: number | undefined;
  readonly usedText: string;
  readonly tone: LimitTone;
  /** Its breach is open: also while the value is back behind the level, and not yet behind the one that closes it. */
  readonly isBroken: boolean;
  /** The open breach, a pending change, a waiver, and why there is no value. */
  readonly notes: readonly string[];
  readonly title: string;
}

/** From here on a limit is near: as in the figures of the delta and of the health. */
const NEAR_SHARE = 0.8;
const NEAR_SHARE_OF_FLOOR = 1 / 1.02;

export function limitLines(limits: PageState['limits'], clockUs: number): LimitLine[] {
  return limits.flatMap((standing) => lineOf(standing, clockUs) ?? []);
}

function lineOf(standing: Standing, clockUs: number): LimitLine | undefined {
  const { limit, value, openBreachId, waiver, waiverInForce, unavailableReason } = standing;
  if (limit === undefined) return undefined;
  const used = standing.used ?? undefined;
  const level = waiverInForce && waiver !== undefined ? waiver.level : limit.level;
  return {
    limitId: limit.limitId,
    name: watchedName(limit),
    place: watchedPlace(limit),
    severity: limit.severity === SOFT_LIMIT ? 'soft' : 'hard',
    value: watchedValue(limit, value),
    level: watchedLevel(limit, Number(level)),
    used,
    usedText: formatPercent(used, 0),
    tone: toneOf(standing),
    isBroken: openBreachId !== '',
    notes: [
      openBreachId === '' ? '' : `Broken: ${openBreachId}.`,
      pendingWords(standing),
      waiverWords(standing, clockUs),
      unavailableReason,
    ].filter((note) => note !== ''),
    title: [limit.limitId, `set by ${limit.setBy}`, limit.approvedBy && `approved by ${limit.approvedBy}`]
      .filter(Boolean)
      .join(', '),
  };
}

function toneOf({ limit, used, openBreachId }: Standing): LimitTone {
  if (openBreachId !== '') return 'bad';
  if (typeof used !== 'number') return '';
  // A health of 1.3 is far above a limit of 1.05, and uses 81 % of it.
  const isFloor = limit?.component === HEALTH_LIMIT || limit?.side === AT_LEAST;
  if (used > 1) return 'bad';
  return used > (isFloor ? NEAR_SHARE_OF_FLOOR : NEAR_SHARE) ? 'warn' : 'good';
}

function pendingWords({ limit, pending }: Standing): string {
  if (pending === undefined || limit === undefined) return '';
  const by = pending.proposed?.setBy ?? '';
  if (pending.removal) return `To be removed, says ${by}.`;
  const level = watchedLevel(pending.proposed ?? limit, Number(pending.proposed?.level ?? limit.level));
  return `To become ${level}, says ${by}.`;
}

function waiverWords({ limit, waiver, waiverInForce }: Standing, clockUs: number): string {
  if (waiver === undefined || limit === undefined) return '';
  const endsIn = formatCountdown(microsOf(waiver.expiresAtUs) - clockUs);
  if (waiverInForce) return `Waived from ${watchedLevel(limit, Number(limit.level))} for ${endsIn} more.`;
  return `Waiver up to ${watchedLevel(limit, Number(waiver.level))} asked for by ${waiver.requestedBy}, ends in ${endsIn}.`;
}
