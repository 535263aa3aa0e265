import type { AaveAccount, AavePosition, AaveReserve } from './account.js';
import type { AaveAccountFailure } from './failures.js';
import { BPS_MAX, DECIMALS_MAX, MAX_UINT128, MAX_UINT256, RESERVES_MAX } from './limits.js';

type Bounds = readonly [field: string, found: bigint, min: bigint, max: bigint];

/** The first thing that no contract storage could hold, or undefined: past this check no input can be negative. */
export function checkAccount(account: AaveAccount): AaveAccountFailure | undefined {
  if (account.reserves.length > RESERVES_MAX) {
    return { code: 'TooManyReserves', found: account.reserves.length, max: RESERVES_MAX };
  }
  return (
    findDuplicate(account.reserves, 'reserves') ??
    findDuplicate(account.positions, 'positions') ??
    firstFailure(account.reserves, (reserve) => outOfRange(reserve.asset, reserveBounds(reserve))) ??
    firstFailure(account.positions, (position) => outOfRange(position.asset, positionBounds(position))) ??
    (account.eMode && outOfRange(`e-mode ${account.eMode.category}`, eModeBounds(account.eMode))) ??
    unknownCategory(account)
  );
}

function unknownCategory({ eModeCategory, eMode }: AaveAccount): AaveAccountFailure | undefined {
  if (eModeCategory === undefined || eModeCategory === 0 || eModeCategory === eMode?.category) return undefined;
  return { code: 'UnknownEModeCategory', category: eModeCategory, foundCategory: eMode?.category };
}

function reserveBounds(reserve: AaveReserve): readonly Bounds[] {
  return [
    // A fraction would make 10^decimals throw, so it is refused as if it were below the range.
    ['decimals', Number.isInteger(reserve.decimals) ? BigInt(reserve.decimals) : -1n, 0n, BigInt(DECIMALS_MAX)],
    ['ltvBps', reserve.ltvBps, 0n, BPS_MAX],
    ['liquidationThresholdBps', reserve.liquidationThresholdBps, 0n, BPS_MAX],
    ['liquidityIndexRay', reserve.liquidityIndexRay, 1n, MAX_UINT128],
    ['variableBorrowIndexRay', reserve.variableBorrowIndexRay, 1n, MAX_UINT128],
  ];
}

function positionBounds(position: AavePosition): readonly Bounds[] {
  return [
    ['scaledSupply', position.scaledSupply, 0n, MAX_UINT128],
    ['scaledVariableDebt', position.scaledVariableDebt, 0n, MAX_UINT128],
  ];
}

function eModeBounds(eMode: NonNullable<AaveAccount['eMode']>): readonly Bounds[] {
  return [
    ['ltvBps', eMode.ltvBps, 0n, BPS_MAX],
    ['liquidationThresholdBps', eMode.liquidationThresholdBps, 0n, BPS_MAX],
    ['priceBase', eMode.priceBase ?? 0n, 0n, MAX_UINT256],
  ];
}

function outOfRange(asset: string, bounds: readonly Bounds[]): AaveAccountFailure | undefined {
  for (const [field, found, min, max] of bounds) {
    if (found < min || found > max) return { code: 'ValueOutOfRange', asset, field, found, min, max };
  }
  return undefined;
}

function findDuplicate(
  entries: readonly { readonly asset: string }[],
  list: 'reserves' | 'positions',
): AaveAccountFailure | undefined {
  const seen = new Set<string>();
  for (const { asset } of entries) {
    if (seen.has(asset)) return { code: 'DuplicateAsset', asset, list };
    seen.add(asset);
  }
  return undefined;
}

function firstFailure<Entry>(
  entries: readonly Entry[],
  check: (entry: Entry) => AaveAccountFailure | undefined,
): AaveAccountFailure | undefined {
  for (const entry of entries) {
    const failure = check(entry);
    if (failure !== undefined) return failure;
  }
  return undefined;
}
