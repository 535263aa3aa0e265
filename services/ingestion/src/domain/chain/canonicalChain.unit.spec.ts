import { allRows, rowsSha256 } from '@gimbal/projection';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ALICE,
  balanceRead,
  block,
  BOB,
  CHAIN,
  chainFeedOf,
  OTHER_TOKEN,
  type ScenarioBlock,
  STRANGER,
  timeOf,
  TOKEN,
  transfer,
} from '../../chain.scenario.js';
import { drive } from '../../ingestion.scenario.js';
import { accountPositions } from '../accounts/accountPositions.js';
import { evolveIngestion } from '../evolveIngestion.js';
import { createIngestionState, type IngestionState } from '../ingestionState.js';
import type { RawFrame } from '../rawFrame.js';

/** The deepest reorganisation that is tried. */
const DEPTH_MAX = 30;
const SEED = 20_230_817;

interface Move {
  readonly token: string;
  readonly from: string;
  readonly to: string;
  readonly units: bigint;
  /** The node leaves its log out when it gives the block for the first time. */
  readonly late: boolean;
}

interface TreeBlock extends ScenarioBlock {
  readonly moves: readonly Move[];
}

const holder = fc.constantFrom(ALICE, BOB, STRANGER);
const move: fc.Arbitrary<Move> = fc.record({
  token: fc.constantFrom(TOKEN, OTHER_TOKEN),
  from: holder,
  to: holder,
  units: fc.bigInt({ min: 0n, max: 2n ** 90n }),
  late: fc.integer({ min: 0, max: 7 }).map((n) => n === 0),
});
const moves = fc.array(move, { maxLength: 4 });
const branch = fc.array(moves, { minLength: 1, maxLength: DEPTH_MAX + 2 });

const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('extend' as const), moves }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('fork' as const), depth: fc.integer({ min: 1, max: DEPTH_MAX }), branch }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('again' as const), back: fc.nat({ max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('finalize' as const), lag: fc.nat({ max: 40 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('step' as const) }) },
);
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

/** A trunk as long as the deepest reorganisation, then one of any depth, then anything. */
const deepFork: fc.Arbitrary<readonly Action[]> = fc
  .tuple(
    fc.array(moves, { minLength: DEPTH_MAX, maxLength: DEPTH_MAX }),
    fc.integer({ min: 1, max: DEPTH_MAX }),
    branch,
    fc.array(action, { maxLength: 10 }),
  )
  .map(([trunk, back, instead, rest]) => [
    ...trunk.map((moved) => ({ kind: 'extend' as const, moves: moved })),
    { kind: 'step' },
    { kind: 'fork', depth: DEPTH_MAX + 1 - back, branch: instead },
    ...rest,
  ]);

/** A node with its tree of blocks, as far as it matters: the branch that it follows, and how much of it is final. */
class Node {
  private count = 0;
  canonical: TreeBlock[] = [];
  finalCount = 0;
  deepest = 0;

  extend(moved: readonly Move[]): TreeBlock {
    const parent = this.canonical.at(-1);
    const added: TreeBlock = {
      number: this.canonical.length + 1,
      name: `b${++this.count}`,
      parent: parent?.name ?? 'root',
      moves: moved,
    };
    this.canonical.push(added);
    return added;
  }

  /** Drops blocks that aren't final; the branch that comes instead is given in order. */
  fork(depth: number, branchMoves: readonly (readonly Move[])[]): readonly TreeBlock[] {
    const dropped = Math.min(depth, this.canonical.length - this.finalCount);
    this.canonical = this.canonical.slice(0, this.canonical.length - dropped);
    this.deepest = Math.max(this.deepest, dropped);
    return branchMoves.map((moved) => this.extend(moved));
  }

  frame(described: TreeBlock, isWhole = false, reads: readonly object[] = []): RawFrame {
    const last = this.canonical[this.finalCount - 1];
    const logs = described.moves.flatMap(({ token, from, to, units, late }, i) =>
      late && !isWhole ? [] : [transfer(from, to, units, i * 2, token)],
    );
    const finalized = last === undefined ? undefined : { number: last.number, name: last.name };
    return block({ ...described, logs, reads, finalized });
  }
}

/** What each account holds by the blocks of one chain, reckoned by nothing but sums. */
function naive(blocks: readonly TreeBlock[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { moves: moved } of blocks) {
    for (const { token, from, to, units } of moved) {
      for (const [address, change] of [
        [from, -units],
        [to, units],
      ] as const) {
        if (address === STRANGER) continue;
        const key = `${address === ALICE ? 'alice' : 'bob'} ${token === TOKEN ? 'spot:USDC' : 'spot:WETH'}`;
        sums.set(key, (sums.get(key) ?? 0n) + change);
      }
    }
  }
  return new Map([...sums].filter(([, units]) => units !== 0n));
}

