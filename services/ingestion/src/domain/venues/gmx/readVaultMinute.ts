import { decimalOf, divDecimal, formatDecimal, isZeroDecimal, mulDecimal } from '@gimbal/money';
import type { Observed } from '../../decoded.js';
import type { ExactFields } from '../exactFields.js';
import type { RawObject } from '../rawJson/readRawJson.js';
import { type FactSource, indexFact, perpFact } from '../venueFacts.js';
import type { FrameProblem } from '../venueSession.js';
import { GMX_INTERVAL_SECONDS } from './gmxPerp.js';

/** Tokens of the Avalanche vault that can be traded, with what they follow. */
export const VAULT_TOKENS: Readonly<Record<string, string>> = { 'btc.b': 'BTC', weth: 'ETH', wavax: 'AVAX' };

/** A position in GMX v1 pays 0.01 % an hour when all of the pool's tokens are reserved, and its share of it before (GMX Docs, v1: Fees). */
const FULL_USE_RATE = decimalOf('0.0001');
const RATE_DECIMALS = 18;

/**
 * A minute of GMX v1's vault: the oracle's price of each token, and what either side pays for borrowing: longs the token,
 * shorts the stablecoin. Nobody pays the other side in v1. `priceDecimals` is 0 for prices in USD and 30 for the contract's.
 */
export function readVaultMinute(
  source: FactSource,
  fields: ExactFields,
  row: RawObject,
  priceDecimals: number,
  observedAtUs: bigint,
  problems: FrameProblem[],
): readonly Observed[] {
  const shortBorrowRate = borrowRate(fields, row, 'usdc', problems);
  return Object.entries(VAULT_TOKENS).flatMap(([token, asset]) => {
    const longBorrowRate = borrowRate(fields, row, token, problems);
    const price = priceOf(fields, row, `${token}_price`, priceDecimals);
    const perp = {
      instrumentId: `perp:gmx:${asset}-USD`,
      markPrice: price,
      indexPrice: price,
      fundingRate: '0',
      fundingIntervalSeconds: GMX_INTERVAL_SECONDS,
      fundingBase: 'index',
      longBorrowRate,
      shortBorrowRate,
      observedAtUs,
    };
    return [perpFact(source, perp), indexFact(source, { index: `${asset}-USD`, asset, price, observedAtUs })];
  });
}

function priceOf(fields: ExactFields, row: RawObject, name: string, decimals: number): string {
  const price = fields.price(row, name);
  if (fields.failure !== undefined) return '';
  const { unscaled, scale } = decimalOf(price);
  return formatDecimal({ unscaled, scale: scale + decimals });
}

/** Empty, and said, where the recording has less than nothing reserved: it sums changes, and misses some. */
function borrowRate(fields: ExactFields, row: RawObject, token: string, problems: FrameProblem[]): string {
  const name = `${token}_reserved`;
  const reserved = fields.decimal(row, name);
  const pool = fields.amount(row, `${token}_pool`);
  if (fields.failure !== undefined || isZeroDecimal(decimalOf(pool))) return '';
  if (decimalOf(reserved).unscaled < 0n) {
    problems.push({ kind: 'gap', subject: name, detail: `Expected at least zero, was ${reserved}.` });
    return '';
  }
  const use = mulDecimal(decimalOf(reserved), FULL_USE_RATE);
  return formatDecimal(divDecimal(use, decimalOf(pool), RATE_DECIMALS, 'halfEven'));
}
