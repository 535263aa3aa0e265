import { connect } from 'node:net';

/** ApiVersions, version 0, correlation 1, no client id (https://kafka.apache.org/protocol#The_Messages_ApiVersions). */
const apiVersionsRequest = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);
const ANSWER_TIMEOUT_MS = 2_000;

/** Whether a broker answers a request: it opens its port before it has taken up its partitions. */
export function brokerAnswers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    const finish = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(ANSWER_TIMEOUT_MS, () => finish(false));
    socket.once('error', () => finish(false));
    socket.once('close', () => finish(false));
    socket.once('connect', () => socket.write(apiVersionsRequest));
    socket.once('data', () => finish(true));
  });
}
