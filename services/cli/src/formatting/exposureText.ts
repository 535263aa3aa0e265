import type { ExposureLine, ExposureVector, LendingHealth, Unvalued } from '@gimbal/contracts/risk/v1/exposure_events';
import type { GetExposureResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { exposureSections } from './exposureSections.js';
import { figure, percent, usd } from './figures.js';
import { moment, place } from './moments.js';
import { table } from './table.js';

export const GROUPINGS = ['account', 'venue', 'chain', 'asset'] as const;
export type Grouping = (typeof GROUPINGS)[number];

const COLUMNS = ['value', 'delta', 'gamma/1 %', 'vega/point', 'theta/day', 'carry/day'] as const;

/** An exposure in lines of text: the total, one grouping of it, loans, and what could not be valued. */
export function exposureText(answer: GetExposureResponse, by: Grouping): string {
  const { exposure } = answer;
  if (exposure === undefined) return '';
  const { cut, total, health, unvalued, sequence, official, portfolioId, referencePriceUsd } = exposure;
  // Units of different assets have no sum, and so no column.
  const units = (text: string): readonly string[] => (by === 'asset' ? [text] : []);
  const rows = [
    [by, ...units('units'), ...COLUMNS],
    ...linesOf(answer, by).map((line) => [
      keyOf(line, by),
      ...units(figure(line.deltaUnits, 4)),
      ...figures(line.exposure),
    ]),
    ['total', ...units(''), ...figures(total)],
  ];
  return [
    `${portfolioId} at ${moment(cut?.timeUs ?? 0n)} UTC, step ${cut?.step ?? 0n}, ETH at ${usd(referencePriceUsd, 2)}`,
    `exposure ${sequence}, ${official ? 'official' : 'indicative'}, ${place(answer.position)}, ruleset ${cut?.ruleset}`,
    '',
    table(rows),
    ...(by === 'asset' && leavesCashOut(answer) ? ['cash is not in the total delta'] : []),
    ...(health.length === 0 ? [] : ['', ...health.map(healthText)]),
    ...exposureSections(exposure).flatMap((section) => ['', section]),
    ...(unvalued.length === 0 ? [] : ['', ...unvalued.map(unvaluedText)]),
  ].join('\n');
}

/** The total delta is what a move of the market changes: dollar coins have lines, and are left out of it. */
function leavesCashOut({ exposure, byAsset }: GetExposureResponse): boolean {
  const ofLines = byAsset.reduce((sum, line) => sum + (line.exposure?.deltaUsd ?? 0), 0);
  return Math.abs(ofLines - (exposure?.total?.deltaUsd ?? 0)) >= 1;
}

function linesOf(answer: GetExposureResponse, by: Grouping): readonly ExposureLine[] {
  const groups = { account: answer.byAccount, venue: answer.byVenue, chain: answer.byChain, asset: answer.byAsset };
  return groups[by];
}

function keyOf(line: ExposureLine, by: Grouping): string {
  return { account: line.accountId, venue: line.venue, chain: line.chain, asset: line.asset }[by];
}

function figures(vector: ExposureVector | undefined): string[] {
  if (vector === undefined) return COLUMNS.map(() => '');
  const { valueUsd, deltaUsd, gammaUsdPer1pct, vegaUsdPerVolPoint, thetaUsdPerDay, carryUsdPerDay } = vector;
  return [valueUsd, deltaUsd, gammaUsdPer1pct, vegaUsdPerVolPoint, thetaUsdPerDay, carryUsdPerDay].map((value) =>
    usd(value),
  );
}

export function healthText(health: LendingHealth): string {
  const { accountId, deployment, ruleset, totalDebtBase, healthFactor, liquidationLossUsd, unavailableReason } = health;
  if (unavailableReason !== '') return `loan ${accountId} on ${deployment}: health is not known. ${unavailableReason}`;
  const loss = liquidationLossUsd === 0 ? '' : `, a liquidation takes ${usd(liquidationLossUsd)}`;
  const name = `loan ${accountId} on ${deployment} (${ruleset})`;
  // The contract then answers with the largest integer there is.
  if (totalDebtBase === '0') return `${name}: no debt left`;
  return `${name}: health ${healthFactor.toFixed(4)}, ${liquidationText(health)}${loss}`;
}

function liquidationText({ liquidationPriceUsd, distanceToLiquidation, healthFactor }: LendingHealth): string {
  if (liquidationPriceUsd === 0 && distanceToLiquidation === 0) {
    return healthFactor < 1 ? 'can be liquidated' : 'no price of its collateral liquidates it';
  }
  // A market in ETH has a distance and no price in dollars.
  const where = liquidationPriceUsd === 0 ? 'a price' : usd(liquidationPriceUsd, 2);
  return distanceToLiquidation < 0
    ? `already beyond: liquidated at ${where} (${percent(-distanceToLiquidation)} above)`
    : `liquidated at ${where} (${percent(distanceToLiquidation)} below)`;
}

/** What is said of a position that ingestion observes: its mark is as good as any. */
const COUNTED_AS_OBSERVED: ReadonlySet<string> = new Set([
  'position_break',
  'transfer_arrived_unsent',
  'missing_entry_price',
]);

export function unvaluedText({ accountId, instrumentId, code, reason, valueKept }: Unvalued): string {
  if (code === 'account_differs_from_book')
    return `${instrumentId} of ${accountId}: valued as booked. ${reason} (${code})`;
  if (COUNTED_AS_OBSERVED.has(code)) return `${instrumentId} of ${accountId}: counted as observed. ${reason} (${code})`;
  if (code === 'observed_and_booked') return `${accountId}: counted as booked. ${reason} (${code})`;
  const counted = valueKept ? 'valued at its last price' : 'not valued, and not in the total';
  return `${instrumentId} of ${accountId}: ${counted}. ${reason} (${code})`;
}
