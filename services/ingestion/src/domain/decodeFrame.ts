import { FRAME_BYTES_MAX } from '../limits.js';
import { type Decoded, refused } from './decoded.js';
import { decodeAssumedPrice, decodeAssumedVol } from './decoders/decodeAssumedConstant.js';
import { decodeChainlinkRound } from './decoders/decodeChainlinkRound.js';
import { decodeConversionRate } from './decoders/decodeConversionRate.js';
import { decodeDebtPool } from './decoders/decodeDebtPool.js';
import { decodeDeriveSvi } from './decoders/decodeDeriveSvi.js';
import { decodeGasMinute } from './decoders/decodeGasMinute.js';
import { decodeGovernanceLog } from './decoders/decodeGovernanceLog.js';
import { decodeGovernancePayload } from './decoders/decodeGovernancePayload.js';
import { decodeLendingAction } from './decoders/decodeLendingAction.js';
import { decodeNormFactorMinute } from './decoders/decodeNormFactorMinute.js';
import { decodeOptionSummary } from './decoders/decodeOptionSummary.js';
import { decodePerpQuote } from './decoders/decodePerpQuote.js';
import { decodePoolMinute } from './decoders/decodePoolMinute.js';
import { decodePoolReserves } from './decoders/decodePoolReserves.js';
import { decodeReserveConfiguration } from './decoders/decodeReserveConfiguration.js';
import { decodeReserveMinute } from './decoders/decodeReserveMinute.js';
import { decodeEMode } from './decoders/decodeEMode.js';
import { decodeHyperliquidMeta } from './decoders/decodeHyperliquidMeta.js';
import { decodeHyperliquidAccount, decodeHyperliquidMarks } from './decoders/decodeHyperliquidState.js';
import { decodeMarginAccount } from './decoders/decodeMarginAccount.js';
import { decodeMarginMarket } from './decoders/decodeMarginMarket.js';
import { decodeMarginParameters } from './decoders/decodeMarginParameters.js';
import { decodeUserEMode } from './decoders/decodeUserEMode.js';
import { decodeUniv4Pool } from './decoders/decodeUniv4Pool.js';
import type { FeedDescription } from './feedDescription.js';

/** Reads the bytes of a frame by its feed's decoder. Refuses what can't be read; never throws. */
export function decodeFrame(raw: Uint8Array, feed: FeedDescription): Decoded {
  if (raw.length > FRAME_BYTES_MAX) return refused(`Expected at most ${FRAME_BYTES_MAX} bytes, were ${raw.length}.`);
  const line = utf8(raw);
  if (line === undefined) return refused('Expected UTF-8, found other bytes.');
  switch (feed.decoder) {
    case 'demeter-pool-minute-csv':
      return decodePoolMinute(line, feed);
    case 'chainlink-round-csv':
      return decodeChainlinkRound(line, feed);
    case 'demeter-gas-minute-csv':
      return decodeGasMinute(line, feed);
    case 'demeter-aave-minute-csv':
      return decodeReserveMinute(line, feed);
    case 'demeter-squeeth-minute-csv':
      return decodeNormFactorMinute(line, feed);
    case 'assumed-price-json':
      return decodeAssumedPrice(line, feed);
    case 'assumed-vol-json':
      return decodeAssumedVol(line, feed);
    case 'tardis-option-summary-json':
      return decodeOptionSummary(line, feed);
    case 'derive-svi-json':
      return decodeDeriveSvi(line, feed);
    case 'univ2-reserves-json':
      return decodePoolReserves(line, feed);
    case 'univ4-pool-json':
      return decodeUniv4Pool(line, feed);
    case 'conversion-rate-json':
      return decodeConversionRate(line, feed);
    case 'debt-pool-json':
      return decodeDebtPool(line, feed);
    case 'perp-quote-json':
      return decodePerpQuote(line, feed);
    case 'reserve-configuration-json':
      return decodeReserveConfiguration(line, feed);
    case 'lending-action-json':
      return decodeLendingAction(line, feed);
    case 'governance-log-json':
      return decodeGovernanceLog(line, feed);
    case 'governance-payload-json':
      return decodeGovernancePayload(line, feed);
    case 'emode-json':
      return decodeEMode(line, feed);
    case 'user-emode-json':
      return decodeUserEMode(line, feed);
    case 'margin-parameters-json':
      return decodeMarginParameters(line, feed);
    case 'margin-market-json':
      return decodeMarginMarket(line, feed);
    case 'margin-account-json':
      return decodeMarginAccount(line, feed);
    case 'hyperliquid-meta-json':
      return decodeHyperliquidMeta(line, feed);
    case 'hyperliquid-account-json':
      return decodeHyperliquidAccount(line, feed);
    case 'hyperliquid-marks-json':
      return decodeHyperliquidMarks(line, feed);
    case 'venue-session':
    case 'evm-block-json':
      return refused('Expected a frame with its reading, was none.');
    case 'assumed-perp':
      return refused('Expected no frame: this feed follows the pool that it is derived from.');
  }
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true });

function utf8(raw: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(raw);
  } catch {
    return undefined;
  }
}
