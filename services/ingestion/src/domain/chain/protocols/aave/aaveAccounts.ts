import type { HeldPosition } from '../../chainFact.js';
import type { FactContext, RowChange, RowReader, WatchIndex } from '../protocolFold.js';
import { aaveAccountKey, type AaveAccountRow } from './aaveRows.js';

/** A reserve as a fact finds it, by the parameters of the pool or of the token. */
export interface AaveReserveName {
  readonly deployment: string;
  readonly asset: string;
  readonly decimals: number;
}

/** The row of an address in a reserve, changed; nothing for an address that isn't watched. */
export function withAaveAccount(
  rows: RowReader,
  reserve: AaveReserveName,
  address: string,
  { place, watch }: FactContext,
  change: (row: AaveAccountRow) => AaveAccountRow,
): readonly RowChange[] {
  const account = watch.accountAt(address);
  if (account === undefined) return [];
  const { deployment, asset, decimals } = reserve;
  const key = aaveAccountKey(deployment, asset, address);
  const held = (rows.get(key) as AaveAccountRow | undefined) ?? {
    protocol: 'aave-v3',
    kind: 'account',
    chain: place.chain,
    deployment,
    asset,
    accountId: account.accountId,
    address,
    decimals,
    scaledSupply: 0n,
    scaledDebt: 0n,
    usedAsCollateral: false,
    action: '',
    units: 0n,
    notModelled: '',
  };
  return [{ key, row: change(held) }];
}

/** Balances, as scaled tokens: one unit of `lending:` is one scaled token, whatever interest it has earned. */
export function aavePositions(row: AaveAccountRow): readonly HeldPosition[] {
  const { accountId, chain, deployment, address, asset, decimals, scaledSupply, scaledDebt } = row;
  const held = (side: 'supply' | 'debt', units: bigint): HeldPosition => ({
    accountId,
    instrumentId: aaveInstrument(deployment, asset, side),
    source: aaveSource(deployment, chain, asset, address),
    units,
    unitDecimals: decimals,
    owed: [],
  });
  return [held('supply', scaledSupply), held('debt', -scaledDebt)];
}

/** `deployment` is like aave-v3:polygon, and so are the parts of the id. */
export function aaveInstrument(deployment: string, asset: string, side: 'supply' | 'debt'): string {
  return `lending:${deployment}:${asset}:${side}`;
}

export function aaveSource(deployment: string, chain: string, asset: string, address: string): string {
  return `aave-v3:${chain}/${deployment}/${asset}/${address}`;
}

/** What the account has in the reserve with all its addresses: events of accounts know no addresses. */
export function aaveAccountTotal(rows: RowReader, row: AaveAccountRow, watch: WatchIndex): AaveAccountRow {
  const others = watch
    .accountsOf(row.accountId)
    .filter(({ address, chain }) => chain === row.chain && address !== row.address)
    .flatMap(({ address }) => {
      const other = rows.get(aaveAccountKey(row.deployment, row.asset, address)) as AaveAccountRow | undefined;
      return other === undefined ? [] : [other];
    });
  return others.reduce(
    (total, other) => ({
      ...total,
      scaledSupply: total.scaledSupply + other.scaledSupply,
      scaledDebt: total.scaledDebt + other.scaledDebt,
      usedAsCollateral: total.usedAsCollateral || other.usedAsCollateral,
    }),
    row,
  );
}
