import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import { FaultLayer } from './faultLayer.js';
import type { FaultKind, FaultPlan, InjectedFault } from './faultPlan.js';
import { BEAT_EVERY_MS, REFUSED_HANDSHAKES } from './limits.js';
import { seededRandom } from './seededRandom.js';
import type { VenueClock } from './venueClock.js';
import type { VenueMessage, VenueScript, VenueTruth } from './venueScript.js';

export interface LocalVenueOptions {
  readonly script: VenueScript;
  readonly seed: number;
  readonly faults: FaultPlan;
  readonly clock: VenueClock;
  readonly mayInject?: ((kind: FaultKind) => boolean) | undefined;
  /** What an outage is; a burst of `OUTAGE_HAPPENINGS` when left out. */
  readonly outage?: Outage | undefined;
}

/** So much happens evenly over so long, and no handshake is taken until then. */
export interface Outage {
  readonly happenings: number;
  /** Milliseconds of the venue's clock. */
  readonly lastsMs: number;
}

/** A venue on loopback sockets. */
export interface LocalVenue {
  readonly webSocketUrl: string;
  readonly restUrl: string;
  readonly injected: readonly InjectedFault[];
  /** Faults of the plan that are still to come. */
  readonly pending: number;
  /** Messages that the script had for connections, heartbeats apart, whatever became of them. */
  readonly messages: number;
  /** Messages that reached a socket, by connection. */
  readonly sent: ReadonlyMap<string, number>;
  /** Messages that the script had, by their kind. */
  readonly told: Readonly<Record<string, number>>;
  /** How the venue stands. */
  truth(): VenueTruth;
  /** Connections that stand. */
  readonly connections: readonly string[];
  /** So many things happen at the venue, and whoever subscribed is told. */
  happen(times: number): void;
  stop(): Promise<void>;
}

/** Starts a venue that speaks as its script does, with the faults of the plan between the script and the socket. */
export async function startLocalVenue(options: LocalVenueOptions): Promise<LocalVenue> {
  const { script, clock, outage } = options;
  const random = seededRandom(options.seed);
  const sockets = new Map<string, WebSocket>();
  const sent = new Map<string, number>();
  let refused: { status: number; left: number } = { status: 0, left: 0 };
  let connection = 0;
  let awayUntilMs = 0;
  let cancelAway = (): void => undefined;
  // A venue says no two things of one instant, so that a later one is known for it.
  let lastMs = 0;
  const nowMs = (): number => (lastMs = Math.max(Number(clock.nowUs() / 1_000n), lastMs + 1));
  const wire = {
    send: (to: string, text: string): void => {
      const socket = sockets.get(to);
      if (socket?.readyState !== WebSocket.OPEN) return;
      socket.send(text);
      sent.set(to, (sent.get(to) ?? 0) + 1);
    },
    terminate: (of: string): void => sockets.get(of)?.terminate(),
    leaveOut: (of: string, happenings: number): void => {
      const socket = sockets.get(of);
      socket?.once('close', () => {
        if (outage === undefined) return happen(happenings);
        awayUntilMs = clock.monotonicMs() + outage.lastsMs;
        happenAway(outage, 0);
      });
      socket?.terminate();
    },
    refuseHandshakes: (status: number): void => void (refused = { status, left: REFUSED_HANDSHAKES }),
  };
  const faults = new FaultLayer({ ...options, wire });
  const told: Record<string, number> = {};
  const passAll = (messages: readonly VenueMessage[]): void => {
    for (const message of messages) {
      told[message.kind] = (told[message.kind] ?? 0) + 1;
      faults.pass(message);
    }
  };
  const happen = (times: number): void => {
    for (let time = 0; time < times; time++) passAll(script.next(random, nowMs()));
  };
  function happenAway(away: Outage, done: number): void {
    const passed = 1 - Math.max(0, awayUntilMs - clock.monotonicMs()) / away.lastsMs;
    const due = Math.floor(passed * away.happenings);
    happen(due - done);
    if (passed < 1) cancelAway = clock.after(BEAT_EVERY_MS, () => happenAway(away, due));
  }
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const answer = script.rest?.(
        request.method ?? '',
        request.url ?? '',
        Buffer.concat(parts).toString(),
        nowMs(),
      ) ?? { status: 404, body: '' };
      response.statusCode = answer.status;
      response.end(answer.body);
    });
  });
  const upgrades = new WebSocketServer({ noServer: true, autoPong: false });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (clock.monotonicMs() < awayUntilMs) return void socket.destroy();
    if (refused.left > 0) {
      refused.left--;
      return socket.end(`HTTP/1.1 ${refused.status} Refused\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    }
    upgrades.handleUpgrade(request, socket, head, (client) => {
      const id = `c${++connection}`;
      sockets.set(id, client);
      script.connected(id);
      client.on('ping', (data: Buffer) => {
        if (!faults.isSilent(id)) client.pong(data);
      });
      client.on('message', (data: Buffer) => {
        if (!faults.isSilent(id)) passAll(script.hear(id, data.toString(), nowMs()));
      });
      client.on('error', () => undefined);
      client.on('close', () => {
        sockets.delete(id);
        faults.closed(id);
        script.closed(id);
      });
    });
  });
  await new Promise<void>((ready) => void server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  let cancel = clock.after(BEAT_EVERY_MS, beat);
  function beat(): void {
    passAll(script.beat?.(nowMs()) ?? []);
    cancel = clock.after(BEAT_EVERY_MS, beat);
  }
  return {
    webSocketUrl: `ws://127.0.0.1:${port}/`,
    restUrl: `http://127.0.0.1:${port}`,
    injected: faults.injected,
    sent,
    told,
    truth: () => script.truth(),
    get pending() {
      return faults.pending;
    },
    get messages() {
      return faults.messages;
    },
    get connections() {
      return [...sockets.keys()];
    },
    happen,
    stop: () => {
      cancel();
      cancelAway();
      return closed(server, [...sockets.values()]);
    },
  };
}

function closed(server: Server, sockets: readonly WebSocket[]): Promise<void> {
  for (const socket of sockets) socket.terminate();
  server.closeAllConnections();
  return new Promise((resolve) => void server.close(() => resolve()));
}
