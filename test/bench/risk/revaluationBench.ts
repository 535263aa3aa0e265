import { type MarkFrame, revalue, ROW_SIZE, unitRows } from '@gimbal/risk-service';
import type { Aim } from '../bench.ts';
import { collectGarbage, figure, median, quantile, tableLines } from '../measure.ts';
import { drawBook, type DrawnBook, drawFrame } from './drawBook.ts';
import { naiveBooks, naiveMarks, naiveTotal, revalueNaively } from './naiveBooks.ts';
import { type PeerMatrix, type PeerRun, withPeers } from './peers/runPeers.ts';

export const PORTFOLIOS = 10_000;
export const POSITIONS = 50;
export const INSTRUMENTS = 1_000;
const UNDERLYINGS = 4;
const TICK_MS = 5;
const TICKS = 200;
/** Ours, the naive loop and the peers take turns so often, for a neighbour on the machine slows whoever is running. */
const TURNS = 4;
const PEER_ROUNDS_A_TURN = 10;
const TIMES_NAIVE = 10;
const TIMES_SCIPY = 1;
const SHARE_OF_LIMIT = 0.25;

/** What is timed is repeated this often within one reading of the processor's time, which comes in steps of a millisecond. */
const BATCH = 10;

/** Milliseconds: of this thread's processor, the mean of each batch; of the clock, each by itself. */
export interface TickTimes {
  readonly cpuMs: readonly number[];
  readonly clockMs: readonly number[];
}

/** Times a piece of work for each of so many ticks; what it needs is prepared outside. */
export function timeTicks<T>(prepare: (tick: number) => T, work: (prepared: T) => unknown, ticks: number): TickTimes {
  collectGarbage();
  const cpuMs: number[] = [];
  const clockMs: number[] = [];
  for (let batch = 0; batch * BATCH < ticks; batch++) {
    const prepared = Array.from({ length: BATCH }, (_, n) => prepare(batch * BATCH + n));
    const before = process.threadCpuUsage();
    for (const each of prepared) {
      const startedMs = performance.now();
      work(each);
      clockMs.push(performance.now() - startedMs);
    }
    const { user, system } = process.threadCpuUsage(before);
    cpuMs.push((user + system) / 1e3 / BATCH);
  }
  return { cpuMs, clockMs };
}

function ticksOf({ book }: DrawnBook, frames: (tick: number) => readonly MarkFrame[], ticks: number): TickTimes {
  return timeTicks(frames, (moved) => revalue(book, moved), ticks);
}

/** One tick through many books, beside the naive loop, scipy's and numpy's, and the same loop in C++. */
export async function revaluationBench(size: number, print: (line: string) => void): Promise<Aim[]> {
  const scale = Math.min(1, size / 1_000_000);
  const portfolios = Math.ceil(PORTFOLIOS * scale);
  const ticks = Math.max(BATCH, Math.ceil((TICKS * scale) / TURNS));
  const one = drawBook(portfolios, POSITIONS, 1, INSTRUMENTS);
  const four = drawBook(portfolios, POSITIONS, UNDERLYINGS, INSTRUMENTS);
  const frame = drawFrame(one, 'U0', 1);
  const { groups } = one.book.underlyings.get('U0')!;
  const rowsGiven = unitRows(frame);
  const books = naiveBooks(one);
  const marks = naiveMarks([frame]);
  checkSums(one, frame, revalueNaively(books, marks));
  const checksum = checksumOf(one, frame);
  const ours = {
    all: () => ticksOf(one, (tick) => [drawFrame(one, 'U0', tick)], ticks),
    allOfFour: () => ticksOf(four, (tick) => four.underlyings.map((name) => drawFrame(four, name, tick)), ticks),
    oneOfFour: () => ticksOf(four, (tick) => [drawFrame(four, four.underlyings[tick % UNDERLYINGS]!, tick)], ticks),
    multiplied: () =>
      timeTicks(
        () => rowsGiven,
        (given) => one.book.matrix.sumGroups(groups, given),
        ticks,
      ),
    naive: () =>
      timeTicks(
        () => marks,
        (given) => revalueNaively(books, given),
        BATCH,
      ),
  };
  const { times, peers } = inTurn(ours, matrixOf(one, frame), print);
  const { all, allOfFour, oneOfFour, multiplied, naive } = times;
  for (const peer of peers) {
    if (Math.abs(peer.checksum / checksum - 1) > 1e-9)
      throw new Error(`Expected the sums of ${peer.name} to be ours, ${checksum}; was ${peer.checksum}.`);
  }
  const rows = [
    [
      'one tick, from marks as columns to totals',
      'ms of CPU: best',
      'p50',
      'ms of the clock: p50',
      'p99',
      'M positions/s',
      'portfolios/s',
    ],
    row('all of one underlying', all, portfolios),
    row('all of four underlyings', allOfFour, portfolios),
    row('one of four underlyings', oneOfFour, portfolios, 1 / UNDERLYINGS),
    row('the multiplication alone, as the peers below', multiplied, portfolios),
    row('naive: an object a position, marks in a Map', naive, portfolios),
    ...peers.map(({ name, seconds }) =>
      row(name, { cpuMs: seconds.map((each) => each * 1e3), clockMs: [] }, portfolios),
    ),
  ];
  print(
    `${portfolios.toLocaleString('en')} portfolios of ${POSITIONS} positions, ${INSTRUMENTS} instruments, ${ROW_SIZE} fields each`,
  );
  for (const line of tableLines(rows)) print(line);
  const best = Math.min(...multiplied.cpuMs);
  const timesNaive = Math.min(...naive.cpuMs) / Math.min(...all.cpuMs);
  const bestOf = (name: string): number | undefined => {
    const found = peers.find((peer) => peer.name === name);
    return found && Math.min(...found.seconds) * 1e3;
  };
  return [
    {
      aim: `one tick through ${PORTFOLIOS.toLocaleString('en')} portfolios of ${POSITIONS} positions in ${TICK_MS} ms, every instrument moved, p50`,
      found: `${figure(median(all.cpuMs) / scale)} ms; one of four underlyings ${figure(median(oneOfFour.cpuMs) / scale)} ms; on the clock ${figure(median(all.clockMs) / scale)}, p99 ${figure(quantile(all.clockMs, 0.99) / scale)} ms`,
      met: median(all.cpuMs) <= TICK_MS * scale,
      note: 'Of the processor; neighbours on the same core still take its caches.',
    },
    {
      aim: `revaluation at least ${TIMES_NAIVE} × the naive loop`,
      found: `${figure(timesNaive, 1)} ×`,
      met: timesNaive >= TIMES_NAIVE,
    },
    peerAim(
      `the multiplication at least as fast as scipy.sparse, its rows given`,
      bestOf('scipy.sparse'),
      best,
      TIMES_SCIPY,
    ),
    peerAim(
      `the multiplication at least ${SHARE_OF_LIMIT} × as fast as C++ with AVX`,
      bestOf('C++'),
      best,
      SHARE_OF_LIMIT,
    ),
  ];
}

