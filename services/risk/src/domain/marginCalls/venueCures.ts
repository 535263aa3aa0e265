import type { MarginCure, MarginLeg, MarginStanding } from '@gimbal/contracts/risk/v1/exposure_events';
import type { StandingPart } from '@gimbal/margin';
import { type Decimal, decimalFromNumber, decimalToNumber, formatDecimal } from '@gimbal/money';
import type { AccountBasis, PortfolioBasis } from '../exposure/portfolioBasis.js';
import { knownStanding } from '../margin/knownStanding.js';
import { marginInputs } from '../margin/marginInputs.js';
import type { RiskState } from '../riskState.js';
import { availableElsewhere } from './availableElsewhere.js';
import type { CalledAccount } from './calledAccounts.js';
import { USAGE_TARGET } from './marginCallLines.js';

/** What most venues are margined in. */
const CASH: Cash = { asset: 'USDC', priceUsd: 1 };
/** Digits of USDC, and of the finest lot that these venues trade. */
const CASH_SCALE = 6;
const POSITION_SCALE = 8;

/**
 * Venues whose maintenance margin is a sum over positions, each rising at least in step with its size: to close a share of
 * a position takes at least that share of its margin away. Margins over whole portfolios have hedges in them, where a
 * smaller leg may mean more margin, so no reduction is named for them.
 */
const MARGINED_BY_POSITION: ReadonlySet<string> = new Set(['hyperliquid', 'dydx-v4']);

/**
 * What brings the usage of a venue's margin to the target, each by itself: cash, then each position that is large enough.
 * Of an account in parts that are liquidated on their own, the cures are those of the part that is nearest to it, and lead
 * to the usage of the next one where that is beyond the target. Cash goes to the shared part: none cures an isolated one.
 */
export function venueCures(state: RiskState, basis: PortfolioBasis, called: CalledAccount): readonly MarginCure[] {
  const { standing, accountId } = called;
  const found = basis.accounts.find(({ account }) => account.accountId === accountId);
  if (standing === undefined || found === undefined) return [];
  const { account: row } = found;
  const need = partInNeed(standing, partsOf(found, basis.step.timeUs));
  const where = { venue: row.venue, chain: row.chain, accountId, target: need.target };
  const cash = cashOf(standing);
  const more = need.takesCash ? cashToAdd(need, cash.priceUsd) : undefined;
  const addCash = (amount: Decimal): MarginCure => ({
    action: 'add_cash',
    asset: cash.asset,
    amount: formatDecimal(amount),
    amountUsd: decimalToNumber(amount) * cash.priceUsd,
    ...where,
    ...availableElsewhere(state, basis, row, cash.asset),
  });
  const withCash = more === undefined ? [] : [addCash(more)];
  if (!MARGINED_BY_POSITION.has(standing.ruleset)) return withCash;
  const reductions = need.legs.flatMap((leg): MarginCure[] => {
    const size = positionToClose(need, leg);
    if (size === undefined) return [];
    const amountUsd = decimalToNumber(size) * leg.priceUsd;
    const what = { action: 'reduce_position', asset: leg.legId, amount: formatDecimal(size), amountUsd };
    return [{ ...what, ...where, available: '', availableAccountId: '' }];
  });
  return [...withCash, ...reductions];
}

interface Cash {
  readonly asset: string;
  readonly priceUsd: number;
}

/** One Comet is margined in the base that it lends, which is what the account owes. */
function cashOf({ ruleset, legs }: MarginStanding): Cash {
  const owed =
    ruleset === 'compound-v3' ? legs.find(({ quantity, priceUsd }) => quantity < 0 && priceUsd > 0) : undefined;
  return owed === undefined ? CASH : { asset: owed.legId, priceUsd: owed.priceUsd };
}

type Margins = Pick<MarginStanding, 'equityUsd' | 'maintenanceMarginUsd'>;

interface PartInNeed extends Margins {
  readonly legs: readonly MarginLeg[];
  readonly takesCash: boolean;
  /** The account's usage once this part is at the target. */
  readonly target: number;
}

/** None of an account that is one whole. */
function partsOf({ account, margin }: AccountBasis, timeUs: bigint): readonly StandingPart[] {
  if (margin === undefined) return [];
  const inputs = marginInputs(account.deployment, account.accountId, margin, timeUs);
  const standing = inputs.ok ? knownStanding(inputs.value) : undefined;
  return standing?.ok === true ? (standing.value.parts ?? []) : [];
}

/** The part whose usage is the account's. */
export function partInNeed(standing: MarginStanding, parts: readonly StandingPart[]): PartInNeed {
  const [nearest, next] = parts.toSorted((a, b) => b.usage - a.usage);
  if (nearest === undefined) return { ...standing, takesCash: true, target: USAGE_TARGET };
  const isolated = new Set(parts.map(({ isolatedLegId }) => isolatedLegId));
  const { isolatedLegId, equityUsd, maintenanceMarginUsd } = nearest;
  return {
    equityUsd,
    maintenanceMarginUsd,
    legs: standing.legs.filter(({ legId }) =>
      isolatedLegId === undefined ? !isolated.has(legId) : legId === isolatedLegId,
    ),
    takesCash: isolatedLegId === undefined,
    target: Math.max(USAGE_TARGET, next?.usage ?? 0),
  };
}

/** maintenance / (equity + cash) = target, solved for the cash in its coin, rounded up. */
export function cashToAdd({ equityUsd, maintenanceMarginUsd }: Margins, priceUsd = CASH.priceUsd): Decimal | undefined {
  const isEnough = (cash: number): boolean => maintenanceMarginUsd <= USAGE_TARGET * (equityUsd + cash * priceUsd);
  return leastEnough((maintenanceMarginUsd / USAGE_TARGET - equityUsd) / priceUsd, CASH_SCALE, isEnough);
}

/**
 * At the mark, closing a share of a position leaves equity as it is and takes that share of its margin:
 * (maintenance - share · margin of the leg) / equity = target. In units of the position without sign, rounded up.
 */
export function positionToClose(
  { equityUsd, maintenanceMarginUsd }: Margins,
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
