import { numberToHex } from 'viem';
import { afterEach, describe, expect, it } from 'vitest';
import { FRAMES_UNTAKEN_MAX } from './limits.js';
import { OTHER, Scene, type Setting, WATCHED } from './evmConnector.scenario.js';
import type { RpcAnswer, RpcCall } from './rpc/rpcClient.js';
import { headerHash } from './blocks/headerHash.js';
import type { RpcFailure } from './rpc/rpcFailure.js';
import type { Misdeed, ScriptedBlock } from './scriptedNodes.scenario.js';

let scene: Scene;
const setUp = (setting?: Setting): Scene => (scene = new Scene(setting));
afterEach(() => scene.end());

/** A run on a chain of so many blocks, of which the run before it left the head alone, with one node. */
function setUpAtHead(blocks: number): { readonly number: bigint; readonly hash: string } {
  const resume = [{ number: 0n, hash: '' }];
  setUp({ nodes: 1, resume });
  scene.grow(blocks);
  const { number, hash } = scene.chain.head;
  return (resume[0] = { number, hash });
}

/** The chain that was delivered is the node's, block for block and log for log. */
function expectWhole(): void {
  const first = Number(scene.canonical()[0]!.number);
  const blocks = scene.chain.canonical.slice(first);
  expect(scene.canonical().map(({ hash }) => hash)).toEqual(blocks.map(({ hash }) => hash));
  const logs = blocks.map((block) =>
    block.logs.filter(({ address }) => address === WATCHED).map(({ topics }) => topics),
  );
  expect(scene.canonical().map((block) => block.logs.map(({ topics }) => topics))).toEqual(logs);
}

const failing =
  (failure: RpcFailure): Misdeed =>
  () => ({ ok: false, failure });

/** Bends the results of one method. */
const bending =
  (method: string | RegExp, bend: (result: unknown, call: RpcCall) => unknown): Misdeed =>
  (calls, honest) => ({
    ok: true,
    answers: honest(calls).map((answer, place): RpcAnswer => {
      const call = calls[place]!;
      const isMeant = typeof method === 'string' ? call.method === method : method.test(call.method);
      return answer.ok && isMeant ? { ok: true, result: bend(answer.result, call) } : answer;
    }),
  });

