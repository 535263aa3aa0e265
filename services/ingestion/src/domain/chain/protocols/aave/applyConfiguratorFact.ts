import type { WatchedContract } from '../../chainFact.js';
import { textParameter } from '../abi/contractParameters.js';
import type { FactContext, RowChange, RowReader } from '../protocolFold.js';
import type { AaveConfiguratorFact, EModeSet } from './aaveFacts.js';
import { aaveEModeKey, type AaveEModeRow, aaveReserveKey, type AaveReserveRow } from './aaveRows.js';
import { type ReserveEntry, reserveList } from './reserveList.js';

const SETS = { collateral: 'collateral', borrowable: 'borrowable', ltv_zero: 'ltvZero' } as const;

/** What a fact of the configurator, or a read of a category's bitmap, changes. Its pool has the list of reserves. */
export function applyConfiguratorFact(
  rows: RowReader,
  fact: AaveConfiguratorFact,
  { contract, watch }: FactContext,
): readonly RowChange[] {
  const pool = watch.contractNamed(textParameter(contract, 'pool')) ?? contract;
  const reserves = reserveList(pool);
  const deployment = textParameter(contract, 'deployment');
  switch (fact.kind) {
    case 'collateral_configured':
      return ofReserve(rows, pool, fact.reserve, (row) => ({
        ...row,
        ltvBps: fact.ltvBps,
        liquidationThresholdBps: fact.liquidationThresholdBps,
        liquidationBonusBps: fact.liquidationBonusBps,
      }));
    case 'protocol_fee_changed':
      return ofReserve(rows, pool, fact.reserve, (row) => ({ ...row, protocolFeeBps: fact.feeBps }));
    case 'emode_of_asset':
      return [
        ...ofReserve(rows, pool, fact.reserve, (row) => ({ ...row, eModeCategory: fact.category })),
        ...movedBetweenCategories(rows, deployment, reserves, fact.reserve, fact.category),
      ];
    case 'emode_configured':
      return [
        withCategory(rows, deployment, fact.category, (row) => ({
          ...row,
          ltvBps: fact.ltvBps,
          liquidationThresholdBps: fact.liquidationThresholdBps,
          liquidationBonusBps: fact.liquidationBonusBps,
        })),
      ];
    case 'emode_member': {
      const asset = reserves.find(({ address }) => address === fact.reserve)?.asset;
      if (asset === undefined) return [];
      return [withCategory(rows, deployment, fact.category, (row) => withMember(row, fact.set, asset, fact.member))];
    }
    case 'emode_members': {
      const members = assetsOfBitmap(fact.bitmap, reserves);
      return [withCategory(rows, deployment, fact.category, (row) => ({ ...row, [SETS[fact.set]]: members }))];
    }
  }
}

/** The assets whose places in the list of reserves have their bit set; sorted. */
export function assetsOfBitmap(bitmap: bigint, reserves: readonly ReserveEntry[]): readonly string[] {
  return reserves.flatMap(({ asset }, place) => (((bitmap >> BigInt(place)) & 1n) === 1n ? [asset] : [])).toSorted();
}

/** Up to v3.1 an asset that joins a category leaves the one before. Inside, it is collateral and may be borrowed. */
function movedBetweenCategories(
  rows: RowReader,
  deployment: string,
  reserves: readonly ReserveEntry[],
  reserve: string,
  category: number,
): readonly RowChange[] {
  const asset = reserves.find(({ address }) => address === reserve)?.asset;
  if (asset === undefined) return [];
  const before = (rows.get(aaveReserveKey(deployment, asset)) as AaveReserveRow | undefined)?.eModeCategory ?? 0;
  const member = (of: number, isMember: boolean): RowChange =>
    withCategory(rows, deployment, of, (row) =>
      withMember(withMember(row, 'collateral', asset, isMember), 'borrowable', asset, isMember),
    );
  return [
    ...(before === 0 || before === category ? [] : [member(before, false)]),
    ...(category === 0 ? [] : [member(category, true)]),
  ];
}

function withMember(row: AaveEModeRow, set: EModeSet, asset: string, member: boolean): AaveEModeRow {
  const others = row[SETS[set]].filter((other) => other !== asset);
  return { ...row, [SETS[set]]: member ? [...others, asset].toSorted() : others };
}

function withCategory(
  rows: RowReader,
  deployment: string,
  category: number,
  change: (row: AaveEModeRow) => AaveEModeRow,
): RowChange {
  const key = aaveEModeKey(deployment, category);
  const held = (rows.get(key) as AaveEModeRow | undefined) ?? {
    protocol: 'aave-v3',
    kind: 'emode',
    deployment,
    category,
    ltvBps: 0,
    liquidationThresholdBps: 0,
    liquidationBonusBps: 0,
    collateral: [],
    borrowable: [],
    ltvZero: [],
  };
  return { key, row: change(held) };
}

function ofReserve(
  rows: RowReader,
  pool: WatchedContract,
  address: string,
  change: (row: AaveReserveRow) => AaveReserveRow,
): readonly RowChange[] {
  const reserve = reserveList(pool).find((entry) => entry.address === address);
  if (reserve === undefined) return [];
  const deployment = textParameter(pool, 'deployment');
  const key = aaveReserveKey(deployment, reserve.asset);
  const held = (rows.get(key) as AaveReserveRow | undefined) ?? {
    protocol: 'aave-v3',
    kind: 'reserve',
    deployment,
    asset: reserve.asset,
    address,
    decimals: reserve.decimals,
    ruleset: textParameter(pool, 'ruleset'),
    oracleFeed: reserve.oracleFeed,
    ltvBps: 0,
    liquidationThresholdBps: 0,
    liquidationBonusBps: 0,
    protocolFeeBps: 0,
    eModeCategory: 0,
  };
  return [{ key, row: change(held) }];
}
