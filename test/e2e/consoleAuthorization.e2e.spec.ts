import { TARGETS } from '@gimbal/all-in-one-service';
import { CONSOLE_ROUTES, type ConsoleRoute } from '@gimbal/console-service';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badTokens } from './system/badTokens.ts';
import { absentLike, CANARY, secretsIn, TENANT_A } from './system/canaries.ts';
import { croppedRecording } from './system/croppedRecording.ts';
import { callRoute, type HttpAnswer, type HttpProbe } from './system/httpProbe.ts';
import { startSystem, type System } from './system/startSystem.ts';
import { openTwoDesks, type TwoDesks } from './system/twoDesks.ts';

/** Everything that a route could want, as a tenant whose book is `main` would say it. */
const FIELDS: Readonly<Record<string, string>> = {
  portfolio: 'main',
  component: 'delta_usd',
  reason: 'a reason',
  account: '',
  asset: '',
};
const STREAM_PATH = '/api/stream';
const STREAM_MS = 1_500;

const nameOf = ({ method, path }: ConsoleRoute): string => `${method} ${path}`;
const probes = { tokens: 0, foreignIds: 0, streams: 0 };

let system: System;
let desks: TwoDesks;
let url: string;
/** The fields that each route takes, of those that we know a value for. */
const taken = new Map<string, readonly string[]>();

beforeAll(async () => {
  system = await startSystem(croppedRecording({ from: '21:37', to: '21:50' }), TARGETS);
  url = system.addressOf('console');
  desks = await openTwoDesks(system);
  for (const route of CONSOLE_ROUTES) taken.set(nameOf(route), await fieldsTaken(route));
});

afterAll(async () => {
  await system.stop();
  const total = Object.values(probes).reduce((sum, count) => sum + count, 0);
  console.log(`console authorization: ${total} probes of ${CONSOLE_ROUTES.length} routes (${JSON.stringify(probes)})`);
});

