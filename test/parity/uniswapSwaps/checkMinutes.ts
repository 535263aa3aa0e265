import { getTickAtSqrtRatio, MAX_SQRT_RATIO, MAX_TICK, MIN_SQRT_RATIO, MIN_TICK } from '@gimbal/quant';
import { plain } from './rowFields.ts';

export interface MinuteCheck {
  readonly minutes: number;
  /** Minutes in which nothing is wrong. */
  readonly consistent: number;
  /** How often each thing was wrong. */
  readonly faults: ReadonlyMap<string, number>;
  /** Minutes between the first and the last row that have no row. */
  readonly missing: number;
}

const MS_PER_MINUTE = 60_000;
const COLUMNS = ['closeTick', 'lowestTick', 'highestTick', 'inAmount0', 'inAmount1', 'currentLiquidity'] as const;

/** Whether a day of a pool by minutes contradicts itself; `undefined` for a file with other columns. */
export function checkMinutes(lines: readonly string[]): MinuteCheck | undefined {
  const header = (lines[0] ?? '').split(',').map(plain);
  if (!header.includes('timestamp') || COLUMNS.some((name) => !header.includes(plain(name)))) return undefined;
  const faults = new Map<string, number>();
  let [consistent, missing] = [0, 0];
  let previousMs: number | undefined;
  for (const line of lines.slice(1)) {
    const cells = line.split(',');
    const cell = (name: string): string => cells[header.indexOf(plain(name))] ?? '';
    const timeMs = Date.parse(`${cell('timestamp').replace(' ', 'T').replace(/Z$/, '')}Z`);
    const found = [...minuteFaults(cell), ...(Number.isNaN(timeMs) ? ['no time'] : [])];
    if (previousMs !== undefined && !Number.isNaN(timeMs)) {
      if (timeMs <= previousMs) found.push('not after the minute before it');
      else missing += Math.round((timeMs - previousMs) / MS_PER_MINUTE) - 1;
    }
    if (!Number.isNaN(timeMs)) previousMs = timeMs;
    for (const fault of found) faults.set(fault, (faults.get(fault) ?? 0) + 1);
    if (found.length === 0) consistent++;
  }
  return { minutes: lines.length - 1, consistent, faults, missing };
}

function minuteFaults(cell: (name: string) => string): string[] {
  const integers = ['lowestTick', 'highestTick', 'closeTick', 'openTick', ...COLUMNS.slice(3)].map((name) =>
    integer(cell(name)),
  );
  const [lowest, highest, close, open, in0, in1, liquidity] = integers;
  if (lowest === undefined || highest === undefined || close === undefined) return ['no tick'];
  const faults: string[] = [];
  if (lowest > highest || lowest < MIN_TICK || highest > MAX_TICK) faults.push('lowest tick above the highest');
  if (close < lowest || close > highest) faults.push('closing tick outside lowest to highest');
  if (open !== undefined && (open < lowest || open > highest)) faults.push('opening tick outside lowest to highest');
  if (liquidity === undefined || liquidity < 0n) faults.push('liquidity below 0');
  faults.push(...amountFaults('0', in0, integer(cell('netAmount0'))));
  faults.push(...amountFaults('1', in1, integer(cell('netAmount1'))));
  const price = integer(cell('sqrtPriceX96'));
  if (price !== undefined && !isAtTick(price, close)) faults.push('closing tick is not that of the price');
  return faults;
}

/** What was paid in can't be below 0, and less what was paid out it can't be above. */
function amountFaults(token: string, paidIn: bigint | undefined, net: bigint | undefined): string[] {
  if (paidIn === undefined || paidIn < 0n) return [`amount of token${token} paid in below 0`];
  return net !== undefined && net > paidIn ? [`net amount of token${token} above what was paid in`] : [];
}

function isAtTick(price: bigint, tick: bigint): boolean {
  if (price < MIN_SQRT_RATIO || price >= MAX_SQRT_RATIO) return false;
  const atPrice = BigInt(getTickAtSqrtRatio(price));
  return tick === atPrice || tick === atPrice - 1n;
}

/** Some files carry integers as 29515.0, since their writer knew missing values only in floating point. */
function integer(text: string): bigint | undefined {
  const whole = text.replace(/\.0+$/, '');
  return /^-?\d+$/.test(whole) ? BigInt(whole) : undefined;
}
