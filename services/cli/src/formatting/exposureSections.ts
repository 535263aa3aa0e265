import {
  type BasisExposure,
  type CrossGamma,
  DependencyKind,
  type ExposureCalculated,
  type FlattenCost,
  type LookThrough,
  type TenorVega,
} from '@gimbal/contracts/risk/v1/exposure_events';
import { figure, percent, usd } from './figures.js';
import { table } from './table.js';

/** The parts of an exposure beside its vector, a table each; what a book has nothing of is left out. */
export function exposureSections(exposure: ExposureCalculated): string[] {
  const { lookThrough, vegaByTenor, liquidity, crossGamma, basis } = exposure;
  return [
    section(lookThrough, ['rests on', 'value', 'lost if it fails*', 'legs'], lookThroughRow) + debtsStay(lookThrough),
    section(liquidity, ['to flatten', 'delta', 'costs', 'at half the depth'], flattenRow, [0]),
    section(vegaByTenor, ['vega', 'within', 'per point'], tenorRow),
    section(crossGamma, ['delta of', 'with 1 % of', 'changes by'], crossRow, [0, 1]),
    section(basis, ['asset', 'follows', 'units', 'basis', 'per basis point'], basisRow, [0, 1]),
  ].filter((text) => text !== '');
}

function section<Part>(
  parts: readonly Part[],
  headings: readonly string[],
  rowOf: (part: Part) => readonly string[],
  text?: readonly number[],
): string {
  return parts.length === 0 ? '' : table([headings, ...parts.map(rowOf)], text);
}

const KIND_WORDS: Readonly<Partial<Record<DependencyKind, string>>> = {
  [DependencyKind.DEPENDENCY_KIND_PROTOCOL]: 'protocol',
  [DependencyKind.DEPENDENCY_KIND_CONTRACT]: 'contract',
  [DependencyKind.DEPENDENCY_KIND_ORACLE]: 'oracle',
  [DependencyKind.DEPENDENCY_KIND_BRIDGE]: 'bridge',
  [DependencyKind.DEPENDENCY_KIND_ISSUER]: 'issuer',
  [DependencyKind.DEPENDENCY_KIND_CUSTODIAN]: 'custodian',
};

function lookThroughRow({ kind, name, valueUsd, lossGivenFailureUsd, legIds }: LookThrough): string[] {
  return [`${KIND_WORDS[kind] ?? 'other'} ${name}`, usd(valueUsd), usd(lossGivenFailureUsd), String(legIds.length)];
}

function flattenRow(cost: FlattenCost): string[] {
  const { asset, deltaUsd, costUsd, costHalfDepthUsd, unavailableReason } = cost;
  if (unavailableReason !== '') return [`${asset}: ${unavailableReason}`, usd(deltaUsd), '', ''];
  return [asset, usd(deltaUsd), usd(costUsd, 2), usd(costHalfDepthUsd, 2)];
}

function tenorRow({ asset, daysMax, vegaUsdPerVolPoint }: TenorVega): string[] {
  return [asset, daysMax === 0 ? 'beyond' : `${daysMax} d`, usd(vegaUsdPerVolPoint, 2)];
}

function crossRow({ asset, otherAsset, gammaUsdPer1pct }: CrossGamma): string[] {
  return [asset, otherAsset, usd(gammaUsdPer1pct, 2)];
}

function basisRow({ asset, tracks, units, basis, usdPerBasisPoint }: BasisExposure): string[] {
  return [asset, tracks, figure(units, 4), percent(basis), usd(usdPerBasisPoint, 2)];
}

/** Where a loss is above its value one may take it for a mistake. */
function debtsStay(lookThrough: readonly LookThrough[]): string {
  return lookThrough.length === 0 ? '' : '\n* debts stay owed: a loss can exceed the value, which is net of them';
}
