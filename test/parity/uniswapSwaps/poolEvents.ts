import { MAX_SQRT_RATIO, MAX_TICK, MIN_SQRT_RATIO, MIN_TICK } from '@gimbal/quant';
import { integerOf, type RowFields, rowFields } from './rowFields.ts';

interface Placed {
  readonly block: bigint;
  readonly logIndex: bigint;
}

/** A Swap event: amounts above 0 were paid to the pool; price, tick and liquidity are those after it. */
export interface LoggedSwap extends Placed {
  readonly kind: 'swap';
  readonly amount0: bigint;
  readonly amount1: bigint;
  readonly sqrtPriceX96: bigint;
  readonly tick: number;
  /** Undefined where the archive had it from an index that doesn't keep it, and wrote -1. */
  readonly liquidity: bigint | undefined;
  /** What the taker asked for, where the archive says it: above 0 of the token paid in, below 0 of the one paid out. */
  readonly amountSpecified: bigint | undefined;
}

/** A Mint (liquidityChange above 0) or a Burn, with the amounts that the pool took or owes, where they are there. */
export interface LoggedLiquidity extends Placed {
  readonly kind: 'liquidity';
  readonly tickLower: number;
  readonly tickUpper: number;
  readonly liquidityChange: bigint;
  readonly amount0: bigint | undefined;
  readonly amount1: bigint | undefined;
}

export type PoolEvent = LoggedSwap | LoggedLiquidity;

export interface PoolEvents {
  /** By block and log index. */
  readonly events: readonly PoolEvent[];
  readonly swapRows: number;
  /** Rows that are no such event: no JSON, a field missing, a number that no pool has. By what they should be. */
  readonly unreadSwaps: number;
  readonly unreadLiquidity: number;
  /** Rows that repeat one that is there. */
  readonly repeatedSwaps: number;
  readonly repeatedLiquidity: number;
  /** Places that two different events claim. */
  readonly contested: number;
  /** Rows that say that a log was undone by a reorganisation. */
  readonly removed: number;
  /** Rows that stood before one of an earlier place. */
  readonly outOfOrder: number;
}

/** Both files as one series in the chain's order: (block, log index), whatever the order of the rows. */
export function poolEvents(swapLines: readonly string[], liquidityLines: readonly string[]): PoolEvents {
  const swaps = readRows(swapLines, toSwap);
  const liquidity = readRows(liquidityLines, toLiquidity);
  const byPlace = new Map<string, PoolEvent>();
  const repeated = { swap: 0, liquidity: 0 };
  let contested = 0;
  for (const event of [...liquidity.standing, ...swaps.standing]) {
    const place = `${event.block}/${event.logIndex}`;
    const held = byPlace.get(place);
    if (held === undefined) byPlace.set(place, event);
    else if (textOf(held) === textOf(event)) repeated[event.kind]++;
    else contested++;
  }
  return {
    events: [...byPlace.values()].sort(inOrder),
    swapRows: swapLines.length,
    unreadSwaps: swaps.unread,
    unreadLiquidity: liquidity.unread,
    repeatedSwaps: repeated.swap,
    repeatedLiquidity: repeated.liquidity,
    contested,
    removed: swaps.removed + liquidity.removed,
    outOfOrder: descents(swaps.standing) + descents(liquidity.standing),
  };
}

interface ReadRows<Event> {
  /** In the file's order, without those that a later row removes. */
  readonly standing: readonly Event[];
  readonly unread: number;
  readonly removed: number;
}