describe('following a chain', () => {
  it('delivers every block from the first one that is wanted, with its logs and the final block', async () => {
    setUp();
    scene.grow(100);
    scene.start();
    await scene.caughtUp();
    scene.grow(3);
    await scene.caughtUp();
    expectWhole();
    expect(scene.blocks).toHaveLength(103);
    expect(scene.said).toEqual(['connected']);
    // 104 blocks are there with the first one of all; 64 below the head is final.
    expect(scene.blocks.at(-1)!.finalized?.number).toBe(103n - 64n);
    expect(scene.connector.status()).toMatchObject({ tip: 103n, blocksDelivered: 103 });
  });

  it('walks back to the common ancestor of a fork, and delivers the new branch in order', async () => {
    setUp();
    scene.grow(50);
    scene.start();
    await scene.caughtUp();
    scene.chain.undo(30);
    scene.grow(31, 'fork');
    await scene.caughtUp();
    expectWhole();
    expect(scene.blocks).toHaveLength(50 + 31);
  });

  it('takes a fork that ends at the same height', async () => {
    setUp();
    scene.grow(10);
    scene.start();
    await scene.caughtUp();
    scene.chain.undo(4);
    scene.grow(4, 'fork');
    await scene.caughtUp();
    expectWhole();
  });

  it('refuses to undo what it said to be final, and says so', async () => {
    setUp();
    scene.grow(120);
    scene.start();
    await scene.caughtUp();
    scene.chain.undo(80);
    scene.grow(81, 'fork');
    await scene.until(() => scene.said.includes('degraded reorg'), 'the fork to be refused');
    expect(scene.blocks).toHaveLength(120);
  });

  it('goes on after the block that was adopted last', async () => {
    const resume = [{ number: 0n, hash: '' }];
    setUp({ resume });
    scene.grow(60);
    resume[0] = { number: 55n, hash: scene.chain.canonical[55]!.hash };
    scene.start();
    await scene.caughtUp();
    expect(scene.blocks.map(({ number }) => number)).toEqual([56n, 57n, 58n, 59n, 60n]);
  });

  it('waits for a chain that has not reached its first block', async () => {
    setUp({ nodes: 1, startBlock: 15 });
    scene.grow(10);
    scene.start();
    await scene.until(() => scene.said.includes('connected'), 'a session');
    scene.grow(3);
    await scene.until(() => scene.connector.status().head === 13n, 'the head to be seen');
    scene.grow(4);
    await scene.caughtUp();
    expect(scene.blocks.map(({ number }) => number)).toEqual([15n, 16n, 17n]);
  });

  it('keeps what it delivered when a node shows a head below its first block', async () => {
    setUp({ nodes: 1, startBlock: 15 });
    scene.grow(17);
    scene.start();
    await scene.caughtUp();
    const old = scene.chain.canonical[14]!.fields;
    let shown = 0;
    scene.nodes[0]!.misdeed = bending('eth_getBlockByNumber', (result, { params }) =>
      params[0] === 'latest' && ++shown < 4 ? old : result,
    );
    await scene.until(() => shown > 4, 'the old head to be shown');
    scene.grow(1);
    await scene.caughtUp();
    expect(scene.blocks.map(({ number }) => number)).toEqual([15n, 16n, 17n, 18n]);
  });

  it('joins a fork that happened while it was away', async () => {
    const resume = [{ number: 0n, hash: '' }];
    setUp({ resume });
    scene.grow(60);
    resume.splice(0, 1, ...scene.chain.canonical.slice(40, 61).map(({ number, hash }) => ({ number, hash })));
    scene.chain.undo(10);
    scene.grow(12, 'fork');
    scene.start();
    await scene.caughtUp();
    expect(scene.blocks[0]!.number).toBe(51n);
    expect(scene.blocks).toHaveLength(12);
  });

  /** A node that has nothing above a block yet, neither by number nor by hash. */
  const behind = (block: ScriptedBlock): Misdeed =>
    bending(/^eth_getBlockBy/, (result, { params }) => {
      if (params[0] === 'latest') return block.fields;
      const number = (result as { readonly number?: string } | null)?.number;
      return number === undefined || BigInt(number) <= block.number ? result : null;
    });

  it('delivers nothing again to a run that knows a single block, of a node that is behind it', async () => {
    setUpAtHead(200);
    scene.nodes[0]!.misdeed = behind(scene.chain.canonical[199]!);
    scene.start();
    await scene.until(() => scene.connector.status().head === 199n, 'the old head to be seen');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(scene.blocks).toEqual([]);
    scene.nodes[0]!.misdeed = undefined;
    scene.grow(2);
    await scene.caughtUp();
    expect(scene.blocks.map((block) => block.number)).toEqual([201n, 202n]);
  });

  it('delivers nothing again of a node that is behind it and fails at the height in question', async () => {
    const { number } = setUpAtHead(200);
    const [node] = scene.nodes;
    let asked = 0;
    // It has the block by its hash: another machine behind the same address, or a later moment.
    node!.misdeed = (calls, honest) => ({
      ok: true,
      answers: honest(calls).map((answer, place) => {
        if (calls[place]!.params[0] === 'latest') return { ok: true, result: scene.chain.canonical[199]!.fields };
        if (calls[place]!.params[0] !== numberToHex(number)) return answer;
        asked++;
        return { ok: false, code: -32000, message: 'header storage is busy', data: undefined };
      }),
    });
    scene.start();
    await scene.until(() => asked > 0, 'a question about the known height');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(scene.blocks).toEqual([]);
    node!.misdeed = undefined;
    scene.grow(2);
    await scene.caughtUp();
    expect(scene.blocks.map((block) => block.number)).toEqual([201n, 202n]);
  });

  it('delivers nothing again of a node that is no longer behind when it is asked a second time', async () => {
    const { number, hash } = setUpAtHead(200);
    const [node] = scene.nodes;
    const isBehind = behind(scene.chain.canonical[199]!);
    node!.misdeed = (calls, honest) => {
      const isAboutTip = calls.some(({ params }) => params[0] === hash || params[0] === `0x${number.toString(16)}`);
      const outcome = isBehind(calls, honest);
      if (isAboutTip) node!.misdeed = undefined;
      return outcome;
    };
    scene.start();
    await scene.until(() => node!.misdeed === undefined, 'a question about the known block');
    await scene.until(() => scene.connector.status().head === 200n, 'the head to be seen');
    scene.grow(2);
    await scene.caughtUp();
    expect(scene.blocks.map((block) => block.number)).toEqual([201n, 202n]);
  });

  it('delivers the branch that a chain went over to, from a single block that is known of the other', async () => {
    setUpAtHead(60);
    scene.chain.undo(5);
    // Not as high as what it left.
    scene.grow(3, 'fork');
    scene.start();
    await scene.caughtUp();
    const fork = scene.chain.canonical.slice(56).map((block) => block.hash);
    expect(scene.blocks.slice(-3).map((block) => block.hash)).toEqual(fork);
  });

  it('waits for a branch that no node can tell from being behind, until it is as high', async () => {
    setUpAtHead(60);
    for (const block of scene.chain.canonical.slice(56)) scene.chain.known.delete(block.hash);
    scene.chain.undo(5);
    scene.grow(3, 'fork');
    scene.start();
    await scene.until(() => scene.connector.status().head === 58n, 'the other branch to be seen');
    scene.grow(2, 'fork');
    await scene.caughtUp();
    const fork = scene.chain.canonical.slice(56).map((block) => block.hash);
    expect(scene.blocks.slice(-5).map((block) => block.hash)).toEqual(fork);
  });

  it('starts over when a block is gone between its header and its logs', async () => {
    setUp({ nodes: 1 });
    scene.grow(10);
    scene.start();
    await scene.caughtUp();
    let gone = true;
    scene.nodes[0]!.misdeed = (calls, honest) => {
      if (!gone || calls[0]!.method !== 'eth_getLogs') return undefined;
      gone = false;
      scene.chain.known.delete(scene.chain.head.hash);
      scene.chain.undo(1);
      scene.grow(2, 'fork');
      return { ok: true, answers: honest(calls) };
    };
    scene.grow(1);
    await scene.until(() => !gone, 'the block to vanish');
    await scene.caughtUp();
    expectWhole();
  });

  it('is held back by a slow taker', async () => {
    let let_out = (): void => undefined;
    const door = new Promise<void>((resolve) => (let_out = resolve));
    let frames = 0;
    setUp({ onFrame: () => (++frames > 20 ? door : Promise.resolve()) });
    scene.grow(2_000, 'main', []);
    scene.start();
    // Twenty were taken, and as many wait as may.
    const held = 20 + FRAMES_UNTAKEN_MAX;
    await scene.until(() => frames >= held, 'as many frames as may wait');
    const asked = scene.nodes.map((node) => node.asked);
    await new Promise((resolve) => setTimeout(resolve, 100));
    // Heads are polled on, and at most one range is fetched ahead: 375 blocks are four batches of headers, and their logs.
    const further = scene.nodes.map((node, place) => node.asked - asked[place]!).reduce((a, b) => a + b);
    expect(frames).toBe(held);
    expect(further).toBeLessThan(2 * (100 / 5 + 6));
    let_out();
    await scene.caughtUp();
    expect(scene.blocks).toHaveLength(2_000);
  });
});

