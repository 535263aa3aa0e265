import { TARGETS } from '@gimbal/all-in-one-service';
import { startConsole } from '@gimbal/console-service';
import { createLogger } from '@gimbal/runtime';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { croppedRecording } from '../system/croppedRecording.ts';
import { startSystem, type System } from '../system/startSystem.ts';
import { ask, readStream, type StreamedEvent } from './page.ts';

let system: System;
let url: string;
let viewer: string;

beforeAll(async () => {
  system = await startSystem(croppedRecording({ from: '21:30', to: '21:50' }), TARGETS);
  url = system.addressOf('console');
  viewer = system.app.tokens.viewer;
  await system.play(3);
});

afterAll(() => system.stop());

const stepsOf = (events: readonly StreamedEvent[]): number[] =>
  events.flatMap(({ name, data }) => {
    if (name !== 'exposure') return [];
    const { event } = JSON.parse(data) as { event: { $case: string; value: { cut: { step: string } } } };
    return event.$case === 'exposure' ? [Number(event.value.cut.step)] : [];
  });

const lastIdOf = (events: readonly StreamedEvent[], topic: string): string =>
  events.findLast(({ id }) => id.startsWith(`${topic}/`))!.id;

/** The first position after one that was had. */
function after(id: string): string {
  const [stream, offset] = id.split('@');
  return `${stream}@${BigInt(offset!) + 1n}`;
}

it('goes on after the history without a gap, and after each break where it was', async () => {
  const history = JSON.parse((await ask(`${url}/api/history?portfolio=main`, { token: viewer })).body) as {
    step: number[];
    next: string;
  };
  expect(history.step).toEqual([1, 2, 3]);

  const first = readStream(
    `${url}/api/stream?portfolio=main&from=${history.next}`,
    viewer,
    (events) => stepsOf(events).length >= 3,
  );
  await system.play(6);
  const had = await first;
  expect(stepsOf(had)).toEqual([4, 5, 6]);

  // Nobody listens to 7 and 8.
  await system.play(8);
  const resumed = await readStream(
    `${url}/api/stream?portfolio=main&from=${after(lastIdOf(had, 'exposure'))}`,
    viewer,
    (events) => stepsOf(events).length >= 2,
  );
  expect(stepsOf(resumed)).toEqual([7, 8]);
});

it('tells of all five services, the feeds and the marks, each state with its newest', async () => {
  const reading = readStream(`${url}/api/stream?portfolio=main`, viewer, (events) => {
    const names = new Set(events.map(({ name }) => name));
    const services = new Set(
      events
        .filter(({ name }) => name === 'status')
        .map(({ data }) => (JSON.parse(data) as { service: string }).service),
    );
    return (
      services.size === 5 && ['status', 'feeds', 'marks', 'exposure', 'execution'].every((name) => names.has(name))
    );
  });
  await sleep(300);
  await system.play(12);
  const events = await reading;
  const marks = events.find(({ name }) => name === 'marks')!;
  expect(marks.id).toMatch(/^marks\.(kept|live)\/\d+@\d+$/);
  expect((JSON.parse(marks.data) as { marks: { instrumentId: string }[] }).marks.length).toBeGreaterThan(0);
});

it('tells every event of execution from the first, however late the page is opened', async () => {
  await system.play(18);
  const { body } = await ask(`${url}/api/proposals?portfolio=main`, { token: viewer });
  const { proposals } = JSON.parse(body) as { proposals: unknown[] };
  expect(proposals.length).toBeGreaterThan(0);
  const made = (events: readonly StreamedEvent[]): number =>
    events.filter(({ name, data }) => name === 'execution' && data.includes('"proposalMade"')).length;
  const events = await readStream(`${url}/api/stream?portfolio=main`, viewer, (all) => made(all) >= proposals.length);
  expect(made(events)).toBe(proposals.length);
});

