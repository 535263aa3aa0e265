import type { HeldPosition, ProtocolId, StateFact, WatchedContract } from '../../chainFact.js';
import { integerParameter, textParameter } from '../abi/contractParameters.js';
import type { FactContext, RowChange, RowReader } from '../protocolFold.js';
import { balanceAfterMove } from './balanceAfterMove.js';
import type { TokenHoldingRow, TokenMoved } from './erc20Facts.js';

/** The row of what `holder` has of a token, or of the shares of a pool or vault that are a token. */
export function tokenHoldingKey(protocol: ProtocolId, token: string, holder: string): string {
  return `${protocol}/${token}/${holder}`;
}

export function tokenHoldingSource(protocol: ProtocolId, chain: string, token: string, holder: string): string {
  return `${protocol}:${chain}/${token}/${holder}`;
}

/** The rows of watched holders after a transfer; a transfer between others changes nothing. */
export function afterTokenMove(rows: RowReader, moved: TokenMoved, context: FactContext): readonly RowChange[] {
  const { watch } = context;
  const holders: string[] = [];
  if (watch.accountAt(moved.from) !== undefined) holders.push(moved.from);
  if (moved.to !== moved.from && watch.accountAt(moved.to) !== undefined) holders.push(moved.to);
  // Nearly all transfers of a token are between others.
  if (holders.length === 0) return NONE;
  return holders.flatMap((holder) => {
    const held = tokenHolding(rows, holder, context);
    return held === undefined ? NONE : [changed({ ...held, units: balanceAfterMove(held.units, holder, moved) })];
  });
}

const NONE: readonly RowChange[] = [];

/** The row with a balance that was read, whatever the transfers say; for a holder that isn't watched nothing. */
export function withBalanceRead(
  rows: RowReader,
  holder: string,
  units: bigint,
  context: FactContext,
): readonly RowChange[] {
  const held = tokenHolding(rows, holder, context);
  return held === undefined ? [] : [changed({ ...held, units })];
}

/** The position that a read of a balance is held against. */
export function tokenState(
  contract: WatchedContract,
  accountId: string | undefined,
  holder: string,
  units: bigint,
): readonly StateFact[] {
  if (accountId === undefined) return [];
  const { chain, address, protocol } = contract;
  const source = tokenHoldingSource(protocol, chain, address, holder);
  return [{ accountId, instrumentId: textParameter(contract, 'instrument'), source, units }];
}

/** The holder that the source of a state names: its last part. */
export function holderOf(state: StateFact): string {
  return state.source.slice(state.source.lastIndexOf('/') + 1);
}

export function positionOfHolding(row: TokenHoldingRow): HeldPosition {
  return {
    accountId: row.accountId,
    instrumentId: row.instrumentId,
    source: tokenHoldingSource(row.protocol, row.chain, row.token, row.holder),
    units: row.units,
    unitDecimals: row.unitDecimals,
    owed: [],
  };
}

function tokenHolding(rows: RowReader, holder: string, { contract, watch }: FactContext): TokenHoldingRow | undefined {
  const account = watch.accountAt(holder);
  if (account === undefined) return undefined;
  const { protocol, chain, address } = contract;
  const held = rows.get(tokenHoldingKey(protocol, address, holder)) as TokenHoldingRow | undefined;
  return {
    protocol,
    kind: 'token_holding',
    accountId: account.accountId,
    chain,
    token: address,
    holder,
    instrumentId: textParameter(contract, 'instrument'),
    unitDecimals: integerParameter(contract, 'decimals'),
    units: held?.units ?? 0n,
  };
}

function changed(row: TokenHoldingRow): RowChange {
  return { key: tokenHoldingKey(row.protocol, row.token, row.holder), row };
}