describe('reads', () => {
  const read = { address: WATCHED, function: 'number', callData: '0x01', accountId: 'desk', touchedBy: [] } as const;

  it('are made when a log calls for them, in the first block, and in every so many blocks', async () => {
    const touched = { ...read, touchedBy: [{ address: WATCHED, word: undefined }] };
    setUp({ plan: { fixed: [touched], byLog: [] }, reconcileEveryBlocks: 10 });
    scene.grow(3, 'quiet', []);
    scene.grow(1);
    scene.grow(10, 'quiet', []);
    scene.start();
    await scene.caughtUp();
    const made = scene.blocks.filter(({ reads }) => reads.length > 0);
    expect(made.map(({ number }) => number)).toEqual([1n, 4n, 10n]);
    // The scripted contract answers with the number of the block: it was asked at that very block.
    expect(made.map(({ reads }) => reads[0]!.returnData.at(-1))).toEqual([1, 4, 10]);
    expect(made[0]!.reads[0]).toMatchObject({ accountId: 'desk', reverted: false });
  });

  it('are made again in the block that takes the place of the first one', async () => {
    setUp({ plan: { fixed: [read], byLog: [] }, reconcileEveryBlocks: 1000, startBlock: 3 });
    scene.grow(5, 'quiet', []);
    scene.start();
    await scene.caughtUp();
    scene.chain.undo(4);
    scene.grow(6, 'other', []);
    await scene.caughtUp();
    expect(scene.canonical().flatMap(({ number, reads }) => (reads.length > 0 ? [number] : []))).toEqual([3n]);
  });

  it('that no node can answer are left out and said; reverts are answers', async () => {
    setUp({ plan: { fixed: [read], byLog: [] }, reconcileEveryBlocks: 1 });
    const pruned = { ok: false, code: -32000, message: 'missing trie node abc', data: undefined } as const;
    const reverted = { ok: false, code: 3, message: 'execution reverted', data: '0x1234' } as const;
    let error: RpcAnswer = pruned;
    for (const node of scene.nodes) {
      node.misdeed = (calls, honest) =>
        calls[0]!.method === 'eth_call' ? { ok: true, answers: [error] } : { ok: true, answers: honest(calls) };
    }
    scene.grow(2);
    scene.start();
    await scene.caughtUp();
    expect(scene.said).toEqual(['connected', 'degraded reads']);
    error = reverted;
    scene.grow(1);
    await scene.caughtUp();
    expect(scene.said.at(-1)).toBe('restored reads');
    expect(scene.blocks.map(({ reads }) => reads.length)).toEqual([0, 0, 1]);
    expect(scene.blocks[2]!.reads[0]).toMatchObject({ reverted: true, returnData: Buffer.from('1234', 'hex') });
  });

  it('that are more than a frame may have, or longer, hold no block up', async () => {
    const fixed = Array.from({ length: 5_001 }, (_, place) => ({ ...read, callData: numberToHex(place, { size: 4 }) }));
    setUp({ nodes: 1, plan: { fixed, byLog: [] }, reconcileEveryBlocks: 1_000 });
    // The first of them is answered with 4.5 MiB, which are 9 MiB of text.
    const huge = `0x${'00'.repeat(4_718_592)}`;
    scene.nodes[0]!.misdeed = bending('eth_call', (result, { params }) =>
      (params[0] as { readonly data: string }).data === '0x00000000' ? huge : result,
    );
    scene.grow(2);
    scene.start();
    await scene.caughtUp();
    expect(scene.blocks.map(({ reads }) => reads.length)).toEqual([5_000, 0]);
    scene.nodes[0]!.misdeed = undefined;
  });
});

