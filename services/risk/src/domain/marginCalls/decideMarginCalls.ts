import { event, type Event } from '@gimbal/contracts';
import {
  type ExposureCalculated,
  MarginCallCleared,
  MarginCallRaised,
  type UsedMark,
} from '@gimbal/contracts/risk/v1/exposure_events';
import { oraclePrices } from '../breaches/usedMarks.js';
import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
import type { RiskState } from '../riskState.js';
import { accountKey, marginAccountKey, marginCallIdOf } from '../rowKeys.js';
import { type CalledAccount, calledAccounts } from './calledAccounts.js';
import { dueAtUs } from './dueAtUs.js';
import { lendingCures } from './lendingCures.js';
import type { MarginCallLine } from './marginCallLines.js';
import type { MarginAccountRow } from './marginCallRows.js';
import { venueCures } from './venueCures.js';

const NEVER_CALLED: MarginAccountRow = { calls: 0, open: {} };

/**
 * Says of each account of the portfolio when it passes a line on its way to liquidation, with what would cure it, and
 * when it is back. Each line is apart: an account that falls through two at once is called twice, and cleared twice.
 * Accounts of portfolios beneath are called there.
 */
export function decideMarginCalls(
  state: RiskState,
  exposure: ExposureCalculated,
  basis: PortfolioBasis,
): readonly Event[] {
  if (exposure.health.length === 0 && exposure.margin.length === 0) return [];
  return calledAccounts(exposure).flatMap((called): readonly Event[] => {
    const own = accountKey(basis.portfolioKey, called.accountId);
    const row = state.marginAccounts.get(marginAccountKey(own, called.kind));
    // Most accounts at most steps: nothing is open, and the outermost line is far.
    if (row === undefined && !called.hasPassed(called.lines[0]!)) return [];
    return state.accounts.has(own) ? callsOf(state, exposure, basis, called, row ?? NEVER_CALLED) : [];
  });
}

function callsOf(
  state: RiskState,
  exposure: ExposureCalculated,
  basis: PortfolioBasis,
  called: CalledAccount,
  row: MarginAccountRow,
): readonly Event[] {
  const cleared = called.lines.flatMap((line): Event[] => {
    const callId = row.open[line.level];
    return callId !== undefined && called.isBack(line)
      ? [event(MarginCallCleared, clearedCall(exposure, called, callId))]
      : [];
  });
  const passed = called.lines.filter((line) => row.open[line.level] === undefined && called.hasPassed(line));
  if (passed.length === 0) return cleared;
  const cures = called.kind === 'health' ? lendingCures(state, basis, called) : venueCures(state, basis, called);
  const marks = marksOf(basis, called);
  const raised = passed.map((line, at) => {
    const callId = marginCallIdOf(exposure.portfolioId, called.accountId, called.kind, row.calls + at + 1);
    return event(MarginCallRaised, {
      ...raisedCall(exposure, called, line),
      callId,
      cures: [...cures],
      marks: [...marks],
    });
  });
  return [...cleared, ...raised];
}

function raisedCall(
  exposure: ExposureCalculated,
  called: CalledAccount,
  { level, threshold }: MarginCallLine,
): Omit<MarginCallRaised, 'callId' | 'cures' | 'marks'> {
  const { accountId, deployment, ruleset, value, liquidationLossUsd } = called;
  const { portfolioId, cut, sequence: exposureSequence } = exposure;
  return {
    portfolioId,
    accountId,
    deployment,
    ruleset,
    level,
    value,
    threshold,
    isHealthFactor: called.kind === 'health',
    liquidationLossUsd,
    dueAtUs: dueAtUs(exposure, called),
    cut,
    exposureSequence,
  };
}

function clearedCall(
  exposure: ExposureCalculated,
  { accountId, value }: CalledAccount,
  callId: string,
): MarginCallCleared {
  const { portfolioId, cut, sequence: exposureSequence } = exposure;
  return { callId, portfolioId, accountId, value, cut, exposureSequence };
}

/** The oracle's prices of a loan; the prices that the venue's rules took, whose deltas no margin rests on. */
function marksOf(basis: PortfolioBasis, { accountId, standing }: CalledAccount): readonly UsedMark[] {
  if (standing === undefined) return oraclePrices(basis, accountId);
  return standing.legs.map(({ legId, instrumentId, priceUsd }) => ({
    instrumentId: instrumentId === '' ? legId : instrumentId,
    priceUsd,
    delta: 0,
  }));
}
