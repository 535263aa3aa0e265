import { type MarkFrame, revalue, ROW_SIZE, unitRows } from '@gimbal/risk-service';
import type { Aim } from '../bench.ts';
import { collectGarbage, figure, median, quantile, tableLines } from '../measure.ts';
import { drawBook, type DrawnBook, drawFrame } from './drawBook.ts';
import { naiveBooks, naiveMarks, naiveTotal, revalueNaively } from './naiveBooks.ts';
import { type PeerMatrix, runPeers } from './peers/runPeers.ts';

export const PORTFOLIOS = 10_000;
export const POSITIONS = 50;
export const INSTRUMENTS = 1_000;
const UNDERLYINGS = 4;
const TICK_MS = 5;
const TICKS = 200;
const NAIVE_ROUNDS = 5;
const PEER_ROUNDS = 30;
const TIMES_NAIVE = 10;
const TIMES_SCIPY = 1;
const SHARE_OF_LIMIT = 0.25;

/** Milliseconds of each tick. */
function ticksOf(drawn: DrawnBook, framesOfTick: (tick: number) => readonly MarkFrame[], ticks: number): number[] {
  const { book } = drawn;
  collectGarbage();
  return Array.from({ length: ticks }, (_, tick) => {
    const frames = framesOfTick(tick);
    return threadMs(() => revalue(book, frames));
  });
}

/** Of this thread's processor: neighbours on a shared core cost the clock many times what a tick takes. */
export function threadMs(work: () => unknown): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1e3;
}

/** What the peers do: rows that are there already, times all legs. */
function multiplications({ book }: DrawnBook, frame: MarkFrame, rounds: number): number[] {
  const { groups } = book.underlyings.get(frame.underlying)!;
  const rows = unitRows(frame);
  return Array.from({ length: rounds }, () => threadMs(() => book.matrix.sumGroups(groups, rows)));
}

/** One tick through many books, beside the naive loop, scipy's and numpy's, and the same loop in C++. */
export async function revaluationBench(size: number, print: (line: string) => void): Promise<Aim[]> {
  const scale = Math.min(1, size / 1_000_000);
  const portfolios = Math.ceil(PORTFOLIOS * scale);
  const ticks = Math.max(20, Math.ceil(TICKS * scale));
  const one = drawBook(portfolios, POSITIONS, 1, INSTRUMENTS);
  const four = drawBook(portfolios, POSITIONS, UNDERLYINGS, INSTRUMENTS);
  const all = ticksOf(one, (tick) => [drawFrame(one, 'U0', tick)], ticks);
  const allOfFour = ticksOf(four, (tick) => four.underlyings.map((name) => drawFrame(four, name, tick)), ticks);
  const oneOfFour = ticksOf(four, (tick) => [drawFrame(four, four.underlyings[tick % UNDERLYINGS]!, tick)], ticks);

  const frame = drawFrame(one, 'U0', 1);
  const multiplied = multiplications(one, frame, ticks);
  const naive = naiveRounds(one, frame);
  const matrix = matrixOf(one, frame);
  const checksum = checksumOf(one, frame);
  const peers = runPeers(matrix, PEER_ROUNDS, print);
  for (const peer of peers) {
    if (Math.abs(peer.checksum / checksum - 1) > 1e-9)
      throw new Error(`Expected the sums of ${peer.name} to be ours, ${checksum}; was ${peer.checksum}.`);
  }
  const rows = [
    ['one tick, from marks as columns to totals', 'ms of CPU: best', 'p50', 'p99', 'M positions/s', 'portfolios/s'],
    row('all of one underlying', all, portfolios),
    row('all of four underlyings', allOfFour, portfolios),
    row('one of four underlyings', oneOfFour, portfolios, 1 / UNDERLYINGS),
    row('the multiplication alone, as the peers below', multiplied, portfolios),
    row('naive: an object a position, marks in a Map', naive, portfolios),
    ...peers.map(({ name, seconds }) => row(name, seconds.map((each) => each * 1e3), portfolios)),
  ];
  print(`${portfolios.toLocaleString('en')} portfolios of ${POSITIONS} positions, ${INSTRUMENTS} instruments, ${ROW_SIZE} fields each`);
  for (const line of tableLines(rows)) print(line);
  const best = Math.min(...multiplied);
  const bestOf = (name: string): number | undefined => {
    const found = peers.find((peer) => peer.name === name);
    return found && Math.min(...found.seconds) * 1e3;
  };
  return [
    {
      aim: `one tick through ${PORTFOLIOS.toLocaleString('en')} portfolios of ${POSITIONS} positions in ${TICK_MS} ms, every instrument moved, p50`,
      found: `${figure(median(all) / scale)} ms (best ${figure(best / scale)}, p99 ${figure(quantile(all, 0.99) / scale)}); one of four underlyings ${figure(median(oneOfFour) / scale)} ms`,
      met: median(all) <= TICK_MS * scale,
      note: 'Of the processor; neighbours on the same core still take its caches.',
    },
    {
      aim: `revaluation at least ${TIMES_NAIVE} × the naive loop`,
      found: `${figure(Math.min(...naive) / Math.min(...all), 1)} ×`,
      met: Math.min(...naive) / Math.min(...all) >= TIMES_NAIVE,
    },
    peerAim(`the multiplication at least as fast as scipy.sparse, its rows given`, bestOf('scipy.sparse'), best, TIMES_SCIPY),
    peerAim(`the multiplication at least ${SHARE_OF_LIMIT} × as fast as C++ with AVX`, bestOf('C++'), best, SHARE_OF_LIMIT),
  ];
}

function peerAim(aim: string, theirs: number | undefined, ours: number, times: number): Aim {
  if (theirs === undefined) return { aim, found: 'the peer is missing', met: false };
  return { aim, found: `${figure(theirs / ours)} ×`, met: theirs / ours >= times };
}

function row(name: string, ms: readonly number[], portfolios: number, share = 1): string[] {
  const best = Math.min(...ms);
  const perSecond = (portfolios / best) * 1e3;
  return [
    name,
    figure(best),
    figure(median(ms)),
    figure(quantile(ms, 0.99)),
    figure((perSecond * POSITIONS * share) / 1e6, 1),
    figure(perSecond, 0),
  ];
}

/** Also holds the sums of ours against the naive ones, bit for bit. */
function naiveRounds(drawn: DrawnBook, frame: MarkFrame): number[] {
  const books = naiveBooks(drawn);
  const marks = naiveMarks([frame]);
  revalue(drawn.book, [frame]);
  return Array.from({ length: NAIVE_ROUNDS }, () => {
    collectGarbage();
    let totals = new Map<string, Record<string, number>>();
    const elapsedMs = threadMs(() => (totals = revalueNaively(books, marks)));
    for (let portfolio = 0; portfolio < drawn.book.portfolios; portfolio += 97) {
      const theirs = naiveTotal(totals, portfolio);
      const ours = [...drawn.book.totals.subarray(portfolio * ROW_SIZE, (portfolio + 1) * ROW_SIZE)];
      if (theirs.some((value, field) => value !== ours[field]))
        throw new Error(`Expected ${theirs.join(', ')} of portfolio ${portfolio}, was ${ours.join(', ')}.`);
    }
    return elapsedMs;
  });
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
