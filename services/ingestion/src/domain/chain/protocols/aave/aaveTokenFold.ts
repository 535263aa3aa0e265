import type { ContractRead, StateFact, WatchedContract } from '../../chainFact.js';
import { integerParameter, missingParameter, textParameter } from '../abi/contractParameters.js';
import { answered, decodedLogOf } from '../abi/decodedOf.js';
import { addressText } from '../abi/hexText.js';
import { callReader } from '../abi/readCall.js';
import type { DecodedRead, FactContext, ProtocolFold, RowChange, RowReader } from '../protocolFold.js';
import { AAVE_TOKEN_ABI } from './aaveAbi.js';
import { aaveInstrument, aavePositions, aaveSource, withAaveAccount } from './aaveAccounts.js';
import type { AaveTokenFact } from './aaveFacts.js';
import { aaveObservations } from './aaveObservations.js';
import type { AaveRow } from './aaveRows.js';
import { decodeAaveTokenLog } from './decodeAaveTokenLog.js';
import { withReserveState } from './reserveState.js';
import { scaledAccountingOf, type ScaledSide } from './scaledAfter.js';

const readTokenCall = callReader(AAVE_TOKEN_ABI);

/** An aToken: `deployment`, `asset`, `decimals`, `ruleset`. Its logs tell what is supplied, in scaled units, exactly. */
export const aaveSupplyTokenFold = tokenFold('supply');

/** A variable debt token, with the same parameters. */
export const aaveDebtTokenFold = tokenFold('debt');

function tokenFold(side: ScaledSide): ProtocolFold<AaveTokenFact, AaveRow> {
  return {
    checkContract(contract) {
      const missing = missingParameter(contract, {
        deployment: 'text',
        asset: 'text',
        decimals: 'integer',
        ruleset: 'text',
      });
      if (missing !== undefined) return missing;
      const ruleset = textParameter(contract, 'ruleset');
      if (scaledAccountingOf(ruleset) !== undefined) return undefined;
      return `Expected a ruleset whose scaled balances are known of ${contract.name}, was ${ruleset}.`;
    },

    decodeLog: (_contract, log) => decodedLogOf(decodeAaveTokenLog(log)),

    decodeRead: (contract, read) => decodeTokenRead(side, contract, read),

    apply: (rows, fact, context) => applyTokenFact(side, rows, fact, context),

    open(rows, state, context) {
      const address = state.source.slice(state.source.lastIndexOf('/') + 1);
      const scaled = side === 'supply' ? state.units : -state.units;
      return changeScaled(side, rows, address, context, () => ({ scaled, doubt: '' }));
    },

    // The rows are the deployment's, and its fold speaks for them.
    positions: (_key, row) => (row.kind === 'account' ? aavePositions(row) : []),
    observations: (_key, row, rows, place, watch) => aaveObservations(row, rows, place, watch),
  };
}

function applyTokenFact(
  side: ScaledSide,
  rows: RowReader,
  fact: AaveTokenFact,
  context: FactContext,
): readonly RowChange[] {
  if (fact.kind === 'scaled_moved') {
    // To itself: nothing moves.
    if (fact.from === fact.to) return [];
    return [
      ...changeScaled(side, rows, fact.from, context, (scaled) => ({ scaled: scaled - fact.scaled, doubt: '' })),
      ...changeScaled(side, rows, fact.to, context, (scaled) => ({ scaled: scaled + fact.scaled, doubt: '' })),
    ];
  }
  if (fact.kind === 'total_read') {
    const reserve = {
      deployment: textParameter(context.contract, 'deployment'),
      asset: textParameter(context.contract, 'asset'),
    };
    return withReserveState(
      rows,
      reserve,
      side === 'supply' ? { suppliedUnits: fact.units } : { borrowedUnits: fact.units },
    );
  }
  const accounting = scaledAccountingOf(textParameter(context.contract, 'ruleset'));
  if (accounting === undefined) return [];
  return changeScaled(side, rows, fact.user, context, (scaled) => {
    const after = accounting.after(side, scaled, fact.byUnits, fact.indexRay);
    if (after.kind === 'exact') return { scaled: after.scaled, doubt: '' };
    // The balance stays as it was: the next read shows by how much it is wrong, and nothing covers that up.
    return { scaled, doubt: `Expected a scaled balance worth ${after.balanceUnits}, there is none` };
  });
}

function changeScaled(
  side: ScaledSide,
  rows: RowReader,
  address: string,
  context: FactContext,
  change: (scaled: bigint) => { readonly scaled: bigint; readonly doubt: string },
): readonly RowChange[] {
  const { contract } = context;
  const reserve = {
    deployment: textParameter(contract, 'deployment'),
    asset: textParameter(contract, 'asset'),
    decimals: integerParameter(contract, 'decimals'),
  };
  return withAaveAccount(rows, reserve, address, context, (row) => {
    const { scaled, doubt } = change(side === 'supply' ? row.scaledSupply : row.scaledDebt);
    const notModelled = doubt === '' ? row.notModelled : doubt;
    return side === 'supply'
      ? { ...row, scaledSupply: scaled, notModelled }
      : { ...row, scaledDebt: scaled, notModelled };
  });
}

function decodeTokenRead(side: ScaledSide, contract: WatchedContract, read: ContractRead): DecodedRead<AaveTokenFact> {
  const reading = readTokenCall(read);
  if (reading.kind === 'refused') return reading;
  const { call } = reading;
  if (call.functionName === 'totalSupply') return answered([{ kind: 'total_read', units: call.result }]);
  // `balanceOf` has interest up to the block in it; the facts are held against scaled units, which only logs change.
  if (call.functionName !== 'scaledBalanceOf' || read.accountId === undefined) return answered([]);
  const deployment = textParameter(contract, 'deployment');
  const asset = textParameter(contract, 'asset');
  const state: StateFact = {
    accountId: read.accountId,
    instrumentId: aaveInstrument(deployment, asset, side),
    source: aaveSource(deployment, contract.chain, asset, addressText(call.args[0])),
    units: side === 'supply' ? call.result : -call.result,
  };
  return answered([], [state]);
}
