import type { ExposureCalculated, ExposureLine, Unvalued } from '@gimbal/contracts/risk/v1/exposure_events';
import { LimitScopeKind } from '@gimbal/contracts/risk/v1/portfolio_events';
import {
  addAcrossAssets,
  addVector,
  exposureVectorOf,
  isUsdPegged,
  newVectorSums,
  vectorSumsOf,
} from '../exposure/exposureVector.js';
import type { BreakField, ComponentPath } from './componentPath.js';
import { hiddenLeg, type SectionPath } from './hiddenLeg.js';
import type { WatchedScope } from './limitWatch.js';

/** A number of an exposure, or why it has none: a number that isn't known is never zero. */
export type ComponentReading =
  { readonly ok: true; readonly value: number } | { readonly ok: false; readonly reason: string };

/** What an exposure says of a path in a scope, in the unit that the path names. */
export function readComponent(
  exposure: ExposureCalculated,
  path: ComponentPath,
  scope: WatchedScope,
): ComponentReading {
  switch (path.kind) {
    case 'vector':
      return readVector(exposure, path.field, scope);
    case 'delta_units':
      return readLines(exposure, scope, (lines) => lines.reduce((sum, line) => sum + line.deltaUnits, 0));
    case 'vega_by_tenor':
    case 'cross_gamma':
    case 'basis':
    case 'look_through':
      return readSection(exposure, path);
    case 'liquidity':
      return readLiquidity(exposure, path.field, scope);
    case 'health':
      return readHealth(exposure, path.field, scope);
    case 'margin':
      return readStanding(exposure.margin, path.field, scope, 'margin');
    case 'breaks':
      return readBreaks(exposure, path.field, scope);
    case 'unvalued':
      return value(exposure.unvalued.filter((each) => scope.name === '' || each.accountId === scope.name).length);
  }
}

/** Sizes, since two breaks of opposite signs are two; one that can't be valued is not zero. */
function readBreaks({ breaks }: ExposureCalculated, field: BreakField, scope: WatchedScope): ComponentReading {
  const within = breaks.filter(({ accountId }) => scope.name === '' || accountId === scope.name);
  if (field === 'count') return value(within.length);
  const unknown = within.find(({ unavailableReason }) => unavailableReason !== '');
  if (unknown !== undefined) return { ok: false, reason: unknown.unavailableReason };
  return value(within.reduce((sum, found) => sum + Math.abs(found[field]), 0));
}

function readVector(
  exposure: ExposureCalculated,
  field: Extract<ComponentPath, { kind: 'vector' }>['field'],
  scope: WatchedScope,
): ComponentReading {
  if (scope.kind === LimitScopeKind.LIMIT_SCOPE_KIND_UNSPECIFIED) return present(exposure.total?.[field], 'a total');
  return readLines(exposure, scope, (lines) => {
    const sums = newVectorSums();
    for (const { exposure: vector, asset } of lines) {
      if (vector === undefined) continue;
      // One asset alone keeps its delta even when it is a dollar; across assets the total's rule holds.
      if (scope.kind === LimitScopeKind.LIMIT_SCOPE_KIND_ASSET) addVector(sums, vectorSumsOf(vector));
      else addAcrossAssets(sums, vectorSumsOf(vector), isUsdPegged(asset));
    }
    return exposureVectorOf(sums)[field];
  });
}

/**
 * A sum over the lines in a scope. No line is a zero, for the scope's name was looked up when the limit was set: what was
 * held there is gone. But not while a leg that might belong there has no value.
 */
function readLines(
  exposure: ExposureCalculated,
  scope: WatchedScope,
  sum: (lines: readonly ExposureLine[]) => number,
): ComponentReading {
  const lines = exposure.lines.filter((line) => isWithin(line, scope));
  if (lines.length > 0) return value(sum(lines));
  const isAccount = scope.kind === LimitScopeKind.LIMIT_SCOPE_KIND_ACCOUNT;
  const hidden = exposure.unvalued.find(
    ({ valueKept, accountId }) => !valueKept && (!isAccount || accountId === scope.name),
  );
  return hidden === undefined ? value(0) : absentLeg(hidden);
}

function isWithin(line: ExposureLine, { kind, name }: WatchedScope): boolean {
  switch (kind) {
    case LimitScopeKind.LIMIT_SCOPE_KIND_ACCOUNT:
      return line.accountId === name;
    case LimitScopeKind.LIMIT_SCOPE_KIND_VENUE:
      return line.venue === name;
    case LimitScopeKind.LIMIT_SCOPE_KIND_CHAIN:
      return line.chain === name;
    case LimitScopeKind.LIMIT_SCOPE_KIND_ASSET:
      return line.asset === name;
    default:
      return true;
  }
}

