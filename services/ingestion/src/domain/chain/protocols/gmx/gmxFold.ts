import { decodeGmxLog } from '../../../venues/gmx/decodeGmxLog.js';
import { decodeGmxMarketInfo } from '../../../venues/gmx/decodeGmxMarketInfo.js';
import type { GmxFact, GmxOpenInterest, GmxPositionChanged } from '../../../venues/gmx/gmxFact.js';
import { gmxPerp } from '../../../venues/gmx/gmxPerp.js';
import type { Observed } from '../../../decoded.js';
import type { ChainPlace, ContractRead, StateFact, WatchedContract } from '../../chainFact.js';
import { missingParameter, textParameter } from '../abi/contractParameters.js';
import { answered } from '../abi/decodedOf.js';
import { refusal } from '../abi/reading.js';
import type { DecodedRead, FactContext, ProtocolFold, RowChange, RowReader } from '../protocolFold.js';
import { decimalsOfInstrument, marketsFault, marketsOfIndex, watchedMarket } from './gmxMarkets.js';
import {
  type GmxInterest,
  gmxMarketKey,
  type GmxMarketRow,
  gmxPositionKey,
  gmxPositionKeyIn,
  type GmxPositionRow,
  gmxPositionSource,
  openInterestOf,
} from './gmxRows.js';
import { decodeGmxSizeRead } from './gmxSizeRead.js';

const VENUE = 'gmx';

/**
 * GMX v2 by `role`, both with `feed` and `markets` (`MARKET=INSTRUMENT/INDEX_TOKEN/INDEX_DECIMALS`): `events`, the
 * EventEmitter, says positions, prices and open interest; `reader`, the Reader, answers what either side pays, for `dataStore` and at
 * the `prices` (`MARKET=INDEX/LONG/SHORT`, the contract's integers) that the call is made with; `store`, the DataStore, answers how
 * large each position is, which those that follow from logs are held against. Without it nothing reconciles them, and one that is
 * older than the first block is known from its next change on, which says the whole size.
 */
export const gmxFold: ProtocolFold<GmxFact, GmxMarketRow | GmxPositionRow> = {
  checkContract,

  decodeLog(_contract, log) {
    const decoded = decodeGmxLog(log);
    if (decoded.kind === 'fact') return { kind: 'facts', facts: [decoded.fact] };
    return decoded.kind === 'ignored' ? { kind: 'facts', facts: [] } : decoded;
  },

  decodeRead,

  apply: applyFact,

  open: (rows, state, context) => openPosition(rows, state, context),

  positions(_key, row) {
    if (row.kind !== 'position') return [];
    const { accountId, instrumentId, chain, positionKey, units, indexDecimals } = row;
    const source = gmxPositionSource(chain, positionKey);
    return [{ accountId, instrumentId, source, units, unitDecimals: indexDecimals, owed: [] }];
  },

  observations: (_key, row, _rows, place) => (row.kind === 'market' ? marketSaid(row, place) : []),
};

function checkContract(contract: WatchedContract): string | undefined {
  const role = textParameter(contract, 'role');
  if (role !== 'events' && role !== 'reader' && role !== 'store') {
    return `Expected a role of events, reader or store of ${contract.name}, was "${role}".`;
  }
  return (
    missingParameter(contract, { feed: 'text', markets: 'list' }) ??
    (role === 'reader' ? missingParameter(contract, { dataStore: 'text', prices: 'list' }) : undefined) ??
    marketsFault(contract)
  );
}

function decodeRead(contract: WatchedContract, read: ContractRead): DecodedRead<GmxFact> {
  if (textParameter(contract, 'role') === 'store') return decodeGmxSizeRead(contract, read);
  if (read.reverted) return refusal('reverted_call', `Expected an answer of ${contract.name}, it reverted.`);
  const decoded = decodeGmxMarketInfo(read.returnData);
  if (decoded.kind === 'fact') return answered([decoded.fact]);
  const reason = decoded.kind === 'refused' ? decoded.reason : `Expected a market, was ${decoded.event}.`;
  return refusal('undecodable_result', reason);
}