function peerAim(aim: string, theirs: number | undefined, ours: number, times: number): Aim {
  if (theirs === undefined) return { aim, found: 'the peer is missing', met: false };
  return { aim, found: `${figure(theirs / ours)} ×`, met: theirs / ours >= times };
}

function row(name: string, { cpuMs, clockMs }: TickTimes, portfolios: number, share = 1): string[] {
  const best = Math.min(...cpuMs);
  const perSecond = (portfolios / best) * 1e3;
  return [
    name,
    figure(best),
    figure(median(cpuMs)),
    figure(quantile(clockMs, 0.5)),
    figure(quantile(clockMs, 0.99)),
    figure((perSecond * POSITIONS * share) / 1e6, 1),
    figure(perSecond, 0),
  ];
}

/** Every contender once, then every one again: A B A B. */
function inTurn<Name extends string>(
  ours: Readonly<Record<Name, () => TickTimes>>,
  matrix: PeerMatrix,
  print: (line: string) => void,
): { readonly times: Readonly<Record<Name, TickTimes>>; readonly peers: readonly PeerRun[] } {
  const names = Object.keys(ours) as Name[];
  return withPeers(matrix, print, (peers) => {
    const turns = Array.from({ length: TURNS }, () => ({
      times: names.map((name) => ours[name]()),
      peers: peers.run(PEER_ROUNDS_A_TURN),
    }));
    const times = names.map((name, at): [Name, TickTimes] => [
      name,
      {
        cpuMs: turns.flatMap((turn) => turn.times[at]!.cpuMs),
        clockMs: turns.flatMap((turn) => turn.times[at]!.clockMs),
      },
    ]);
    return {
      times: Object.fromEntries(times) as Record<Name, TickTimes>,
      peers: turns[0]!.peers.map(({ name, checksum }) => ({
        name,
        checksum,
        seconds: turns.flatMap((turn) => turn.peers.find((peer) => peer.name === name)?.seconds ?? []),
      })),
    };
  });
}

/** Holds the sums of ours against the naive ones, bit for bit. */
function checkSums(drawn: DrawnBook, frame: MarkFrame, totals: ReturnType<typeof revalueNaively>): void {
  revalue(drawn.book, [frame]);
  for (let portfolio = 0; portfolio < drawn.book.portfolios; portfolio += 97) {
    const theirs = naiveTotal(totals, portfolio);
    const ours = [...drawn.book.totals.subarray(portfolio * ROW_SIZE, (portfolio + 1) * ROW_SIZE)];
    if (theirs.some((value, field) => value !== ours[field]))
      throw new Error(`Expected ${theirs.join(', ')} of portfolio ${portfolio}, was ${ours.join(', ')}.`);
  }
}

function matrixOf({ book, instrumentsPerUnderlying }: DrawnBook, frame: MarkFrame): PeerMatrix {
  const { portfolios, matrix } = book;
  const { starts, indexes: markIndexes, quantities } = matrix;
  return { portfolios, instruments: instrumentsPerUnderlying, starts, markIndexes, quantities, rows: unitRows(frame) };
}

function checksumOf({ book }: DrawnBook, frame: MarkFrame): number {
  revalue(book, [frame]);
  return book.totals.reduce((total, value) => total + Math.abs(value), 0);
}