describe('a node that fails', () => {
  it.each<RpcFailure>([
    { kind: 'timeout', afterMs: 10_000 },
    { kind: 'closed', detail: 'ECONNRESET' },
    { kind: 'rate_limited', retryAfterMs: 300 },
    { kind: 'server_error', status: 500 },
    { kind: 'refused', status: 401 },
    { kind: 'wrong_json', detail: 'no JSON' },
    { kind: 'too_large', bytesMax: 1 },
  ])('is named and passed over, and is there again: $kind', async (failure) => {
    setUp();
    scene.grow(20);
    scene.start();
    await scene.caughtUp();
    scene.nodes[0]!.misdeed = failing(failure);
    for (let block = 0; block < 5; block++) {
      scene.grow(1);
      await scene.caughtUp();
    }
    await scene.until(() => scene.said.includes('degraded endpoint/a'), 'the node to be named');
    expect(scene.connector.status().endpoints[0]!.wrong).toBeDefined();
    scene.nodes[0]!.misdeed = undefined;
    await scene.until(() => scene.said.includes('restored endpoint/a'), 'the node to be back');
    expectWhole();
  });

  it('ends the session when it was the last one, and a new one begins', async () => {
    setUp();
    scene.grow(5);
    scene.start();
    await scene.caughtUp();
    for (const node of scene.nodes) node.misdeed = failing({ kind: 'closed', detail: 'ECONNREFUSED' });
    await scene.until(() => scene.said.includes('disconnected'), 'the session to end');
    for (const node of scene.nodes) node.misdeed = undefined;
    scene.grow(5);
    await scene.caughtUp();
    expect(scene.said.filter((said) => said === 'connected')).toHaveLength(2);
    expectWhole();
  });
});

