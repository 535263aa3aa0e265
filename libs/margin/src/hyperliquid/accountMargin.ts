import type { MarginResult } from '../marginFailures.js';
import type { HyperliquidAccount, HyperliquidBucket, HyperliquidMargin, HyperliquidMarks } from './account.js';
import type { HyperliquidParameters } from './parameters.js';
import { type WeighedPosition, weighPositions } from './weighPositions.js';

/**
 * What the venue's `clearinghouseState` says of an account: its value, margin in use and what can be withdrawn, with the
 * maintenance margin and the standing of the cross positions together and of each isolated one.
 */
export function accountMargin(
  account: HyperliquidAccount,
  parameters: HyperliquidParameters,
  marksUsd: HyperliquidMarks,
): MarginResult<HyperliquidMargin> {
  const weighed = weighPositions(account, parameters, marksUsd);
  return weighed.ok ? { ok: true, value: marginOf(account, weighed.value, parameters) } : weighed;
}

/** The buckets of an account whose positions have been weighed. */
export function marginOf(
  account: HyperliquidAccount,
  positions: readonly WeighedPosition[],
  parameters: HyperliquidParameters,
): HyperliquidMargin {
  const cross = bucketOf(undefined, account.crossRawUsd, positions.filter(isCross), parameters);
  const isolated = positions.flatMap((position) =>
    position.mode.kind === 'isolated' ? [bucketOf(position.asset, position.mode.rawUsd, [position], parameters)] : [],
  );
  const keptUsd = Math.max(cross.marginUsedUsd, parameters.withdrawalShare * cross.notionalUsd);
  return {
    accountValueUsd: isolated.reduce((sum, { equityUsd }) => sum + equityUsd, cross.equityUsd),
    marginUsedUsd: isolated.reduce((sum, { marginUsedUsd }) => sum + marginUsedUsd, cross.marginUsedUsd),
    withdrawableUsd: Math.max(0, cross.equityUsd - keptUsd),
    cross,
    isolated,
    positions: positions.map((position) => ({
      asset: position.asset,
      markUsd: position.markUsd,
      notionalUsd: position.notionalUsd,
      marginUsedUsd: marginUsed(position),
      maintenanceUsd: position.maintenanceUsd,
    })),
  };
}

export function isCross(position: WeighedPosition): boolean {
  return position.mode.kind === 'cross';
}

function bucketOf(
  isolatedAsset: string | undefined,
  rawUsd: number,
  positions: readonly WeighedPosition[],
  parameters: HyperliquidParameters,
): HyperliquidBucket {
  const sum = (quantity: (position: WeighedPosition) => number): number =>
    positions.reduce((total, position) => total + quantity(position), 0);
  const equityUsd = rawUsd + sum(({ size, markUsd }) => size * markUsd);
  const maintenanceUsd = sum((position) => position.maintenanceUsd);
  const standing =
    equityUsd >= maintenanceUsd
      ? 'healthy'
      : equityUsd < maintenanceUsd * parameters.backstopShare
        ? 'backstop'
        : 'liquidatable';
  return {
    isolatedAsset,
    equityUsd,
    notionalUsd: sum(({ notionalUsd }) => notionalUsd),
    marginUsedUsd: sum(marginUsed),
    maintenanceUsd,
    standing,
  };
}

function marginUsed({ mode, size, markUsd, notionalUsd }: WeighedPosition): number {
  return mode.kind === 'cross' ? notionalUsd / mode.leverage : mode.rawUsd + size * markUsd;
}
