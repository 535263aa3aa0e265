import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { seededRandom } from '../../seededRandom.ts';
import { bendAnswers } from './bendAnswers.ts';
import { drawFault, type FaultKind, type FaultRates } from './fault.ts';

/** A node as the internet has them: in front of a real one, and wrong from time to time. */
export interface FaultyNode {
  readonly url: string;
  readonly wsUrl: string;
  /** How often each fault took place. */
  readonly injected: ReadonlyMap<FaultKind, number>;
  /** The next requests have these faults, in this order, before any are drawn. */
  next(...faults: readonly FaultKind[]): void;
  rates(rates: FaultRates): void;
  /** Cuts all connections and listens no more. */
  kill(): Promise<void>;
  /** Listens again, on the same port. */
  restart(): Promise<void>;
}

export interface FaultyNodeOptions {
  /** The http address of the real node. */
  readonly upstream: string;
  readonly seed: number;
  readonly rates?: FaultRates;
}

const DELAY_MS_MAX = 400;
const RETRY_AFTER_SECONDS = 1;
const HUGE_BYTES = 100 * 1024 * 1024;
const OLD_HEAD_BLOCKS = 50n;

export async function startFaultyNode(options: FaultyNodeOptions): Promise<FaultyNode> {
  const random = seededRandom(options.seed);
  const injected = new Map<FaultKind, number>();
  const planned: FaultKind[] = [];
  let rates = options.rates ?? {};
  let running: Running | undefined;
  let port = 0;
  const surroundings: Surroundings = {
    upstream: options.upstream,
    draw: () => planned.shift() ?? drawFault(rates, random()),
    unit: random,
    count: (fault) => void injected.set(fault, (injected.get(fault) ?? 0) + 1),
  };
  const start = async (): Promise<void> => {
    running = await listen(surroundings, port);
    port = running.port;
  };
  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    wsUrl: `ws://127.0.0.1:${port}`,
    injected,
    next: (...faults) => void planned.push(...faults),
    rates: (changed) => void (rates = changed),
    kill: async () => {
      await running?.stop();
      running = undefined;
    },
    restart: start,
  };
}

interface Surroundings {
  readonly upstream: string;
  draw(): FaultKind | undefined;
  unit(): number;
  count(fault: FaultKind): void;
}

interface Running {
  readonly port: number;
  stop(): Promise<void>;
}

async function listen(surroundings: Surroundings, port: number): Promise<Running> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((request, response) => void answer(surroundings, request, response));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  const announcers = new WebSocketServer({ server });
  announcers.on('connection', (client) => relay(surroundings, client));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        announcers.close();
        for (const client of announcers.clients) client.terminate();
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function answer(surroundings: Surroundings, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await bodyOf(request);
  const fault = surroundings.draw();
  response.on('error', () => undefined);
  const json = { 'content-type': 'application/json' };
  switch (fault) {
    case 'drop':
      surroundings.count(fault);
      request.socket.destroy();
      return;
    case 'hang':
      return surroundings.count(fault);
    case 'status429':
      surroundings.count(fault);
      response.writeHead(429, { 'retry-after': String(RETRY_AFTER_SECONDS) }).end('slow down');
      return;
    case 'status500':
      surroundings.count(fault);
      response.writeHead(500).end('no');
      return;
    case 'huge':
      surroundings.count(fault);
      response.writeHead(200, json);
      return sendHuge(response);
    default:
  }
  if (fault === 'delay') {
    surroundings.count(fault);
    await new Promise((resolve) => setTimeout(resolve, surroundings.unit() * DELAY_MS_MAX));
  }
  try {
    const text = await bentText(surroundings, body, fault);
    const cut = fault === 'truncated' ? text.slice(0, Math.floor(text.length / 2)) : text;
    if (fault === 'truncated') surroundings.count(fault);
    response.writeHead(200, json).end(cut);
  } catch {
    // The real node is gone: so is this one.
    request.socket.destroy();
  }
}

/** The real node's answer, bent in the way of the fault. */
async function bentText(surroundings: Surroundings, body: string, fault: FaultKind | undefined): Promise<string> {
  const text = await forward(surroundings.upstream, body);
  if (fault === undefined || fault === 'delay' || fault === 'truncated') return text;
  const [calls, answers] = [asList(JSON.parse(body)), asList(JSON.parse(text))];
  const oldHead = fault === 'olderHead' ? await oldHeadOf(surroundings.upstream) : undefined;
  const { answers: bent, bent: any } = bendAnswers(calls, answers, fault, oldHead);
  if (!any) return text;
  surroundings.count(fault);
  return JSON.stringify(text.trimStart().startsWith('[') ? bent : bent[0]);
}

function asList(value: unknown): readonly object[] {
  return (Array.isArray(value) ? value : [value]) as readonly object[];
}

async function oldHeadOf(upstream: string): Promise<unknown> {
  const ask = async (block: string): Promise<{ readonly number: string } | null> => {
    const call = { jsonrpc: '2.0', id: 1, method: 'eth_getBlockByNumber', params: [block, false] };
    return (JSON.parse(await forward(upstream, JSON.stringify(call))) as { result: { number: string } | null }).result;
  };
  const head = BigInt((await ask('latest'))?.number ?? 0);
  return ask(`0x${(head > OLD_HEAD_BLOCKS ? head - OLD_HEAD_BLOCKS : 0n).toString(16)}`);
}

async function forward(upstream: string, body: string): Promise<string> {
  const response = await fetch(upstream, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return response.text();
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** A string without an end, as fast as it is taken, until 100 MB or until nobody listens. */
function sendHuge(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, 'a');
  let left = HUGE_BYTES;
  response.write('[{"jsonrpc":"2.0","id":1,"result":"');
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= chunk.length;
      if (!response.write(chunk)) return void response.once('drain', more);
    }
    response.end('"}]');
  };
  more();
}

/** Messages both ways; those of the node may come late, cut, or be the last before the connection breaks. */
function relay(surroundings: Surroundings, client: WebSocket): void {
  const node = new WebSocket(surroundings.upstream.replace(/^http/, 'ws'));
  const waiting: string[] = [];
  // One listener for each message that is late.
  client.setMaxListeners(0);
  client.on('error', () => undefined);
  node.on('error', () => client.terminate());
  client.on('message', (data: Buffer) => {
    if (node.readyState === WebSocket.OPEN) node.send(data.toString());
    else waiting.push(data.toString());
  });
  node.on('open', () => {
    for (const text of waiting.splice(0)) node.send(text);
  });
  node.on('message', (data: Buffer) => {
    const fault = surroundings.draw();
    if (fault === undefined) return client.send(data.toString());
    surroundings.count(fault);
    if (fault === 'drop') return client.terminate();
    if (fault === 'hang') return undefined;
    if (fault === 'truncated') return client.send(data.toString().slice(0, data.length / 2));
    const late = setTimeout(() => client.send(data.toString()), surroundings.unit() * DELAY_MS_MAX);
    client.once('close', () => clearTimeout(late));
  });
  client.on('close', () => node.terminate());
  node.on('close', () => client.terminate());
}