/** A row that says `removed` takes back the same log before it; what the other branch has at its place stays. */
function readRows<Event extends PoolEvent>(
  lines: readonly string[],
  toEvent: (fields: RowFields) => Event | undefined,
): ReadRows<Event> {
  const standing: (Event | undefined)[] = [];
  const positions = new Map<string, number[]>();
  let [unread, removed] = [0, 0];
  for (const line of lines) {
    const fields = rowFields(line);
    if (fields !== undefined && WITHOUT_EFFECT.has(typeOf(fields))) continue;
    const event = fields === undefined ? undefined : toEvent(fields);
    if (fields === undefined || event === undefined) {
      unread++;
      continue;
    }
    const name = `${fields.get('blockhash') ?? ''} ${textOf(event)}`;
    if (fields.get('removed')?.toLowerCase() === 'true') {
      removed++;
      for (const at of positions.get(name) ?? []) standing[at] = undefined;
      positions.delete(name);
    } else positions.set(name, [...(positions.get(name) ?? []), standing.push(event) - 1]);
  }
  return { standing: standing.filter((event) => event !== undefined), unread, removed };
}

const UNSAID_LIQUIDITY = -1n;

function toSwap(fields: RowFields): LoggedSwap | undefined {
  const place = placeOf(fields);
  const amount0 = integerOf(fields, 'amount0');
  const amount1 = integerOf(fields, 'amount1');
  const sqrtPriceX96 = integerOf(fields, 'sqrtPriceX96');
  const tick = tickOf(fields, 'tick');
  const liquidity = integerOf(fields, 'liquidity');
  if (place === undefined || amount0 === undefined || amount1 === undefined || tick === undefined) return undefined;
  if (sqrtPriceX96 === undefined || sqrtPriceX96 < MIN_SQRT_RATIO || sqrtPriceX96 >= MAX_SQRT_RATIO) return undefined;
  if (liquidity === undefined || liquidity < UNSAID_LIQUIDITY) return undefined;
  const asked = integerOf(fields, 'amountSpecified');
  const amountSpecified = asked === 0n ? undefined : asked;
  const said = liquidity === UNSAID_LIQUIDITY ? undefined : liquidity;
  return { kind: 'swap', ...place, amount0, amount1, sqrtPriceX96, tick, liquidity: said, amountSpecified };
}

/** Types as the archives number and name them. */
const SIGN_BY_TYPE: Readonly<Record<string, bigint>> = { '1': 1n, mint: 1n, '2': -1n, burn: -1n };
/** Events that move neither the price nor liquidity. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set(['collect', 'collectprotocol', 'flash', 'setfeeprotocol']);

function typeOf(fields: RowFields): string {
  return (fields.get('type') ?? fields.get('eventtype') ?? fields.get('event') ?? '').toLowerCase();
}

function toLiquidity(fields: RowFields): LoggedLiquidity | undefined {
  const place = placeOf(fields);
  const sign = SIGN_BY_TYPE[typeOf(fields)];
  const tickLower = tickOf(fields, 'tickLower');
  const tickUpper = tickOf(fields, 'tickUpper');
  const liquidity = integerOf(fields, 'liquidity', 'amount');
  if (place === undefined || sign === undefined || liquidity === undefined || liquidity < 0n) return undefined;
  if (tickLower === undefined || tickUpper === undefined || tickLower >= tickUpper) return undefined;
  const amounts = { amount0: integerOf(fields, 'amount0'), amount1: integerOf(fields, 'amount1') };
  return { kind: 'liquidity', ...place, tickLower, tickUpper, liquidityChange: sign * liquidity, ...amounts };
}

function placeOf(fields: RowFields): Placed | undefined {
  const block = integerOf(fields, 'blockNumber', 'block');
  const logIndex = integerOf(fields, 'logIndex');
  return block === undefined || logIndex === undefined ? undefined : { block, logIndex };
}

function tickOf(fields: RowFields, name: string): number | undefined {
  const tick = integerOf(fields, name);
  return tick === undefined || tick < MIN_TICK || tick > MAX_TICK ? undefined : Number(tick);
}

function textOf(event: PoolEvent): string {
  return Object.values(event).join(' ');
}

function inOrder(one: Placed, other: Placed): number {
  const [a, b] = one.block === other.block ? [one.logIndex, other.logIndex] : [one.block, other.block];
  return a < b ? -1 : a > b ? 1 : 0;
}

function descents(events: readonly Placed[]): number {
  return events.filter((event, at) => at > 0 && inOrder(event, events[at - 1]!) < 0).length;
}