describe('a node that lies', () => {
  /** Set aside takes a minute: the clock hurries, so that it ends within the test. */
  const recovers = async (): Promise<void> => {
    scene.nodes[0]!.misdeed = undefined;
    scene.hurry = 1_000;
    await scene.until(() => {
      if (scene.said.includes('restored endpoint/a')) return true;
      scene.grow(1);
      return false;
    }, 'the node to be trusted again');
    await scene.caughtUp();
    expectWhole();
  };

  const named = (): Promise<void> =>
    scene.until(() => scene.said.includes('degraded endpoint/a'), 'the node to be named');

  it('about its head is outvoted, and named', async () => {
    setUp({ nodes: 3, quorum: 2 });
    scene.grow(20);
    scene.nodes[0]!.misdeed = bending('eth_getBlockByNumber', (result, { params }) =>
      params[0] === 'latest' ? { ...(result as object), number: '0x3e8' } : result,
    );
    scene.start();
    await scene.caughtUp();
    await named();
    expect(scene.details.join()).toContain('a, quorum: Expected a header that hashes to');
    await recovers();
  });

  it('by an old head is named as late, and nothing waits for it', async () => {
    setUp({ nodes: 2, quorum: 1 });
    scene.grow(40);
    const old = scene.chain.canonical[10]!.fields;
    scene.nodes[0]!.misdeed = bending('eth_getBlockByNumber', (result, { params }) =>
      params[0] === 'latest' ? old : result,
    );
    scene.start();
    await scene.caughtUp();
    await named();
    expect(scene.details.join()).toContain('a, late: Expected a head near 40, was 10.');
    await recovers();
  });

  it('by a head that nobody has is set aside', async () => {
    setUp({ nodes: 2, quorum: 1 });
    scene.grow(20);
    const elsewhere = new Scene();
    elsewhere.grow(22, 'invented');
    const invented = elsewhere.chain.head.fields;
    scene.nodes[0]!.misdeed = bending('eth_getBlockByNumber', (result, { params }) =>
      params[0] === 'latest' ? invented : result,
    );
    scene.start();
    await scene.caughtUp();
    await named();
    await elsewhere.end();
    await recovers();
  });

  it.each<readonly [string, (logs: readonly object[]) => readonly object[]]>([
    ['that were left out', () => []],
    ['of another block', (logs) => logs.map((log) => ({ ...log, blockHash: `0x${'e'.repeat(64)}` }))],
    ['with other topics', (logs) => logs.map((log) => ({ ...log, topics: [`0x${'e'.repeat(64)}`] }))],
    ['of another address', (logs) => logs.map((log) => ({ ...log, address: OTHER }))],
  ])('by logs %s is set aside', async (_what, bend) => {
    setUp({ nodes: 2, quorum: 1 });
    scene.grow(5);
    scene.nodes[0]!.misdeed = bending('eth_getLogs', (result) => bend(result as object[]));
    scene.start();
    await scene.caughtUp();
    // It is asked when it is the faster one, and for a sample otherwise.
    await scene.until(() => {
      if (scene.said.includes('degraded endpoint/a')) return true;
      scene.grow(1);
      return false;
    }, 'the node to be named');
    await scene.caughtUp();
    await recovers();
  });

  it('by other data in a log is found by the second voice, and the receipts settle it', async () => {
    setUp({ nodes: 2, quorum: 2 });
    scene.grow(5);
    scene.nodes[0]!.misdeed = bending('eth_getLogs', (result) =>
      (result as object[]).map((log) => ({ ...log, data: `0x${'e'.repeat(64)}` })),
    );
    scene.start();
    await named();
    expect(scene.details.join()).toContain('Expected the same answer about a block hash as other nodes gave');
    await recovers();
  });

  it('by logs that come twice is named, and each is delivered once', async () => {
    setUp({ nodes: 1 });
    scene.grow(5);
    scene.nodes[0]!.misdeed = bending('eth_getLogs', (result) => [...(result as object[]), ...(result as object[])]);
    scene.start();
    await scene.caughtUp();
    expectWhole();
    expect(scene.details.join()).toContain('a, duplicates: Expected each log once, had 1 again.');
    scene.nodes[0]!.misdeed = undefined;
    scene.grow(2);
    await scene.caughtUp();
    expect(scene.said.at(-1)).toBe('restored endpoint/a');
  });

  it('about its chain is never asked for blocks', async () => {
    setUp();
    scene.nodes[0]!.misdeed = bending('eth_chainId', () => '0xa');
    scene.grow(5);
    scene.start();
    await scene.caughtUp();
    await named();
    expect(scene.details.join()).toContain('a, refused: Expected a node of chain 1, was one of 10.');
    expectWhole();
  });

  it('and one that contradicts it leave no block, and both are named', async () => {
    setUp({ nodes: 2, quorum: 2 });
    scene.grow(5);
    const elsewhere = new Scene();
    elsewhere.grow(5, 'invented');
    scene.nodes[0]!.misdeed = bending('eth_getBlockByNumber', (result, { params }) =>
      params[0] === 'latest' ? elsewhere.chain.head.fields : result,
    );
    scene.start();
    await scene.until(() => scene.said.includes('degraded quorum'), 'the contradiction to be said');
    expect(scene.details.join()).toContain('had a against b');
    expect(scene.blocks).toEqual([]);
    scene.nodes[0]!.misdeed = undefined;
    await scene.caughtUp();
    expect(scene.said).toContain('restored quorum');
    await elsewhere.end();
    expectWhole();
  });
});