function held(state: IngestionState, atFinalized: boolean): Map<string, bigint> {
  return new Map(
    accountPositions(state, '', atFinalized).map((p) => [`${p.accountId} ${p.instrumentId}`, BigInt(p.units)]),
  );
}

/** What somebody holds to be so who heard the positions alone, and knows of no blocks. */
function heard(state: IngestionState): Map<string, bigint> {
  return new Map(
    [...state.accounts.positions.entries()]
      .map(([, said]): [string, bigint] => [`${said.accountId} ${said.instrumentId}`, BigInt(said.units)])
      .filter(([, units]) => units !== 0n),
  );
}

function sorted(sums: Map<string, bigint>): [string, bigint][] {
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
}

function hashOf(state: IngestionState): string {
  return rowsSha256(allRows(state.tables));
}

function run(actions: readonly Action[]): { node: Node; driven: ReturnType<typeof drive> } {
  const node = new Node();
  const driven = drive([chainFeedOf()]);
  let waiting: RawFrame[] = [node.frame(node.extend([]))];
  const flush = (): void => {
    driven.step(timeOf(10_000), waiting);
    waiting = [];
  };
  for (const done of actions) {
    if (done.kind === 'step') flush();
    else if (done.kind === 'extend') waiting.push(node.frame(node.extend(done.moves)));
    else if (done.kind === 'fork') {
      for (const added of node.fork(done.depth, done.branch)) waiting.push(node.frame(added));
    } else if (done.kind === 'again') {
      const again = node.canonical.at(-1 - done.back);
      if (again !== undefined) waiting.push(node.frame(again, true));
    } else node.finalCount = Math.max(node.finalCount, node.canonical.length - done.lag);
  }
  for (const known of node.canonical) waiting.push(node.frame(known, true));
  const sums = naive(node.canonical);
  const reads = [ALICE, BOB].flatMap((address) =>
    [TOKEN, OTHER_TOKEN].flatMap((ofToken) => {
      const name = address === ALICE ? 'alice' : 'bob';
      const units = sums.get(`${name} ${ofToken === TOKEN ? 'spot:USDC' : 'spot:WETH'}`) ?? 0n;
      return units < 0n ? [] : [balanceRead(address, units, name, ofToken)];
    }),
  );
  waiting.push(node.frame(node.extend([]), true, reads));
  flush();
  return { node, driven };
}

describe('any tree of blocks', () => {
  it('comes to what the chain that is left comes to, at the head and at the final block', () => {
    let deepest = 0;
    fc.assert(
      fc.property(fc.oneof(fc.array(action, { maxLength: 40 }), deepFork), (actions) => {
        const { node, driven } = run(actions);
        const { state } = driven;
        deepest = Math.max(deepest, node.deepest);
        expect(sorted(held(state, false))).toEqual(sorted(naive(node.canonical)));
        expect(sorted(heard(state))).toEqual(sorted(naive(node.canonical)));
        expect(sorted(held(state, true))).toEqual(sorted(naive(node.canonical.slice(0, node.finalCount))));
        expect([...state.accounts.breaks.entries()]).toEqual([]);
        // The log alone gives the same rows.
        const again = createIngestionState();
        for (const event of driven.said) evolveIngestion(again, event);
        expect(hashOf(again)).toBe(hashOf(state));
        // What is final leaves no log behind, and of each row one version.
        const final = BigInt(node.finalCount);
        for (const [key] of state.chain.logs.entries()) expect(BigInt(key.split('|')[1]!)).toBeGreaterThan(final);
        const finalized = state.chain.chains.get(CHAIN)?.finalized?.adoption ?? 0n;
        const settled = [...state.chain.versions.entries()].filter(([, { place }]) => place.adoption <= finalized);
        const heads = [...state.chain.heads.entries()].filter(([, head]) => head.finalized !== undefined);
        expect(settled).toHaveLength(heads.length);
      }),
      // Of a fixed seed, so that every run tries a reorganisation of the full depth.
      { numRuns: 60, seed: SEED },
    );
    expect(deepest).toBe(DEPTH_MAX);
  });

  it('folds any events, in any order, without throwing', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 15 }), fc.infiniteStream(fc.nat()), (actions, picks) => {
        const { driven } = run(actions);
        const state = createIngestionState();
        for (let i = 0; i < driven.said.length; i++) {
          const event = driven.said[picks.next().value! % driven.said.length]!;
          expect(() => evolveIngestion(state, event)).not.toThrow();
        }
      }),
      { numRuns: 50 },
    );
  });
});
