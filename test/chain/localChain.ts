import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type Hex = `0x${string}`;

export interface RpcCall {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** A node said no. `message` carries a contract's revert reason when there is one. */
export class RpcError extends Error {
  override readonly name = 'RpcError';
  /** What the contract reverted with, encoded, when the node hands it out. */
  readonly data: Hex | undefined;

  constructor(message: string, data?: Hex) {
    super(message);
    this.data = data;
  }
}

/** One anvil of our own, on a free port, whose clock moves only with its blocks. */
export interface LocalChain {
  readonly url: string;
  rpc(method: string, params: readonly unknown[]): Promise<unknown>;
  /** Many calls in a few requests, answered in order; the first refused one throws. */
  rpcBatch(calls: readonly RpcCall[]): Promise<unknown[]>;
  stop(): Promise<void>;
}

/** 14 November 2023, 22:13:20 UTC: any fixed moment does, so that two runs see the same interest. */
const GENESIS_SECONDS = 1_700_000_000;
const START_MS_MAX = 20_000;
const BATCH_CALLS_MAX = 200;

/** Starts anvil and waits until it listens. Its blocks are one second apart unless a timestamp is set. */
export async function startLocalChain(chainId = 31_337): Promise<LocalChain> {
  const child = spawn(anvilBinary(), anvilArguments(chainId), { stdio: ['ignore', 'pipe', 'pipe'] });
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const url = await listeningUrl(child);
  const chain: LocalChain = {
    url,
    rpc: async (method, params) => (await send(url, [{ method, params }]))[0],
    rpcBatch: async (calls) => {
      const answers: unknown[] = [];
      for (let from = 0; from < calls.length; from += BATCH_CALLS_MAX) {
        answers.push(...(await send(url, calls.slice(from, from + BATCH_CALLS_MAX))));
      }
      return answers;
    },
    stop: () => {
      process.removeListener('exit', killWithUs);
      return stopChild(child);
    },
  };
  await chain.rpc('anvil_setBlockTimestampInterval', [1]);
  return chain;
}

function anvilBinary(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('@foundry-rs/anvil-linux-amd64/package.json')), 'bin', 'anvil');
}

function anvilArguments(chainId: number): string[] {
  const base = [
    '--host',
    '127.0.0.1',
    '--port',
    '0',
    '--timestamp',
    String(GENESIS_SECONDS),
    '--chain-id',
    String(chainId),
  ];
  const rules = ['--hardfork', 'cancun', '--gas-limit', '60000000', '--auto-impersonate', '--accounts', '2'];
  // Without it anvil writes the whole state of every past block under the home directory and leaves it there.
  return [...base, ...rules, '--max-persisted-states', '0'];
}

function listeningUrl(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`Expected anvil to listen within ${START_MS_MAX / 1000} s, it did not: ${said.slice(-500)}`));
    }, START_MS_MAX);
    const read = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-10_000);
      const port = /Listening on 127\.0\.0\.1:(\d+)/.exec(said)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      // Anvil logs every call; the pipes must keep flowing or it would stop on a full one.
      child.stdout?.removeListener('data', read).resume();
      child.stderr?.removeListener('data', read).resume();
      resolve(`http://127.0.0.1:${port}`);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('error', reject);
    child.once('exit', (status) => {
      clearTimeout(timer);
      reject(new Error(`Expected anvil to keep running, it left with status ${status}: ${said.slice(-500)}`));
    });
  });
}

function stopChild(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

interface RpcAnswer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string; readonly data?: unknown };
}

async function send(url: string, calls: readonly RpcCall[]): Promise<unknown[]> {
  const body = calls.map(({ method, params }, id) => ({ jsonrpc: '2.0', id, method, params }));
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answers = new Map(((await response.json()) as RpcAnswer[]).map((answer) => [answer.id, answer]));
  return calls.map(({ method }, id) => {
    const answer = answers.get(id);
    if (answer === undefined) throw new RpcError(`Expected an answer to ${method}, got none`);
    if (answer.error !== undefined) throw new RpcError(`${method}: ${answer.error.message}`, hexOf(answer.error.data));
    return answer.result;
  });
}

function hexOf(data: unknown): Hex | undefined {
  return typeof data === 'string' && data.startsWith('0x') ? (data as Hex) : undefined;
}
