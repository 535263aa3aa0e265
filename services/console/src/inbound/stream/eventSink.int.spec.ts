import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { EventSink } from './eventSink.js';

let server: Server;
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** Opens a stream, and hands out its two ends. */
async function openStream(): Promise<{ sink: EventSink; client: ReturnType<typeof connect> }> {
  const opened = Promise.withResolvers<EventSink>();
  server = createServer((_, response) => opened.resolve(new EventSink(response)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  return { sink: await opened.promise, client };
}

const feeds = (step: number) => ({ step: String(step), feeds: [], padding: 'x'.repeat(64 * 1024) });

it('stops whoever sends while the page does not read, and goes on when it does', async () => {
  const { sink, client } = await openStream();
  client.pause();
  let sent = 0;
  const sending = (async () => {
    for (; sent < 500; sent++) await sink.send('feeds', feeds(sent));
  })();
  // 32 MB would be sent: no socket takes so much for a page that reads nothing.
  await sleep(300);
  const stuckAt = sent;
  expect(stuckAt).toBeLessThan(400);
  await sleep(100);
  expect(sent).toBe(stuckAt);

  let received = '';
  client.on('data', (bytes) => (received += bytes.toString('latin1').replaceAll('x', '')));
  client.resume();
  await sending;
  await expect.poll(() => received.includes('"step":"499"')).toBe(true);
  expect(received.match(/event: feeds/g)).toHaveLength(500);
});

it('lets go of whoever waits when the page has gone', async () => {
  const { sink, client } = await openStream();
  client.pause();
  const sending = (async () => {
    for (let step = 0; step < 500; step++) await sink.send('feeds', feeds(step));
  })();
  await sleep(50);
  client.destroy();
  await sending;
  expect(sink.signal.aborted).toBe(true);
});

it('says why it ends', async () => {
  const { sink, client } = await openStream();
  let received = '';
  client.on('data', (bytes) => (received += bytes.toString()));
  sink.end({ code: 'UNAUTHENTICATED', message: 'It has expired.', field: '' });
  await expect
    .poll(() => received)
    .toContain('event: end\ndata: {"code":"UNAUTHENTICATED","message":"It has expired.","field":""}\n\n');
});
