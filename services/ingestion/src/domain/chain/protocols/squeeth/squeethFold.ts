import { event } from '@gimbal/contracts';
import { NormFactorObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import type { ContractRead, HeldPosition, StateFact, WatchedContract } from '../../chainFact.js';
import { missingParameter, textParameter } from '../abi/contractParameters.js';
import { answered, decodedLogOf } from '../abi/decodedOf.js';
import { callReader } from '../abi/readCall.js';
import { refusal } from '../abi/reading.js';
import type { DecodedRead, FactContext, ProtocolFold, ProtocolRow, RowChange, RowReader } from '../protocolFold.js';
import { decodeSqueethLog, type SqueethFact } from './decodeSqueethLog.js';
import { SQUEETH_CONTROLLER_ABI } from './squeethAbi.js';

export interface SqueethVaultRow extends ProtocolRow {
  readonly protocol: 'squeeth-controller';
  readonly kind: 'vault';
  readonly chain: string;
  readonly controller: string;
  readonly vaultId: bigint;
  readonly accountId: string;
  readonly short: string;
  readonly collateral: string;
  readonly collateralWei: bigint;
  readonly shortUnits: bigint;
  readonly notModelled: string;
}

export interface NormFactorRow extends ProtocolRow {
  readonly protocol: 'squeeth-controller';
  readonly kind: 'norm_factor';
  readonly feed: string;
  readonly deployment: string;
  readonly normFactorWad: bigint;
}

const readControllerCall = callReader(SQUEETH_CONTROLLER_ABI);
const WAD_DECIMALS = 18;

/**
 * The controller: `deployment`, `feed` of the factor, `instrument` of what is short (powerperp:ethereum:oSQTH) and
 * `collateral` (spot:ETH). A vault belongs to whoever opened it: its NFT, of another contract, isn't followed. oSQTH that
 * is held is a token like any other.
 */
export const squeethFold: ProtocolFold<SqueethFact, SqueethVaultRow | NormFactorRow> = {
  checkContract: (contract) =>
    missingParameter(contract, { deployment: 'text', feed: 'text', instrument: 'text', collateral: 'text' }),

  decodeLog: (_contract, log) => decodedLogOf(decodeSqueethLog(log)),

  decodeRead: readController,

  apply: applyController,

  open(rows, state, context) {
    const { contract } = context;
    const vaultId = BigInt(/vault\/([0-9]+)$/.exec(state.source)?.[1] ?? '0');
    const key = vaultKey(contract.address, vaultId);
    // A vault from before the first block has no row yet.
    const held = (rows.get(key) as SqueethVaultRow | undefined) ?? newVault(contract, vaultId, state.accountId);
    const isShort = state.instrumentId === held.short;
    return [{ key, row: changedVault(held, isShort ? { shortUnits: -state.units } : { collateralWei: state.units }) }];
  },

  positions: (_key, row) => (row.kind === 'vault' ? positionsOf(row) : []),

  observations(_key, row, _rows, { blockTimeUs: observedAtUs }) {
    if (row.kind !== 'norm_factor') return [];
    const { feed, deployment, normFactorWad } = row;
    const observed = event(NormFactorObserved, {
      feed,
      deployment,
      normFactorWad: normFactorWad.toString(),
      observedAtUs,
    });
    return [{ topic: 'protocol', key: deployment, observedAtUs, event: observed }];
  },
};

function applyController(rows: RowReader, fact: SqueethFact, context: FactContext): readonly RowChange[] {
  const { contract, watch } = context;
  switch (fact.kind) {
    case 'vault_opened': {
      const account = watch.accountAt(fact.owner);
      if (account === undefined) return [];
      const row = newVault(contract, fact.vaultId, account.accountId);
      return [{ key: vaultKey(contract.address, fact.vaultId), row }];
    }
    case 'vault_changed':
      return withVault(rows, fact.vaultId, context, (row) => ({
        ...row,
        collateralWei: row.collateralWei + fact.collateralWei,
        shortUnits: row.shortUnits + fact.shortUnits,
        notModelled: fact.notModelled === '' ? row.notModelled : fact.notModelled,
      }));
    case 'vault_emptied':
      return withVault(rows, fact.vaultId, context, (row) => ({ ...row, collateralWei: 0n, shortUnits: 0n }));
    case 'vault_read':
      return [];
    case 'norm_factor': {
      const row: NormFactorRow = {
        protocol: 'squeeth-controller',
        kind: 'norm_factor',
        feed: textParameter(contract, 'feed'),
        deployment: textParameter(contract, 'deployment'),
        normFactorWad: fact.normFactorWad,
      };
      return [{ key: `squeeth-controller/${contract.address}/norm-factor`, row }];
    }
  }
}

function newVault(contract: WatchedContract, vaultId: bigint, accountId: string): SqueethVaultRow {
  return {
    protocol: 'squeeth-controller',
    kind: 'vault',
    chain: contract.chain,
    controller: contract.address,
    vaultId,
    accountId,
    short: textParameter(contract, 'instrument'),
    collateral: textParameter(contract, 'collateral'),
    collateralWei: 0n,
    shortUnits: 0n,
    notModelled: '',
  };
}

function changedVault(row: SqueethVaultRow, change: Partial<SqueethVaultRow>): SqueethVaultRow {
  return { ...row, ...change };
}

function vaultKey(controller: string, vaultId: bigint): string {
  return `squeeth-controller/${controller}/vault/${vaultId}`;
}

function withVault(
  rows: RowReader,
  vaultId: bigint,
  { contract }: FactContext,
  change: (row: SqueethVaultRow) => SqueethVaultRow,
): readonly RowChange[] {
  const key = vaultKey(contract.address, vaultId);
  const held = rows.get(key) as SqueethVaultRow | undefined;
  return held === undefined ? [] : [{ key, row: change(held) }];
}

function positionsOf(row: SqueethVaultRow): readonly HeldPosition[] {
  const { accountId, chain, vaultId, short, collateral, collateralWei, shortUnits } = row;
  const of = (instrumentId: string, units: bigint): HeldPosition => ({
    accountId,
    instrumentId,
    source: vaultSource(chain, vaultId),
    units,
    unitDecimals: WAD_DECIMALS,
    owed: [],
  });
  return [of(collateral, collateralWei), of(short, -shortUnits)];
}

function vaultSource(chain: string, vaultId: bigint): string {
  return `squeeth:${chain}/vault/${vaultId}`;
}

function readController(contract: WatchedContract, read: ContractRead): DecodedRead<SqueethFact> {
  const reading = readControllerCall(read);
  if (reading.kind === 'refused') return reading;
  const { call } = reading;
  switch (call.functionName) {
    case 'vaults': {
      const [vaultId] = call.args;
      const [, , collateralWei, shortUnits] = call.result;
      const { accountId } = read;
      if (accountId === undefined) return answered([]);
      const source = vaultSource(contract.chain, vaultId);
      const states: readonly StateFact[] = [
        { accountId, instrumentId: textParameter(contract, 'collateral'), source, units: collateralWei },
        { accountId, instrumentId: textParameter(contract, 'instrument'), source, units: -shortUnits },
      ];
      return answered([{ kind: 'vault_read', vaultId, collateralWei, shortUnits }], states);
    }
    case 'normalizationFactor':
      if (call.result === 0n) return refusal('impossible_value', 'Expected a factor above 0, was 0.');
      return answered([{ kind: 'norm_factor', normFactorWad: call.result }]);
    case 'getExpectedNormalizationFactor':
      return answered([]);
  }
}
