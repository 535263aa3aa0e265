import { getTickAtSqrtRatio, MAX_SQRT_RATIO, MAX_TICK, MIN_SQRT_RATIO, MIN_TICK } from '@gimbal/quant';
import { exactInteger, plain } from './rowFields.ts';

export interface MinuteCheck {
  readonly minutes: number;
  /** Minutes in which nothing is wrong. */
  readonly consistent: number;
  /**
   * Minutes with trades whose only flaw is a closing tick that is the one of the minute before, liquidity and all: what
   * demeter-fetch wrote until 2024 of each minute whose last event is a mint, a burn or a collect.
   */
  readonly carried: number;
  /** How often each thing was wrong. */
  readonly faults: ReadonlyMap<string, number>;
  /** Minutes between the first and the last row that have no row. */
  readonly missing: number;
}

const MS_PER_MINUTE = 60_000;
const COLUMNS = ['closeTick', 'lowestTick', 'highestTick', 'inAmount0', 'inAmount1', 'currentLiquidity'] as const;
const CLOSE_OUTSIDE = 'closing tick outside lowest to highest';

/** One row: its cells by the header's names. */
type Cell = (name: string) => string;

export function isMinuteHeader(line: string): boolean {
  const header = headerOf(line);
  return header.includes('timestamp') && COLUMNS.every((name) => header.includes(plain(name)));
}

/** Whether a day of a pool by minutes contradicts itself; `undefined` for a file with other columns. */
export function checkMinutes(lines: readonly string[]): MinuteCheck | undefined {
  if (!isMinuteHeader(lines[0] ?? '')) return undefined;
  const header = headerOf(lines[0]!);
  const faults = new Map<string, number>();
  let [consistent, carried, missing] = [0, 0, 0];
  let previousMs: number | undefined;
  let previous: Cell = () => '';
  for (const line of lines.slice(1)) {
    const cells = line.split(',').map(bare);
    const cell: Cell = (name) => cells[header.indexOf(plain(name))] ?? '';
    const timeMs = timeOf(cell('timestamp'));
    const found = minuteFaults(cell);
    if (cells.length !== header.length) found.push('cells that are not as many as the columns');
    if (timeMs === undefined) found.push('no time');
    else if (previousMs !== undefined && timeMs <= previousMs) found.push('not after the minute before it');
    else if (previousMs !== undefined) missing += Math.round((timeMs - previousMs) / MS_PER_MINUTE) - 1;
    previousMs = timeMs ?? previousMs;
    if (found.length === 0) consistent++;
    else if (found.length === 1 && found[0] === CLOSE_OUTSIDE && isCarried(cell, previous)) carried++;
    else for (const fault of found) faults.set(fault, (faults.get(fault) ?? 0) + 1);
    previous = cell;
  }
  return { minutes: lines.length - 1, consistent, carried, faults, missing };
}

function headerOf(line: string): string[] {
  return line.split(',').map((cell) => plain(bare(cell)));
}

/** No cell of these tables holds a comma, so quotes may just go. */
function bare(cell: string): string {
  return cell.trim().replace(/^"(.*)"$/, '$1');
}

/** With or without a zone, which is UTC; seconds or milliseconds since 1970 too. */
function timeOf(text: string): number | undefined {
  if (/^\d{10}$/.test(text)) return Number(text) * 1_000;
  if (/^\d{13}$/.test(text)) return Number(text);
  const zoned = text.replace(' ', 'T').replace(/(?:Z|\+00:?00|\s*UTC)$/, '');
  const timeMs = Date.parse(`${zoned}Z`);
  return Number.isNaN(timeMs) ? undefined : timeMs;
}

function minuteFaults(cell: Cell): string[] {
  const ticks = ['lowestTick', 'highestTick', 'closeTick', 'openTick'].map((name) => exactInteger(cell(name)));
  const [lowest, highest, close, open] = ticks;
  if (lowest === undefined || highest === undefined || close === undefined) return ['no tick'];
  const faults: string[] = [];
  if (lowest > highest) faults.push('lowest tick above the highest');
  if (lowest < MIN_TICK || highest > MAX_TICK) faults.push('a tick that no pool has');
  if (close < lowest || close > highest) faults.push(CLOSE_OUTSIDE);
  if (open !== undefined && (open < lowest || open > highest)) faults.push('opening tick outside lowest to highest');
  const amounts = ['inAmount0', 'inAmount1', 'netAmount0', 'netAmount1', 'currentLiquidity'].map((name) =>
    sizeOf(cell(name)),
  );
  const [in0, in1, net0, net1, liquidity] = amounts;
  if (liquidity === undefined) faults.push('no number as liquidity');
  else if (liquidity < 0n) faults.push('liquidity below 0');
  faults.push(...amountFaults('0', in0, net0), ...amountFaults('1', in1, net1));
  if (in0 === 0n && in1 === 0n && ((net0 ?? 0n) < 0n || (net1 ?? 0n) < 0n)) faults.push('paid out for nothing paid in');
  const price = exactInteger(cell('sqrtPriceX96'));
  if (price !== undefined && !isAtTick(price, close)) faults.push('closing tick is not that of the price');
  return faults;
}

/** What was paid in can't be below 0, and less what was paid out it can't be above. */
function amountFaults(token: string, paidIn: bigint | undefined, net: bigint | undefined): string[] {
  if (paidIn === undefined) return [`no number of token${token} as paid in`];
  if (paidIn < 0n) return [`amount of token${token} paid in below 0`];
  return net !== undefined && net > paidIn ? [`net amount of token${token} above what was paid in`] : [];
}

/** Amounts that went through floating point are compared as rounded: rounding puts none of two above the other. */
function sizeOf(text: string): bigint | undefined {
  const rounded = Number(text);
  return exactInteger(text) ?? (text === '' || !Number.isFinite(rounded) ? undefined : BigInt(Math.trunc(rounded)));
}

function isCarried(cell: Cell, previous: Cell): boolean {
  const same = (name: string): boolean => sizeOf(cell(name)) === sizeOf(previous(name));
  const traded = sizeOf(cell('inAmount0')) !== 0n || sizeOf(cell('inAmount1')) !== 0n;
  return traded && same('closeTick') && same('currentLiquidity');
}

function isAtTick(price: bigint, tick: bigint): boolean {
  if (price < MIN_SQRT_RATIO || price >= MAX_SQRT_RATIO) return false;
  const atPrice = BigInt(getTickAtSqrtRatio(price));
  return tick === atPrice || tick === atPrice - 1n;
}