describe('a backfill', () => {
  it('adapts to what the nodes allow', async () => {
    setUp({ nodes: 1 });
    scene.grow(600);
    const widths: number[] = [];
    scene.nodes[0]!.misdeed = (calls, honest) => {
      const filter = calls[0]!.params[0] as { readonly fromBlock?: string; readonly toBlock?: string };
      if (calls[0]!.method !== 'eth_getLogs' || filter.fromBlock === undefined) return undefined;
      const width = Number(filter.toBlock) - Number(filter.fromBlock) + 1;
      widths.push(width);
      const message = 'eth_getLogs is limited to a 100 range';
      if (width > 100) return { ok: true, answers: [{ ok: false, code: -32614, message, data: undefined }] };
      return { ok: true, answers: honest(calls) };
    };
    scene.start();
    await scene.caughtUp();
    expectWhole();
    expect(widths.slice(0, 3)).toEqual([250, 125, 62]);
    expect(scene.said).toEqual(['connected']);
  });

  it('joins a fork that happens while a range is delivered', async () => {
    let forked = false;
    setUp({
      onFrame: async ({ control }) => {
        if (forked || control !== undefined || scene.blocks.length < 590) return;
        forked = true;
        scene.chain.undo(40);
        scene.grow(45, 'fork');
      },
    });
    scene.grow(600);
    scene.start();
    await scene.until(() => forked, 'the fork');
    await scene.caughtUp();
    expectWhole();
    expect(scene.said).toEqual(['connected']);
  });
});

