import type { OpenSocket, SocketEvents, SocketTarget } from './openSocket.js';

/** Test support: sockets whose other end is the test. */
export interface FakeSocket {
  readonly target: SocketTarget;
  readonly events: SocketEvents;
  readonly sent: string[];
  pings: number;
  ended: boolean;
}

export function fakeSockets(): { readonly open: OpenSocket; readonly sockets: FakeSocket[] } {
  const sockets: FakeSocket[] = [];
  const open: OpenSocket = (target, events) => {
    const socket: FakeSocket = { target, events, sent: [], pings: 0, ended: false };
    sockets.push(socket);
    return {
      send: (text) => void socket.sent.push(text),
      ping: () => void socket.pings++,
      terminate: () => {
        if (socket.ended) return;
        socket.ended = true;
        events.closed('connection lost');
      },
    };
  };
  return { open, sockets };
}
