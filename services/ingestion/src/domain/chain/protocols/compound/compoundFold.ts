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
  /** Base units at index 1, below 0 when owed; undefined until it was read. */
  readonly principal: bigint | undefined;
  /** In the order of the catalogue's list. */
  readonly collateral: readonly CometHolding[];
}

export interface CometHolding {
  readonly asset: string;
  readonly decimals: number;
  readonly units: bigint;
}

const readCometCall = callReader(COMET_ABI);

/**
 * A Comet: `deployment`, `base` (the asset), `baseDecimals`, `collaterals` (a list of `ADDRESS=ASSET/DECIMALS`). Collateral
 * is the sum of its logs and held against `userCollateral`. The principal is what `userBasic` says.
 */
export const compoundFold: ProtocolFold<CompoundFact, CometAccountRow> = {
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
    const [, asset = '', address = ''] = /\/([^/]+)\/([^/]+)$/.exec(state.source) ?? [];
    return withAccount(rows, address, context, (row) => withCollateral(row, asset, () => state.units));
  },

  positions: (_key, row) => positionsOf(row),

  observations: (_key, row, _rows, place) => accountSaid(row, place),

  ended: (_key, row, _rows, place) => accountSaid({ ...row, principal: 0n, collateral: [] }, place),
};

function applyComet(rows: RowReader, fact: CompoundFact, context: FactContext): readonly RowChange[] {
  switch (fact.kind) {
    case 'base_changed':
      // The log is the cause; what it comes to is the read of the same block.
      return [];
    case 'principal_read':
      return withAccount(rows, fact.user, context, (row) => ({ ...row, principal: fact.principal }));
    case 'collateral_changed': {
      const asset = collateralNamed(context.contract, fact.asset)?.asset;
      if (asset === undefined) return [];
      return withAccount(rows, fact.user, context, (row) =>
        withCollateral(row, asset, (units) => units + fact.byUnits),
      );
    }
  }
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
    principal: undefined,
    collateral: [],
  };
  const { principal, collateral } = change(held);
  const row: CometAccountRow = { ...held, principal, collateral: inCatalogueOrder(contract, collateral) };
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

/** Said once the principal is known, and never with collateral below zero, whose facts began in the middle. */
function accountSaid(row: CometAccountRow, { blockTimeUs: observedAtUs, cause }: ChainPlace): readonly Observed[] {
  const { accountId, deployment, principal, collateral } = row;
  if (principal === undefined || collateral.some(({ units }) => units < 0n)) return [];
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
      return answered([{ kind: 'principal_read', user: addressText(call.args[0]), principal }]);
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
    case 'totalsBasic':
    case 'balanceOf':
    case 'borrowBalanceOf':
      return answered([]);
  }
}
