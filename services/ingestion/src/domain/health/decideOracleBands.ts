import { event } from '@gimbal/contracts';
import { OracleDeviationObserved } from '@gimbal/contracts/ingestion/v1/health_events';
import { decimalToNumber, formatDecimal } from '@gimbal/money';
import type { FeedCatalogue } from '../feedCatalogue.js';
import type { StepLedger } from '../stepLedger.js';
import { deviationText, type OracleDeviation, oracleDeviation, oraclesOf } from './oracleDeviation.js';
import { ORACLE_BAND_EXIT_SHARE } from './tolerances.js';

/**
 * Says when an oracle leaves its band about the market, and when it is back well inside. Without a market to compare it
 * with, what was said last stands.
 */
export function decideOracleBands(ledger: StepLedger, catalogue: FeedCatalogue): void {
  for (const oracle of oraclesOf(ledger.now)) {
    const deviation = oracleDeviation(ledger.now, catalogue, oracle, ledger.step.timeUs);
    if (deviation === undefined) continue;
    const wasOutside = ledger.now.health.oracleBands.get(oracle.feed)?.outside ?? false;
    const outside = isOutside(deviation, wasOutside);
    if (outside !== wasOutside) ledger.say('market', oracle.feed, observed(deviation, outside, ledger.step.timeUs));
  }
}

function isOutside({ deviationBps, limitBps }: OracleDeviation, wasOutside: boolean): boolean {
  const distanceBps = Math.abs(decimalToNumber(deviationBps));
  return distanceBps > (wasOutside ? limitBps * ORACLE_BAND_EXIT_SHARE : limitBps);
}

function observed(deviation: OracleDeviation, outside: boolean, observedAtUs: bigint) {
  const { feed, asset, oraclePrice, marketPrice, marketFeed, limitBps, oracleAgeUs } = deviation;
  return event(OracleDeviationObserved, {
    feed,
    asset,
    oraclePrice: formatDecimal(oraclePrice),
    marketPrice: formatDecimal(marketPrice),
    marketFeed,
    deviationBps: deviationText(deviation),
    limitBps: String(limitBps),
    outside,
    oracleAgeUs,
    observedAtUs,
  });
}
