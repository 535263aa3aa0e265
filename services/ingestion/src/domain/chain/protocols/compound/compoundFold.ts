import { event } from '@gimbal/contracts';
import { MarginAccountObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { writeMarginData } from '@gimbal/margin';
import type { Observed } from '../../../decoded.js';
import type { ChainPlace, ContractRead, HeldPosition, StateFact, WatchedContract } from '../../chainFact.js';
import {
  entryParameter,
  integerParameter,
  listParameter,
  missingParameter,
  textParameter,
} from '../abi/contractParameters.js';
import { answered, decodedLogOf } from '../abi/decodedOf.js';
import { addressText } from '../abi/hexText.js';
import { callReader } from '../abi/readCall.js';
import { refusal } from '../abi/reading.js';
import type { DecodedRead, FactContext, ProtocolFold, ProtocolRow, RowChange, RowReader } from '../protocolFold.js';
import { COMET_ABI } from './compoundAbi.js';
import { type CompoundFact, decodeCompoundLog } from './decodeCompoundLog.js';
import { type CometIndexes, principalAfter } from './principalAfter.js';

/** What one address has in a base market. */
export interface CometAccountRow extends ProtocolRow {
  readonly protocol: 'compound-v3';
  readonly kind: 'comet_account';
  readonly chain: string;
  readonly comet: string;
  readonly deployment: string;
  readonly base: string;
  readonly baseDecimals: number;
  readonly accountId: string;
  readonly address: string;
  /** Base units at index 1, below 0 when owed, by the facts; undefined until the read that they begin with. */
  readonly principal: bigint | undefined;
  /** What logs of a block changed, until the indexes of that block and the contract's own principal were read. */
  readonly pending: PendingBase | undefined;
  /** In the order of the catalogue's list. */
  readonly collateral: readonly CometHolding[];
}

export interface PendingBase {
  readonly number: bigint;
  readonly byUnits: readonly bigint[];
  /** Of the last of them. */
  readonly cause: string;
  /** Logs say all that changed. */
  readonly isWhole: boolean;
}

/** The indexes of a base market at the end of a block. */
export interface CometIndexRow extends ProtocolRow, CometIndexes {
  readonly protocol: 'compound-v3';
  readonly kind: 'comet_indexes';
  readonly number: bigint;
}

export interface CometHolding {
  readonly asset: string;
  readonly decimals: number;
  readonly units: bigint;
}

const readCometCall = callReader(COMET_ABI);

/**
 * A Comet: `deployment`, `base` (the asset), `baseDecimals`, `collaterals` (a list of `ADDRESS=ASSET/DECIMALS`). Collateral
 * is the sum of its logs and held against `userCollateral`; the principal is that of its logs at the indexes of their blocks, held
 * against `userBasic`. A base balance that is passed on says no debt in its logs: there the facts begin anew with the read.
 */
export const compoundFold: ProtocolFold<CompoundFact, CometAccountRow | CometIndexRow> = {
  checkContract(contract) {
    const kinds = { deployment: 'text', base: 'text', baseDecimals: 'integer', collaterals: 'list' } as const;
    const missing = missingParameter(contract, kinds);
    if (missing !== undefined) return missing;
    const wrong = listParameter(contract, 'collaterals').find(
      (text) => !/^0x[0-9a-f]{40}=[^/]+\/[0-9]{1,2}$/.test(text),
    );
    return wrong === undefined
      ? undefined
      : `Expected ADDRESS=ASSET/DECIMALS in collaterals of ${contract.name}, was "${wrong}".`;
  },

  decodeLog: (_contract, log) => decodedLogOf(decodeCompoundLog(log)),

  decodeRead: readComet,

  apply: applyComet,

  open(rows, state, context) {
    // The principal has begun with the read itself.
    if (!state.instrumentId.startsWith('spot:')) return [];
    const [, asset = '', address = ''] = /\/([^/]+)\/([^/]+)$/.exec(state.source) ?? [];
    return withAccount(rows, address, context, (row) => withCollateral(row, asset, () => state.units));
  },

  positions: (_key, row) => (row.kind === 'comet_account' ? positionsOf(row) : []),

  observations: (_key, row, _rows, place) => (row.kind === 'comet_account' ? accountSaid(row, place) : []),

  ended(_key, row, _rows, place) {
    if (row.kind !== 'comet_account') return [];
    return accountSaid({ ...row, principal: 0n, pending: undefined, collateral: [] }, place);
  },
};

function applyComet(rows: RowReader, fact: CompoundFact, context: FactContext): readonly RowChange[] {
  switch (fact.kind) {
    case 'base_changed':
      return withAccount(rows, fact.user, context, (row) => ({
        ...row,
        pending: withChange(row.pending, fact.byUnits, context.place),
      }));
    case 'base_moved':
      return withAccount(rows, fact.user, context, (row) => ({
        ...row,
        pending: withMove(row.pending, context.place),
      }));
    case 'indexes_read': {
      const { baseSupplyIndexE15, baseBorrowIndexE15 } = fact;
      const names = { protocol: 'compound-v3', kind: 'comet_indexes' } as const;
      const row: CometIndexRow = { ...names, number: context.place.number, baseSupplyIndexE15, baseBorrowIndexE15 };
      return [{ key: indexKey(context), row }];
    }
    case 'principal_read': {
      const indexes = rows.get(indexKey(context)) as CometIndexRow | undefined;
      return withAccount(rows, fact.user, context, (row) => ({
        ...row,
        principal: principalByFacts(row, indexes, context.place.number) ?? fact.principal,
        pending: undefined,
      }));
    }
    case 'collateral_changed': {
      const asset = collateralNamed(context.contract, fact.asset)?.asset;
      if (asset === undefined) return [];
      return withAccount(rows, fact.user, context, (row) =>
        withCollateral(row, asset, (units) => units + fact.byUnits),
      );
    }
  }
}

function indexKey({ contract }: FactContext): string {
  return `compound-v3/${contract.address}/indexes`;
}

function withChange(held: PendingBase | undefined, byUnits: bigint, { number, cause }: ChainPlace): PendingBase {
  // What an earlier block changed and nobody read can't be reckoned any more: its indexes are gone.
  const isWhole = held === undefined || (held.isWhole && held.number === number);
  return { number, byUnits: [...(held?.byUnits ?? []), byUnits], cause, isWhole };
}

/** The log right behind one that says an amount repeats it; any other is of a balance that was passed on. */
function withMove(held: PendingBase | undefined, { number, cause }: ChainPlace): PendingBase {
  if (held !== undefined && held.number === number && isRightAfter(held.cause, cause)) return held;
  return { number, byUnits: held?.byUnits ?? [], cause, isWhole: false };
}

/** Causes of logs are `TRANSACTION/INDEX`. */
function isRightAfter(before: string, cause: string): boolean {
  const [transaction, index] = before.split('/');
  return cause === `${transaction}/${Number(index) + 1}`;
}

/** The principal that the facts come to at the end of a block; undefined where they begin with the read. */
function principalByFacts(
  { principal, pending }: CometAccountRow,
  indexes: CometIndexRow | undefined,
  number: bigint,
): bigint | undefined {
  if (principal === undefined || pending === undefined) return principal;
  if (!pending.isWhole || pending.number !== number || indexes?.number !== number) return undefined;
  return principalAfter(principal, pending.byUnits, indexes);
}

function withAccount(
  rows: RowReader,
  address: string,
  { contract, watch }: FactContext,
  change: (row: CometAccountRow) => CometAccountRow,
): readonly RowChange[] {
  const account = watch.accountAt(address);
  if (account === undefined) return [];
  const key = `compound-v3/${contract.address}/${address}`;
  const held: CometAccountRow = (rows.get(key) as CometAccountRow | undefined) ?? {
    protocol: 'compound-v3',
    kind: 'comet_account',
    chain: contract.chain,
    comet: contract.address,
    deployment: textParameter(contract, 'deployment'),
    base: textParameter(contract, 'base'),
    baseDecimals: integerParameter(contract, 'baseDecimals'),
    accountId: account.accountId,
    address,
    principal: account.opening === 'zero' ? 0n : undefined,
    pending: undefined,
    collateral: [],
  };
  const { principal, pending, collateral } = change(held);
  const row: CometAccountRow = { ...held, principal, pending, collateral: inCatalogueOrder(contract, collateral) };
  return [{ key, row }];
}

function withCollateral(row: CometAccountRow, asset: string, change: (units: bigint) => bigint): CometAccountRow {
  const held = row.collateral.find((holding) => holding.asset === asset);
  const units = change(held?.units ?? 0n);
  const others = row.collateral.filter((holding) => holding.asset !== asset);
  return { ...row, collateral: [...others, { asset, decimals: held?.decimals ?? 0, units }] };
}

/** Each holding with the decimals that the catalogue gives it. */
function inCatalogueOrder(contract: WatchedContract, held: readonly CometHolding[]): readonly CometHolding[] {
  return listParameter(contract, 'collaterals').flatMap((text) => {
    const entry = collateralNamed(contract, text.slice(0, text.indexOf('=')));
    const holding = held.find(({ asset }) => asset === entry?.asset);
    return entry === undefined || holding === undefined ? [] : [{ ...entry, units: holding.units }];
  });
}

function collateralNamed(
  contract: WatchedContract,
  address: string,
): { readonly asset: string; readonly decimals: number } | undefined {
  const [, asset, decimals] =
    /^([^/]+)\/([0-9]{1,2})$/.exec(entryParameter(contract, 'collaterals', address) ?? '') ?? [];
  return asset === undefined ? undefined : { asset, decimals: Number(decimals) };
}

function positionsOf(row: CometAccountRow): readonly HeldPosition[] {
  const { accountId, deployment, base, baseDecimals, principal } = row;
  const of = (instrumentId: string, asset: string, units: bigint, unitDecimals: number): HeldPosition => ({
    accountId,
    instrumentId,
    source: cometSource(row.chain, row.comet, asset, row.address),
    units,
    unitDecimals,
    owed: [],
  });
  const supplied = principal !== undefined && principal > 0n ? principal : 0n;
  const owed = principal !== undefined && principal < 0n ? principal : 0n;
  const lent =
    principal === undefined
      ? []
      : [
          of(`lending:${deployment}:${base}:supply`, base, supplied, baseDecimals),
          of(`lending:${deployment}:${base}:debt`, base, owed, baseDecimals),
        ];
  return [...lent, ...row.collateral.map(({ asset, decimals, units }) => of(`spot:${asset}`, asset, units, decimals))];
}

function cometSource(chain: string, comet: string, asset: string, address: string): string {
  return `compound-v3:${chain}/${comet}/${asset}/${address}`;
}

/** Said once the principal is known, not while what changed it waits for its read, and never with collateral below zero, whose facts began in the middle. */
function accountSaid(row: CometAccountRow, { blockTimeUs: observedAtUs, cause }: ChainPlace): readonly Observed[] {
  const { accountId, deployment, principal, pending, collateral } = row;
  if (principal === undefined || pending !== undefined || collateral.some(({ units }) => units < 0n)) return [];
  const value = { principal, collateral: collateral.map(({ asset, units }) => ({ asset, amount: units })) };
  const accountJson = writeMarginData({ engine: 'compound-v3', kind: 'account', value });
  const observed = event(MarginAccountObserved, { accountId, deployment, accountJson, cause, observedAtUs });
  return [{ topic: 'account', key: accountId, observedAtUs, event: observed }];
}

function readComet(contract: WatchedContract, read: ContractRead): DecodedRead<CompoundFact> {
  const reading = readCometCall(read);
  if (reading.kind === 'refused') return reading;
  const { call } = reading;
  switch (call.functionName) {
    case 'userBasic': {
      const [principal] = call.result;
      const user = addressText(call.args[0]);
      return answered([{ kind: 'principal_read', user, principal }], principalStates(contract, read, user, principal));
    }
    case 'userCollateral': {
      const [user, token] = call.args;
      const asset = collateralNamed(contract, token)?.asset;
      if (asset === undefined) {
        return refusal('not_in_catalogue', `Expected a collateral of ${contract.name}, was ${addressText(token)}.`);
      }
      const { accountId } = read;
      if (accountId === undefined) return answered([]);
      const [units] = call.result;
      const source = cometSource(contract.chain, contract.address, asset, addressText(user));
      const states: readonly StateFact[] = [{ accountId, instrumentId: `spot:${asset}`, source, units }];
      return answered([], states);
    }
    case 'totalsBasic': {
      const { baseSupplyIndex: baseSupplyIndexE15, baseBorrowIndex: baseBorrowIndexE15 } = call.result;
      if (baseSupplyIndexE15 === 0n || baseBorrowIndexE15 === 0n) {
        return refusal('impossible_value', `Expected indexes above 0 of ${contract.name}, was 0.`);
      }
      return answered([{ kind: 'indexes_read', baseSupplyIndexE15, baseBorrowIndexE15 }]);
    }
    case 'balanceOf':
    case 'borrowBalanceOf':
      return answered([]);
  }
}

/** A principal is a supply or a debt, and nothing of the other. */
function principalStates(
  contract: WatchedContract,
  { accountId }: ContractRead,
  user: string,
  principal: bigint,
): readonly StateFact[] {
  if (accountId === undefined) return [];
  const base = textParameter(contract, 'base');
  const source = cometSource(contract.chain, contract.address, base, user);
  const lent = (side: 'supply' | 'debt', units: bigint): StateFact => {
    const instrumentId = `lending:${textParameter(contract, 'deployment')}:${base}:${side}`;
    return { accountId, instrumentId, source, units };
  };
  return [lent('supply', principal > 0n ? principal : 0n), lent('debt', principal < 0n ? principal : 0n)];
}
