import { decimalNumber } from '../format/decimalNumber.js';
import { formatPercent, formatUsd, NO_NUMBER } from '../format/numbers.js';
import { outsideName } from '../format/outsideName.js';
import { formatAge, microsOf } from '../format/times.js';
import type { WatchedAnswer } from '../wire/apiAnswers.js';
import type { Tone } from './feedHealthLines.js';

type ProtocolHealth = WatchedAnswer['reserves']['lines'][number];

export interface Figure {
  readonly text: string;
  readonly tone: Tone;
}

export interface ReserveLine {
  readonly key: string;
  readonly deployment: string;
  readonly asset: string;
  readonly utilisation: Figure;
  readonly depth: Figure;
  readonly headroom: Figure;
  readonly oracleAge: Figure;
  readonly badDebt: Figure;
  readonly liquidations: Figure;
  /** What could not be said, and why. */
  readonly missing: string;
}

/** Above this, suppliers may find nothing to withdraw: Aave's optimal point of volatile assets lies at 80 to 90 %. */
const UTILISATION_QUIET_MAX = 0.95;
/** An hour's fall that a quiet market doesn't have, and a bad one does: 17 August 2023 had 7 % in six minutes. */
const HEADROOM_QUIET_MIN = 0.05;

/** The lending reserves that are watched, in the order in which they are listed. */
export function reserveLines(reserves: readonly ProtocolHealth[]): ReserveLine[] {
  return reserves.map((reserve) => {
    const { deployment, asset, liquidationsLastHour, liquidatedUsdLastHour, oracleAgeUs, missing } = reserve;
    const [utilisation, headroom, badDebtUsd, depthUsd, debtUsd] = [
      decimalNumber(reserve.utilisation),
      decimalNumber(reserve.oracleHeadroom),
      decimalNumber(reserve.badDebtUsd),
      decimalNumber(reserve.depthUsd),
      decimalNumber(reserve.securedDebtUsd),
    ];
    const count = liquidationsLastHour ?? 0;
    return {
      key: JSON.stringify([deployment, asset]),
      deployment: outsideName(deployment),
      asset: outsideName(asset),
      utilisation: figure(formatPercent(utilisation), (utilisation ?? 0) > UTILISATION_QUIET_MAX && 'warn'),
      depth: figure(
        depthText(depthUsd, debtUsd),
        depthUsd !== null && debtUsd !== null && depthUsd < debtUsd && 'warn',
      ),
      headroom: figure(formatPercent(headroom), (headroom ?? 1) < HEADROOM_QUIET_MIN && 'warn'),
      oracleAge: figure(oracleAgeUs === '0' ? NO_NUMBER : formatAge(microsOf(oracleAgeUs))),
      badDebt: figure(badDebtUsd === 0 ? '0' : formatUsd(badDebtUsd), (badDebtUsd ?? 0) > 0 && 'bad'),
      liquidations: figure(liquidationsText(count, liquidatedUsdLastHour), count > 0 && 'warn'),
      missing: missing.map((why) => outsideName(why)).join(' · '),
    };
  });
}

function figure(text: string, tone: Tone | false = ''): Figure {
  return { text, tone: tone === false ? '' : tone };
}

/** What could be sold of the asset, against the debt behind it. */
function depthText(depthUsd: number | null, debtUsd: number | null): string {
  if (depthUsd === null && debtUsd === null) return NO_NUMBER;
  return `${formatUsd(depthUsd)} / ${formatUsd(debtUsd)}`;
}

function liquidationsText(count: number, usd: string): string {
  return count === 0 ? '0' : `${count} · ${formatUsd(decimalNumber(usd))}`;
}
