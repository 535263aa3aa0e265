import {
  type MarginAccountData,
  type MarginEngineId,
  type MarginMarketData,
  type MarginParametersData,
  readMarginAccount,
  readMarginMarket,
  readMarginParameters,
  type StandingResult,
} from '@gimbal/margin';
import type { VenueAccountRow, MarginMarketRow, MarginParameterSet } from './marginRows.js';

interface Read<Data> {
  readonly engine: MarginEngineId;
  readonly result: StandingResult<Data>;
}

/** By row, which is replaced whenever its text is: each text is read once, whoever asks and however often. */
const readSets = new WeakMap<MarginParameterSet, Read<MarginParametersData>>();
const readMarkets = new WeakMap<MarginMarketRow, Read<MarginMarketData>>();
const readAccounts = new WeakMap<VenueAccountRow, Read<MarginAccountData>>();

export function parametersOf(engine: MarginEngineId, set: MarginParameterSet): StandingResult<MarginParametersData> {
  return readOnce(readSets, engine, set, () => readMarginParameters(engine, set.parametersJson));
}

export function marketOf(engine: MarginEngineId, row: MarginMarketRow): StandingResult<MarginMarketData> {
  return readOnce(readMarkets, engine, row, () => readMarginMarket(engine, row.marketJson));
}

export function accountOf(engine: MarginEngineId, row: VenueAccountRow): StandingResult<MarginAccountData> {
  return readOnce(readAccounts, engine, row, () => readMarginAccount(engine, row.accountJson));
}

function readOnce<Row extends object, Data>(
  known: WeakMap<Row, Read<Data>>,
  engine: MarginEngineId,
  row: Row,
  read: () => StandingResult<Data>,
): StandingResult<Data> {
  const held = known.get(row);
  if (held?.engine === engine) return held.result;
  const result = read();
  known.set(row, { engine, result });
  return result;
}