it('gives one caller eight pages and no ninth, and a place back when a page is closed', async () => {
  const { token } = {
    token: await system.issuer.issue({ subject: 'many.tabs', tenant: 'desk-a', roles: ['viewer'], ttlSeconds: 600 }),
  };
  const tabs = Array.from({ length: 8 }, () => new AbortController());
  const open = (signal: AbortSignal): Promise<Response> =>
    fetch(`${url}/api/stream?portfolio=main`, { headers: { authorization: `Bearer ${token}` }, signal });
  for (const tab of tabs) expect((await open(tab.signal)).status).toBe(200);
  expect((await ask(`${url}/api/stream?portfolio=main`, { token })).status).toBe(429);
  // Somebody else's page is not in the way.
  await readStream(`${url}/api/stream?portfolio=main`, viewer, (events) => events.length > 0);

  tabs.forEach((tab) => tab.abort());
  const again = new AbortController();
  await expect
    .poll(async () => {
      const response = await open(again.signal);
      await response.body?.cancel();
      return response.status;
    })
    .toBe(200);
  again.abort();
});

it('ends a page whose token has run out, in words, and takes it back no more', async () => {
  const token = await system.issuer.issue({
    subject: 'short.stay',
    tenant: 'desk-a',
    roles: ['viewer'],
    ttlSeconds: 2,
  });
  const events = await readStream(`${url}/api/stream?portfolio=main`, token, (all) =>
    all.some(({ name }) => name === 'end'),
  );
  expect(JSON.parse(events.at(-1)!.data)).toMatchObject({
    code: 'UNAUTHENTICATED',
    message: expect.stringMatching(/expired|valid/),
  });
  // Verifiers allow for clocks that differ by five seconds.
  await expect
    .poll(async () => (await ask(`${url}/api/stream?portfolio=main`, { token })).status, {
      timeout: 15_000,
      interval: 500,
    })
    .toBe(401);
});

it('goes on without a service that is away, and says which', async () => {
  const { addresses } = system;
  const closed = await closedPort();
  const console = await startConsole({
    logger: createLogger({ service: 'console', level: 'quiet' }),
    services: { ...addresses, governance: `127.0.0.1:${closed}` },
  });
  try {
    const changes = await ask(`${console.url}/api/changes`, { token: viewer });
    expect([changes.status, changes.body]).toEqual([
      503,
      '{"error":{"code":"UNAVAILABLE","message":"Expected the governance service to answer, it did not (UNAVAILABLE).","field":""}}',
    ]);
    const events = await readStream(
      `${console.url}/api/stream?portfolio=main`,
      viewer,
      (all) =>
        all.filter(({ name }) => name === 'source').length >= 2 &&
        all.filter(({ name }) => name === 'status').length >= 4,
    );
    const notices = events
      .filter(({ name }) => name === 'source')
      .map(({ data }) => JSON.parse(data) as { service: string; stream: string; up: boolean });
    expect(notices.map(({ service, stream, up }) => [service, stream, up].join(' ')).toSorted()).toEqual([
      'governance governance false',
      'governance status false',
    ]);
    expect(JSON.stringify(notices)).not.toContain(String(closed));
  } finally {
    await console.stop();
  }
});

it('stops with a word to the pages that are open', async () => {
  const console = await startConsole({
    logger: createLogger({ service: 'console', level: 'quiet' }),
    services: system.addresses,
  });
  let stopped: Promise<void> | undefined;
  const reading = readStream(`${console.url}/api/stream?portfolio=main`, viewer, (all) => {
    if (all.length > 0) stopped ??= console.stop();
    return all.some(({ name }) => name === 'end');
  });
  expect(JSON.parse((await reading).at(-1)!.data)).toEqual({
    code: 'UNAVAILABLE',
    message: 'The console stops.',
    field: '',
  });
  await expect
    .poll(() =>
      ask(console.url).then(
        () => 'open',
        () => 'closed',
      ),
    )
    .toBe('closed');
});

/** A port that was free a moment ago. */
async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
