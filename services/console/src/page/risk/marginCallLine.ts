import type { ExposureAnswer } from '../wire/apiAnswers.js';
import type { PageState } from '../data/pageState.js';
import {
  formatDecimal,
  formatDecimalUp,
  formatHealth,
  formatPercent,
  formatUsd,
  type MaybeNumber,
  NO_NUMBER,
} from '../format/numbers.js';
import { formatAge, formatClock, formatDay, formatDuration, microsOf } from '../format/times.js';

type Call = PageState['marginCalls'][number];
type Raised = NonNullable<Call['raised']>;
type Exposure = NonNullable<ExposureAnswer['exposure']>;
type Cure = Raised['cures'][number];

/** A margin call in words. */
export interface MarginCallLine {
  readonly callId: string;
  readonly account: string;
  readonly rules: string;
  readonly level: string;
  readonly isOpen: boolean;
  /** When it was raised, and when cleared. */
  readonly when: string;
  /** When it was raised. */
  readonly value: string;
  /** As the exposure has it; empty of a call that is cleared, and where the exposure has none. */
  readonly now: string;
  readonly line: string;
  readonly loss: string;
  readonly due: string;
  /** None of a call that is cleared: its amounts are of then. */
  readonly cures: readonly CureLine[];
}

export interface CureLine {
  readonly words: string;
  /** What the book holds of the asset outside the account. */
  readonly available: string;
  readonly isEnough: boolean;
}

/** The worst last is how an account gets there; the worst first is how a desk reads it. */
const LEVELS: readonly string[] = ['liquidatable', 'call', 'warning'];

const ACTIONS: Readonly<Record<string, string>> = {
  add_collateral: 'Add collateral of',
  repay_debt: 'Repay',
  reduce_position: 'Reduce by',
  add_cash: 'Add cash of',
};

const AMOUNT_DIGITS = 4;

/** Open calls first, the worst on top; then the cleared ones, the newest first as risk lists them. */
export function marginCallLines(
  calls: PageState['marginCalls'],
  clockUs: number,
  exposure: Exposure | undefined,
): MarginCallLine[] {
  const open = calls.filter(({ cleared }) => cleared === undefined);
  const rankOf = ({ raised }: Call): number => LEVELS.indexOf(raised?.level ?? '');
  open.sort((a, b) => rankOf(a) - rankOf(b));
  return [...open, ...calls.filter(({ cleared }) => cleared !== undefined)].flatMap(({ raised, cleared }) =>
    raised === undefined ? [] : [lineOf(raised, cleared, clockUs, exposure)],
  );
}

function lineOf(
  raised: Raised,
  cleared: Call['cleared'],
  clockUs: number,
  exposure: Exposure | undefined,
): MarginCallLine {
  const now = cleared === undefined ? valueNow(raised, exposure) : undefined;
  const { callId, accountId, deployment, ruleset, level, value, threshold, isHealthFactor } = raised;
  const [fromUs, untilUs] = [microsOf(raised.cut?.timeUs), microsOf(cleared?.cut?.timeUs)];
  const valueText = (number: MaybeNumber): string => (isHealthFactor ? formatHealth(number) : formatPercent(number, 1));
  return {
    callId,
    account: accountId,
    rules: [deployment, ruleset].filter(Boolean).join(', '),
    level,
    isOpen: cleared === undefined,
    when:
      cleared === undefined
        ? `since ${formatClock(fromUs)}`
        : `${formatClock(fromUs)} to ${formatClock(untilUs)} · ${formatAge(untilUs - fromUs)}`,
    value: `${isHealthFactor ? 'health' : 'margin used'} ${valueText(value)}`,
    now: now === undefined ? '' : `now ${valueText(now)}`,
    line: `line ${valueText(threshold)}`,
    // Zero is how the contract says that nobody could reckon it.
    loss: `loss ${raised.liquidationLossUsd === 0 ? NO_NUMBER : formatUsd(raised.liquidationLossUsd)}`,
    due: cleared === undefined ? dueWords(microsOf(raised.dueAtUs), clockUs) : '',
    cures: cleared === undefined ? raised.cures.map(cureLine) : [],
  };
}

function valueNow({ accountId, isHealthFactor }: Raised, exposure: Exposure | undefined): MaybeNumber {
  const isOfAccount = (each: { readonly accountId: string; readonly unavailableReason: string }): boolean =>
    each.accountId === accountId && each.unavailableReason === '';
  return isHealthFactor ? exposure?.health.find(isOfAccount)?.healthFactor : exposure?.margin.find(isOfAccount)?.usage;
}

/** By interest and funding alone: prices move faster. */
function dueWords(dueUs: number, clockUs: number): string {
  if (dueUs === 0) return 'by interest alone, prices held: never liquidated';
  if (dueUs <= clockUs) return 'can be liquidated now';
  return `by interest alone, prices held: liquidated in ${formatDuration(dueUs - clockUs)}, ${formatDay(dueUs)}`;
}

function cureLine({ action, asset, amount, amountUsd, venue, chain, available, availableAccountId }: Cure): CureLine {
  const usd = amountUsd === null || amountUsd === 0 ? '' : ` (${formatUsd(amountUsd)})`;
  const where = [venue, chain].filter(Boolean).join(' on ');
  return {
    words: `${ACTIONS[action] ?? action} ${formatDecimalUp(amount, AMOUNT_DIGITS)} ${asset}${usd} at ${where}`,
    available: availableWords(available, asset, availableAccountId),
    isEnough: Number(available) >= Number(amount),
  };
}

function availableWords(available: string, asset: string, accountId: string): string {
  if (available === '') return '';
  if (Number(available) === 0) return `no ${asset} elsewhere in the book`;
  return `${accountId} has ${formatDecimal(available, AMOUNT_DIGITS)}`;
}