describe('every route of the console', () => {
  it('refuses whoever has no token, or one that is wrong in any way', async () => {
    const wrong: string[] = [];
    for (const { why, authorization } of await badTokens(system)) {
      for (const route of CONSOLE_ROUTES) {
        probes.tokens++;
        const answer = await ask(route, { authorization, ...filled(route, '', '', 0) });
        if (answer.httpStatus !== 401 || secretsOf(answer).length > 0)
          wrong.push(`${nameOf(route)}, ${why}: ${shown(answer)}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it('gives no viewer a command', async () => {
    const viewer = authorizationOf(await system.token('vic.viewer', 'desk-b', ['viewer']));
    for (const route of CONSOLE_ROUTES.filter(({ method }) => method === 'POST')) {
      probes.tokens++;
      const answer = await ask(route, { authorization: viewer, ...filled(route, '', '', 0) });
      expect(answer.httpStatus, nameOf(route)).toBe(403);
    }
  });

  it('takes the fields that the probes fill', () => {
    expect(taken.get('GET /api/explain')).toEqual(
      expect.arrayContaining(['portfolio', 'component', 'account', 'asset']),
    );
    expect(taken.get('POST /api/proposals/:id/approve')).toEqual(['payloadHash', 'requestId']);
    expect(taken.get('POST /api/kill-switch')).toEqual(['portfolio', 'reason', 'requestId']);
  });
});

describe("another tenant's ids", () => {
  it('open nothing in any field of any route, and look like ids that nobody has', async () => {
    const wrong: string[] = [];
    let turn = 0;
    for (const route of CONSOLE_ROUTES) {
      const [asks, asksForNobodys] = (route.method === 'POST' ? [desks.c, desks.d] : [desks.b, desks.b]).map(
        authorizationOf,
      );
      const places = [...(taken.get(nameOf(route)) ?? []), ...(route.path.includes(':id') ? [':id'] : [])];
      for (const place of places) {
        for (const id of foreignIds()) {
          turn++;
          probes.foreignIds += 2;
          const probe = (authorization: string | undefined, value: string): Promise<HttpAnswer> =>
            ask(route, { authorization, ...filled(route, place, value, turn) });
          const [foreign, absent] = [await probe(asks, id), await probe(asksForNobodys, absentLike(id))];
          const told = `${nameOf(route)}, ${place} = ${id}`;
          const leaked = secretsOf(foreign, id);
          if (leaked.length > 0) wrong.push(`${told}: shows ${leaked.join()}: ${shown(foreign)}`);
          if (foreign.httpStatus >= 500) wrong.push(`${told}: ${shown(foreign)}`);
          if (refusalOf(foreign, id) !== refusalOf(absent, absentLike(id))) {
            wrong.push(`${told}: ${shown(foreign)}, but for nobody's ${shown(absent)}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it('stand in what A itself is told, so that a leak could be seen', async () => {
    const telling: string[] = [];
    for (const route of CONSOLE_ROUTES.filter(({ method, path }) => method === 'GET' && path !== STREAM_PATH)) {
      const probe = { authorization: authorizationOf(desks.a), ...filled(route, 'portfolio', CANARY.portfolio, 0) };
      const answer = await ask(route, probe);
      expect(answer.httpStatus, nameOf(route)).toBe(200);
      if (secretsOf(answer).length > 0) telling.push(route.path);
    }
    const expected = ['portfolios', 'portfolio', 'exposure', 'history', 'breaches', 'changes', 'proposals'].map(
      (name) => `/api/${name}`,
    );
    expect(telling).toEqual(expect.arrayContaining(expected));
  });

  it("stream nothing of A's to B while A's own page is told of it", async () => {
    const stream = CONSOLE_ROUTES.find(({ path }) => path === STREAM_PATH)!;
    const page = (authorization: string | undefined, portfolio: string): Promise<HttpAnswer> => {
      probes.streams++;
      return callRoute(url, stream, { authorization, query: { portfolio, from: 'exposure/0@0' }, streamMs: STREAM_MS });
    };
    const pages = Promise.all([
      page(authorizationOf(desks.a), CANARY.portfolio),
      page(authorizationOf(desks.b), CANARY.portfolio),
      page(authorizationOf(desks.b), 'main'),
    ]);
    await system.play(desks.lastStep + 4);
    const [ofA, foreign, own] = await pages;
    expect(ofA.httpStatus).toBe(200);
    expect(secretsOf(ofA).length).toBeGreaterThan(0);
    expect(foreign.httpStatus).toBe(404);
    expect(own.body).toContain('event: exposure');
    expect([...secretsOf(foreign, CANARY.portfolio), ...secretsOf(own)]).toEqual([]);
  });
});

function ask(route: ConsoleRoute, probe: HttpProbe): Promise<HttpAnswer> {
  return callRoute(url, route, probe);
}

function payloadHash(): string {
  return desks.pending.payloadHash.toString('hex');
}

/** Leaves out one field after the other that the route says it doesn't know. */
async function fieldsTaken(route: ConsoleRoute): Promise<readonly string[]> {
  const names = new Set([...Object.keys(FIELDS), 'min_position', 'from', 'payloadHash', 'requestId']);
  for (;;) {
    const values = Object.fromEntries([...names].map((name) => [name, valueOf(name, 0)]));
    const given = route.method === 'POST' ? { body: values } : { query: values };
    const answer = await ask(route, {
      authorization: authorizationOf(desks.d),
      ...given,
      id: absentLike(CANARY.portfolio),
    });
    const field =
      answer.httpStatus === 400 ? (JSON.parse(answer.body) as { error: { field: string } }).error.field : '';
    if (!names.delete(field)) return [...names];
  }
}

function valueOf(name: string, turn: number): string {
  if (name === 'payloadHash') return payloadHash();
  if (name === 'requestId') return `page-${turn}`;
  if (name === 'min_position') return 'exposure/0@0';
  if (name === 'from') return 'exposure/0@0';
  return FIELDS[name] ?? '';
}

/** Everything that the route takes, with one place set. */
function filled(
  route: ConsoleRoute,
  place: string,
  value: string,
  turn: number,
): Pick<HttpProbe, 'query' | 'body' | 'id'> {
  const names = (taken.get(nameOf(route)) ?? []).filter(
    (name) => name === place || (name !== 'min_position' && name !== 'from'),
  );
  const values = Object.fromEntries(names.map((name) => [name, name === place ? value : valueOf(name, turn)]));
  const id = place === ':id' ? value : desks.pending.proposalId;
  return route.method === 'POST' ? { body: values, id } : { query: values, id };
}

function foreignIds(): readonly string[] {
  const { portfolio, child, wallet, limit, request } = CANARY;
  return [
    portfolio,
    child,
    wallet,
    limit,
    `${request}-child`,
    `${TENANT_A}/${portfolio}`,
    `../${TENANT_A}/${portfolio}`,
    ...desks.madeIds.filter((id) => id.includes('cnry')),
  ];
}

function authorizationOf(metadata: { get(name: string): readonly unknown[] }): string {
  return String(metadata.get('authorization')[0]);
}

function secretsOf({ headers, body }: HttpAnswer, probe?: string): readonly string[] {
  const text = `${headers}\n${body}`;
  return secretsIn(Buffer.from(probe === undefined ? text : text.replaceAll(probe, '<probe>')));
}

/** What a refusal says, without the id that it was asked about; of an answer only that it was one. */
function refusalOf({ httpStatus, body }: HttpAnswer, id: string): string {
  return httpStatus < 400
    ? String(httpStatus)
    : `${httpStatus} ${body}`.replaceAll(id, '<id>').replaceAll(/-\d+\b/g, '-N');
}

function shown({ httpStatus, body }: HttpAnswer): string {
  return `${httpStatus} ${body.slice(0, 200)}`;
}
