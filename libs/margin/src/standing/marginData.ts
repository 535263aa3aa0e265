import type { MarginEngineId } from '../marginEngines.js';
import { readJson, writeJson } from './json/jsonText.js';
import { standingEngine } from './standingEngines.js';
import type { StandingHolding, StandingResult } from './standingTypes.js';

/** A parameter set, a market or an account of one engine, read and checked; data, to be kept in a row. */
export interface MarginParametersData {
  readonly engine: MarginEngineId;
  readonly kind: 'parameters';
  readonly value: unknown;
}

export interface MarginMarketData {
  readonly engine: MarginEngineId;
  readonly kind: 'market';
  readonly value: unknown;
}

export interface MarginAccountData {
  readonly engine: MarginEngineId;
  readonly kind: 'account';
  readonly value: unknown;
}

/** The parameters in a text. A set that contradicts itself is refused: nothing is margined with it. */
export function readMarginParameters(engine: MarginEngineId, text: string): StandingResult<MarginParametersData> {
  const { parameters, check } = standingEngine(engine);
  const read = readJson(parameters, text);
  if (!read.ok) return { ok: false, failure: { source: 'json', failure: read.failure } };
  const failure = check(read.value);
  if (failure !== undefined) return { ok: false, failure };
  return { ok: true, value: { engine, kind: 'parameters', value: read.value } };
}

export function readMarginMarket(engine: MarginEngineId, text: string): StandingResult<MarginMarketData> {
  const read = readJson(standingEngine(engine).market, text);
  if (!read.ok) return { ok: false, failure: { source: 'json', failure: read.failure } };
  return { ok: true, value: { engine, kind: 'market', value: read.value } };
}

export function readMarginAccount(engine: MarginEngineId, text: string): StandingResult<MarginAccountData> {
  const read = readJson(standingEngine(engine).account, text);
  if (!read.ok) return { ok: false, failure: { source: 'json', failure: read.failure } };
  return { ok: true, value: { engine, kind: 'account', value: read.value } };
}

/** The one text of what was read. */
export function writeMarginData(data: MarginParametersData | MarginMarketData | MarginAccountData): string {
  const engine = standingEngine(data.engine);
  return writeJson(engine[data.kind], data.value);
}

/** What an account holds by the venue's names, cash among them. */
export function marginHoldings(
  parameters: MarginParametersData,
  account: MarginAccountData,
): readonly StandingHolding[] {
  return standingEngine(parameters.engine).holdings(parameters.value, account.value);
}