function applyFact(rows: RowReader, fact: GmxFact, context: FactContext): readonly RowChange[] {
  const { contract } = context;
  switch (fact.kind) {
    case 'position':
      return applyPosition(fact, context);
    case 'market_info':
      return withMarket(rows, contract, fact.market, (row) => ({ ...row, info: fact }));
    case 'oracle_price': {
      const { min, max } = fact;
      return marketsOfIndex(contract, fact.token).flatMap((market) =>
        withMarket(rows, contract, market, (row) => ({ ...row, price: { min, max } })),
      );
    }
    case 'open_interest':
      if (fact.in !== 'tokens') return [];
      return withMarket(rows, contract, fact.market, (row) => ({ ...row, interest: withInterest(row.interest, fact) }));
    case 'pool_amount':
    case 'borrowing_factor':
      return [];
  }
}

function applyPosition(
  { account, market, positionKey, isLong, sizeInTokens }: GmxPositionChanged,
  { contract, watch }: FactContext,
): readonly RowChange[] {
  const watched = watch.accountAt(account);
  const terms = watchedMarket(contract, market);
  if (watched === undefined || terms === undefined) return [];
  const row: GmxPositionRow = {
    protocol: 'gmx-v2',
    kind: 'position',
    chain: contract.chain,
    accountId: watched.accountId,
    instrumentId: terms.instrumentId,
    indexDecimals: terms.indexDecimals,
    positionKey,
    units: isLong ? sizeInTokens : -sizeInTokens,
  };
  return [{ key: gmxPositionKey(textParameter(contract, 'feed'), positionKey), row }];
}

/** A position from before the first block, of an account whose facts begin with what is read. */
function openPosition(rows: RowReader, state: StateFact, { contract }: FactContext): readonly RowChange[] {
  const { accountId, instrumentId, units } = state;
  const positionKey = gmxPositionKeyIn(state.source);
  const indexDecimals = decimalsOfInstrument(contract, instrumentId);
  if (positionKey === undefined || indexDecimals === undefined) return [];
  const key = gmxPositionKey(textParameter(contract, 'feed'), positionKey);
  // Most positions that an account could have it doesn't have.
  if (units === 0n && rows.get(key) === undefined) return [];
  const { chain } = contract;
  const row: GmxPositionRow = {
    protocol: 'gmx-v2',
    kind: 'position',
    chain,
    accountId,
    instrumentId,
    indexDecimals,
    positionKey,
    units,
  };
  return [{ key, row }];
}

function withMarket(
  rows: RowReader,
  contract: WatchedContract,
  market: string,
  change: (row: GmxMarketRow) => GmxMarketRow,
): readonly RowChange[] {
  const terms = watchedMarket(contract, market);
  if (terms === undefined) return [];
  const { instrumentId, indexDecimals } = terms;
  const feed = textParameter(contract, 'feed');
  const key = gmxMarketKey(feed, market);
  const held = (rows.get(key) as GmxMarketRow | undefined) ?? {
    protocol: 'gmx-v2',
    kind: 'market',
    feed,
    instrumentId,
    indexDecimals,
    price: undefined,
    info: undefined,
    interest: [],
  };
  return [{ key, row: change(held) }];
}

function withInterest(
  held: readonly GmxInterest[],
  { collateralToken, isLong, value }: GmxOpenInterest,
): readonly GmxInterest[] {
  const nameOf = (one: Omit<GmxInterest, 'units'>): string => `${one.isLong}/${one.collateralToken}`;
  const said = { collateralToken, isLong, units: value };
  const others = held.filter((one) => nameOf(one) !== nameOf(said));
  return [...others, said].sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** Nothing before both the oracle's price and what the sides pay are known, and nothing of a market that is switched off. */
function marketSaid(row: GmxMarketRow, { blockTimeUs }: ChainPlace): readonly Observed[] {
  const { feed, instrumentId, indexDecimals, price, info } = row;
  if (price === undefined || info === undefined || info.isDisabled) return [];
  const state = { indexPrice: price, openInterestInTokens: openInterestOf(row) };
  return [gmxPerp({ feed, venue: VENUE }, { instrumentId, indexDecimals }, info, state, blockTimeUs)];
}