/**
 * A number of a section. Sections hold what the book has of something, so without an entry there is nothing of it, and a
 * breach closes when what it was about is gone. But not while a leg that might belong there has no value.
 */
function readSection(exposure: ExposureCalculated, path: SectionPath): ComponentReading {
  const found = sectionNumber(exposure, path);
  if (found !== undefined) return value(found);
  const hidden = hiddenLeg(exposure, path);
  return hidden === undefined ? value(0) : absentLeg(hidden);
}

function sectionNumber(exposure: ExposureCalculated, path: SectionPath): number | undefined {
  switch (path.kind) {
    case 'vega_by_tenor': {
      const within = exposure.vegaByTenor.filter(
        ({ daysMax, asset }) => daysMax === path.daysMax && (path.asset === undefined || asset === path.asset),
      );
      return within.length === 0 ? undefined : within.reduce((sum, each) => sum + each.vegaUsdPerVolPoint, 0);
    }
    case 'cross_gamma':
      return exposure.crossGamma.find(({ asset, otherAsset }) => asset === path.asset && otherAsset === path.otherAsset)
        ?.gammaUsdPer1pct;
    case 'basis':
      return exposure.basis.find(({ asset }) => asset === path.asset)?.[path.field];
    case 'look_through':
      return exposure.lookThrough.find(({ kind, name }) => kind === path.dependency && name === path.name)
        ?.lossGivenFailureUsd;
  }
}

/**
 * A sum with a cost that nobody knows in it is not known. Where nothing has a delta there is nothing to flatten, unless a
 * leg that might have one has no value.
 */
function readLiquidity(
  { liquidity, unvalued }: ExposureCalculated,
  field: Extract<ComponentPath, { kind: 'liquidity' }>['field'],
  scope: WatchedScope,
): ComponentReading {
  const within = liquidity.filter(({ asset }) => scope.name === '' || asset === scope.name);
  const unknown = within.find(({ unavailableReason }) => unavailableReason !== '');
  if (unknown !== undefined) return { ok: false, reason: unknown.unavailableReason };
  if (within.length === 0) {
    const hidden = unvalued.find(({ valueKept }) => !valueKept);
    if (hidden !== undefined) return absentLeg(hidden);
  }
  return value(within.reduce((sum, cost) => sum + cost[field], 0));
}

const DISTANCES: ReadonlySet<string> = new Set(['liquidationPriceUsd', 'distanceToLiquidation']);

/** Where there is no liquidation price its field is zero, and so is the distance to it: no numbers to judge. */
function readHealth(
  { health }: ExposureCalculated,
  field: Extract<ComponentPath, { kind: 'health' }>['field'],
  scope: WatchedScope,
): ComponentReading {
  const found = health.find(({ accountId }) => accountId === scope.name);
  if (
    found?.unavailableReason === '' &&
    found.liquidationPriceUsd === 0 &&
    found[field] === 0 &&
    DISTANCES.has(field)
  ) {
    // Without a debt, any fall is borne.
    if (field === 'distanceToLiquidation' && found.totalDebtBase === '0') return value(1);
    return absent(`a liquidation price of ${scope.name}`);
  }
  return readStanding(health, field, scope, 'health');
}

function readStanding<Field extends string>(
  standings: readonly ({ readonly accountId: string; readonly unavailableReason: string } & Readonly<
    Record<Field, number>
  >)[],
  field: Field,
  { name }: WatchedScope,
  what: string,
): ComponentReading {
  const standing = standings.find(({ accountId }) => accountId === name);
  if (standing === undefined) return absent(`${what} of ${name}`);
  const { unavailableReason } = standing;
  return unavailableReason === '' ? value(standing[field]) : { ok: false, reason: unavailableReason };
}

function present(number: number | undefined, what: string): ComponentReading {
  return number === undefined ? absent(what) : value(number);
}

function value(number: number): ComponentReading {
  return Number.isNaN(number) ? absent('a number') : { ok: true, value: number };
}

function absentLeg({ instrumentId, accountId }: Unvalued): ComponentReading {
  return absent(`a value of ${instrumentId} in ${accountId}`);
}

function absent(what: string): ComponentReading {
  return { ok: false, reason: `Expected the exposure to hold ${what}, found none.` };
}
