import type { ExposureCalculated, Unvalued } from '@gimbal/contracts/risk/v1/exposure_events';
import { type InstrumentTraits, instrumentTraits } from '../exposure/instrumentTraits.js';
import { tenorOf } from '../exposure/tenorVega.js';
import type { ComponentPath } from './componentPath.js';

/** A number that stands in the exposure only while something is held that has it. */
export type SectionPath = Extract<ComponentPath, { kind: 'vega_by_tenor' | 'cross_gamma' | 'basis' | 'look_through' }>;

/**
 * What the exposure couldn't value and might belong to a section's number, if anything: while there is such a leg,
 * nobody knows that the number is zero.
 */
export function hiddenLeg(exposure: ExposureCalculated, path: SectionPath): Unvalued | undefined {
  return exposure.unvalued.find((unvalued) => mayBelong(exposure, path, unvalued));
}

function mayBelong(exposure: ExposureCalculated, path: SectionPath, unvalued: Unvalued): boolean {
  // A loan is of plain coins, which have no vega: it rests on others, and a dollar coin has its peg.
  if (isLoan(exposure, unvalued))
    return !unvalued.valueKept && (path.kind === 'look_through' || (path.kind === 'basis' && mayLend(path, unvalued)));
  const traits = instrumentTraits(unvalued.instrumentId);
  // What an id that can't be read holds is anybody's guess.
  const isUnreadable = traits.instrument === undefined && !unvalued.valueKept;
  switch (path.kind) {
    case 'vega_by_tenor':
      return isUnreadable || (lacksGreeks(unvalued) && hasVega(traits, path, exposure.cut?.timeUs ?? 0n));
    case 'cross_gamma':
      return (
        isUnreadable ||
        unvalued.code === 'unknown_pool' ||
        (lacksGreeks(unvalued) && [traits.quoteAsset, traits.follower].includes(path.otherAsset))
      );
    case 'basis':
      return isUnreadable || (traits.follower === path.asset && lacksBasis(unvalued));
    case 'look_through':
      return !unvalued.valueKept || unvalued.code === 'unknown_pool';
  }
}

function isLoan({ health }: ExposureCalculated, { accountId, instrumentId }: Unvalued): boolean {
  return health.some(
    (each) =>
      each.accountId === accountId &&
      (instrumentId === each.deployment || instrumentId.startsWith(`${each.deployment}:`)),
  );
}

/** `deployment:ASSET:side`, or the deployment alone of an account that couldn't be read at all. */
function mayLend({ asset }: Extract<SectionPath, { kind: 'basis' }>, { instrumentId }: Unvalued): boolean {
  const sided = /:([^:]+):(?:supply|debt)$/.exec(instrumentId);
  return sided === null || sided[1] === asset;
}

function lacksGreeks({ valueKept, code }: Unvalued): boolean {
  return !valueKept || code === 'missing_greek' || code === 'missing_spot';
}

function lacksBasis({ valueKept, code }: Unvalued): boolean {
  return !valueKept || code === 'missing_basis';
}

/** An expired option has none any more, whatever else isn't known of it. */
function hasVega(
  traits: InstrumentTraits,
  { daysMax, asset }: Extract<SectionPath, { kind: 'vega_by_tenor' }>,
  timeUs: bigint,
): boolean {
  const { instrument, expiryMs, volPeriodDays } = traits;
  if (expiryMs === undefined && volPeriodDays === undefined) return false;
  if (expiryMs !== undefined && BigInt(expiryMs) * 1_000n <= timeUs) return false;
  if (asset !== undefined && instrument !== undefined && 'underlying' in instrument && instrument.underlying !== asset)
    return false;
  return tenorOf(traits, timeUs) === daysMax;
}
