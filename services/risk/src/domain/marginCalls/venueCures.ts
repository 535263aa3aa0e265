import type { MarginCure, MarginLeg, MarginStanding } from '@gimbal/contracts/risk/v1/exposure_events';
import { type Decimal, decimalFromNumber, decimalToNumber, formatDecimal } from '@gimbal/money';
import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
import type { RiskState } from '../riskState.js';
import { availableElsewhere } from './availableElsewhere.js';
import type { CalledAccount } from './calledAccounts.js';
import { USAGE_TARGET } from './marginCallLines.js';

/** What the venues of this kind are margined in. */
const CASH_ASSET = 'USDC';
/** Digits of USDC, and of the finest lot that these venues trade. */
const CASH_SCALE = 6;
const POSITION_SCALE = 8;

/**
 * Venues whose maintenance margin is a sum over positions, each rising at least in step with its size: to close a share of
 * a position takes at least that share of its margin away. Margins over whole portfolios have hedges in them, where a
 * smaller leg may mean more margin, so no reduction is named for them.
 */
const MARGINED_BY_POSITION: ReadonlySet<string> = new Set(['hyperliquid', 'dydx-v4']);

/** What brings the usage of a venue's margin to the target, each by itself: cash, then each position that is large enough. */
export function venueCures(state: RiskState, basis: PortfolioBasis, called: CalledAccount): readonly MarginCure[] {
  const { standing, accountId } = called;
  const row = basis.accounts.find(({ account }) => account.accountId === accountId)?.account;
  if (standing === undefined || row === undefined) return [];
  const where = { venue: row.venue, chain: row.chain, accountId, target: USAGE_TARGET };
  const cash = cashToAdd(standing);
  const addCash: MarginCure[] =
    cash === undefined
      ? []
      : [
          {
            action: 'add_cash',
            asset: CASH_ASSET,
            amount: formatDecimal(cash),
            amountUsd: decimalToNumber(cash),
            ...where,
            ...availableElsewhere(state, basis, row, CASH_ASSET),
          },
        ];
  if (!MARGINED_BY_POSITION.has(standing.ruleset)) return addCash;
  const reductions = standing.legs.flatMap((leg): MarginCure[] => {
    const size = positionToClose(standing, leg);
    if (size === undefined) return [];
    const amountUsd = decimalToNumber(size) * leg.priceUsd;
    const what = { action: 'reduce_position', asset: leg.legId, amount: formatDecimal(size), amountUsd };
    return [{ ...what, ...where, available: '', availableAccountId: '' }];
  });
  return [...addCash, ...reductions];
}

/** maintenance / (equity + cash) = target, solved for the cash, rounded up. */
export function cashToAdd({ equityUsd, maintenanceMarginUsd }: MarginStanding): Decimal | undefined {
  const isEnough = (cash: number): boolean => maintenanceMarginUsd <= USAGE_TARGET * (equityUsd + cash);
  return leastEnough(maintenanceMarginUsd / USAGE_TARGET - equityUsd, CASH_SCALE, isEnough);
}

/**
 * At the mark, closing a share of a position leaves equity as it is and takes that share of its margin:
 * (maintenance - share · margin of the leg) / equity = target. In units of the position without sign, rounded up.
 */
export function positionToClose(
  { equityUsd, maintenanceMarginUsd }: MarginStanding,
  { quantity, maintenanceMarginUsd: ownUsd, noPriceReason }: MarginLeg,
): Decimal | undefined {
  const size = Math.abs(quantity);
  if (!(ownUsd > 0 && size > 0 && equityUsd > 0) || noPriceReason !== '') return undefined;
  const share = (maintenanceMarginUsd - USAGE_TARGET * equityUsd) / ownUsd;
  const isEnough = (closed: number): boolean =>
    closed <= size && maintenanceMarginUsd - (closed / size) * ownUsd <= USAGE_TARGET * equityUsd;
  return leastEnough(share * size, POSITION_SCALE, isEnough);
}

/** The first amount of whole steps from `amount` up that is seen to be enough: the division may have lost a bit. */
function leastEnough(amount: number, scale: number, isEnough: (amount: number) => boolean): Decimal | undefined {
  if (!(amount > 0 && amount < Infinity)) return undefined;
  const rounded = decimalFromNumber(amount, scale, 'up');
  if (!rounded.ok) return undefined;
  const more = { ...rounded.value, unscaled: rounded.value.unscaled + 1n };
  return [rounded.value, more].find((each) => isEnough(decimalToNumber(each)));
}