describe('hostile answers', () => {
  /** The first node does it, the second is honest; a quorum of one, so nobody outvotes it. */
  const against = async (misdeed: Misdeed, setting: Setting = {}): Promise<void> => {
    setUp({ nodes: 2, quorum: 1, ...setting });
    scene.grow(20);
    scene.nodes[0]!.misdeed = misdeed;
    scene.start();
    await scene.caughtUp();
    for (let block = 0; block < 40 && !scene.said.includes('degraded endpoint/a'); block++) {
      scene.grow(1);
      await scene.caughtUp();
    }
    expect(scene.said).toContain('degraded endpoint/a');
    expectWhole();
  };
  const latest = (bend: (header: Record<string, unknown>) => unknown): Misdeed =>
    bending('eth_getBlockByNumber', (result, { params }) =>
      params[0] === 'latest' ? bend(result as Record<string, unknown>) : result,
    );
  const rehashed = (fields: Record<string, unknown>): object => ({ ...fields, hash: headerHash(fields) });

  it.each<readonly [string, unknown]>([
    ['nothing', undefined],
    ['HTML', '<html>'],
    ['a number', 1e308],
    ['a list', [[[]]]],
    ['a header without a bloom', { hash: `0x${'1'.repeat(64)}` }],
    ['a __proto__', JSON.parse('{"__proto__":{"number":"0x1"},"hash":"0x1"}')],
  ])('as head %s', async (_what, result) => {
    await against(latest(() => result));
  });

  it('a head at a height that no chain has, with a hash that is its own', async () => {
    await against(latest((header) => rehashed({ ...header, number: `0x${'f'.repeat(64)}` })));
  });

  it('a head far ahead, with a hash that is its own', async () => {
    await against(latest((header) => rehashed({ ...header, number: '0xffffff' })));
  });

  it('a final block above the head', async () => {
    await against(
      bending('eth_getBlockByNumber', (result, { params }) =>
        params[0] === 'finalized' ? rehashed({ ...(result as Record<string, unknown>), number: '0xffff' }) : result,
      ),
    );
    expect(scene.details.join()).toContain('Expected a final block not above the head');
    for (const { finalized, number } of scene.blocks)
      expect(finalized === undefined || finalized.number <= number).toBe(true);
  });

  it('answers that changed places', async () => {
    await against((calls, honest) =>
      calls.length > 1 ? { ok: true, answers: honest(calls).toReversed() } : undefined,
    );
  });

  it.each<readonly [string, (log: Record<string, unknown>) => unknown]>([
    ['no log at all', () => null],
    ['five topics', (log) => ({ ...log, topics: Array.from({ length: 5 }, () => `0x${'e'.repeat(64)}`) })],
    ['topics of 31 bytes', (log) => ({ ...log, topics: [`0x${'e'.repeat(62)}`] })],
    ['half a byte of data', (log) => ({ ...log, data: '0x123' })],
    ['an index beyond 32 bits', (log) => ({ ...log, logIndex: `0x${'f'.repeat(16)}` })],
    ['a number where text belongs', (log) => ({ ...log, address: 1 })],
    ['removed', (log) => ({ ...log, removed: true })],
  ])('a log with %s', async (_what, bend) => {
    await against(bending('eth_getLogs', (result) => (result as Record<string, unknown>[]).map(bend)));
  });
});

describe('a chain whose headers prove nothing', () => {
  /** Every node says the same of the blocks above the tenth, so nobody contradicts it. */
  const above = (bend: (header: Record<string, unknown>) => object): Misdeed => {
    const bent = (result: unknown): unknown => {
      const header = result as Record<string, unknown> | null;
      return header !== null && BigInt(header['number'] as string) > 10n ? bend(header) : result;
    };
    return (calls, honest) => ({
      ok: true,
      answers: honest(calls).map((answer, place): RpcAnswer =>
        answer.ok && calls[place]!.method.startsWith('eth_getBlockBy')
          ? { ok: true, result: bent(answer.result) }
          : answer,
      ),
    });
  };

  it.each<readonly [string, (header: Record<string, unknown>) => object]>([
    ['their own parents', (header) => ({ ...header, parentHash: header['hash'] })],
    ['parents of each other', (header) => ({ ...header, parentHash: scene.chain.head.hash })],
    [
      'of another number each time',
      (header) => ({ ...header, number: `0x${(BigInt(header['number'] as string) * 7n).toString(16)}` }),
    ],
    ['of one number', (header) => ({ ...header, number: '0xff' })],
  ])('and blocks that are %s: none is delivered, and it is said', async (_what, bend) => {
    setUp({ nodes: 2, quorum: 2, ethereumHeaders: false });
    scene.grow(10);
    scene.start();
    await scene.caughtUp();
    for (const node of scene.nodes) node.misdeed = above(bend);
    scene.grow(20);
    const areNamed = (): boolean => ['a', 'b'].every((name) => scene.said.includes(`degraded endpoint/${name}`));
    await scene.until(() => areNamed() || scene.said.includes('degraded unavailable'), 'it to be said');
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(scene.blocks.filter(({ number }) => number > 10n)).toEqual([]);
  });
});
