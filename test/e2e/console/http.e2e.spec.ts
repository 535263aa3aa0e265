import { TARGETS } from '@gimbal/all-in-one-service';
import { createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { croppedRecording } from '../system/croppedRecording.ts';
import { startSystem, type System } from '../system/startSystem.ts';
import { ask, type Asked, readStream } from './page.ts';

let system: System;
let url: string;
let viewer: string;
let expired: string;

const json = { 'content-type': 'application/json' };
const errorOf = ({ body }: Asked): { code: string; message: string; field: string } =>
  (JSON.parse(body) as { error: { code: string; message: string; field: string } }).error;

beforeAll(async () => {
  system = await startSystem(croppedRecording({ from: '21:30', to: '21:36' }), TARGETS);
  url = system.addressOf('console');
  viewer = system.app.tokens.viewer;
  expired = await system.issuer.issue({ subject: 'vera.viewer', tenant: 'desk-a', roles: ['viewer'], ttlSeconds: -60 });
  await system.play(5);
});

afterAll(() => system.stop());

describe('the page', () => {
  it('is served to anybody, with a policy that allows nothing inline and nothing from elsewhere', async () => {
    const page = await ask(url);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*|data:/);
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(page.headers.get('x-powered-by')).toBeNull();
    expect(page.body).not.toMatch(/<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=|https?:\/\//);
  });

  it('brings each of its modules along', async () => {
    const seen = new Set<string>();
    const open = ['/page/main.js'];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      if (seen.has(path)) continue;
      seen.add(path);
      const file = await ask(url + path);
      expect(file.status, path).toBe(200);
      expect(file.headers.get('content-type'), path).toBe('text/javascript; charset=utf-8');
      for (const [, specifier] of file.body.matchAll(/^(?:import|export)[^'"]*from '([^']+)'/gm)) {
        expect(specifier, path).toMatch(/^\.\.?\//);
        open.push(new URL(specifier!, `http://page${path}`).pathname);
      }
    }
    expect(seen.size).toBeGreaterThan(30);
  });

  it('is not sent again while it is the same', async () => {
    const first = await ask(`${url}/styles/base.css`);
    const again = await ask(`${url}/styles/base.css`, { headers: { 'if-none-match': first.headers.get('etag')! } });
    expect([first.status, again.status, again.body]).toEqual([200, 304, '']);
  });

  it.each([
    '/../package.json',
    '/page/../../package.json',
    '/%2e%2e/package.json',
    '/page/main.ts',
    '/static/index.html',
    '/.env',
  ])('has no way out of its files through %s', async (path) => {
    // fetch would tidy the path away.
    const status = await statusOfRawGet(path);
    expect(status).toBe(404);
  });
});

describe('a refusal', () => {
  it.each([
    ['401 without a token', '/api/replay', {}, 401, 'UNAUTHENTICATED'],
    ['401 even where nothing is', '/api/nothing', {}, 401, 'UNAUTHENTICATED'],
    ['404 where nothing is', '/api/nothing', { token: 'x' }, 404, 'NOT_FOUND'],
    [
      '404 for a method of a path that is not there',
      '/api/proposals/1',
      { token: 'x', method: 'DELETE' },
      404,
      'NOT_FOUND',
    ],
    ['405 for another method', '/api/exposure?portfolio=main', { token: 'x', method: 'DELETE' }, 405, 'UNIMPLEMENTED'],
    ['405 for a question to a command', '/api/kill-switch', { token: 'x' }, 405, 'UNIMPLEMENTED'],
    [
      '415 for a form',
      '/api/kill-switch',
      { token: 'x', method: 'POST', body: 'portfolio=main' },
      415,
      'INVALID_ARGUMENT',
    ],
    [
      '400 for a body that is not JSON',
      '/api/kill-switch',
      { token: 'x', method: 'POST', headers: json, body: '{' },
      400,
      'INVALID_ARGUMENT',
    ],
    [
      '413 for a long body',
      '/api/kill-switch',
      { token: 'x', method: 'POST', headers: json, body: `"${'x'.repeat(5_000)}"` },
      413,
      'INVALID_ARGUMENT',
    ],
  ] as const)('is %s', async (_, path, question, status, code) => {
    const answer = await ask(url + path, question);
    expect([answer.status, errorOf(answer).code]).toEqual([status, code]);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(errorOf(answer).message).toMatch(/^Expected .*\.$/);
  });

  it('says which scheme and which methods would do', async () => {
    expect((await ask(`${url}/api/replay`)).headers.get('www-authenticate')).toBe('Bearer');
    expect((await ask(`${url}/api/replay`, { token: 'x', method: 'PUT' })).headers.get('allow')).toBe('GET');
  });

  it.each([
    ['/api/exposure', 'portfolio'],
    ['/api/exposure?portfolio=main&as_of_time_us=yesterday', 'as_of_time_us'],
    ['/api/exposure?portfolio=main&min_position=elsewhere/0@1', 'min_position'],
    ['/api/exposure?portfolio=main&colour=red', 'colour'],
    [`/api/exposure?portfolio=${'x'.repeat(201)}`, 'portfolio'],
    ['/api/exposure?portfolio=main&portfolio=twin', 'portfolio'],
    ['/api/stream?portfolio=main&from=exposure/0', 'from'],
    ['/api/stream?portfolio=main&from=exposure/0@-1', 'from'],
    // These two are the risk service's own words.
    ['/api/explain?portfolio=main&component=colour', 'component'],
    ['/api/explain?portfolio=main&component=delta_usd&account=nobody', 'account_id'],
  ])('of %s is 400 and names %s', async (path, field) => {
    const answer = await ask(url + path, { token: viewer });
    expect([answer.status, errorOf(answer).field]).toEqual([400, field]);
  });

  it('of a command names the field of the body', async () => {
    const approve = (body: object): Promise<Asked> =>
      ask(`${url}/api/proposals/main%2Fdelta-band%2F1%2F1/approve`, {
        token: viewer,
        method: 'POST',
        headers: json,
        body: JSON.stringify(body),
      });
    expect(errorOf(await approve({})).field).toBe('payloadHash');
    expect(errorOf(await approve({ payloadHash: 'AB' })).field).toBe('payloadHash');
    expect(errorOf(await approve({ payloadHash: '0'.repeat(64), actor: 'anna' })).field).toBe('actor');
    // A viewer approves nothing, whatever it is.
    expect((await approve({ payloadHash: '0'.repeat(64) })).status).toBe(403);
  });

  it('is 401 for a token that has expired, in the words of the services', async () => {
    const answer = await ask(`${url}/api/portfolios`, { token: expired });
    expect([answer.status, errorOf(answer).message]).toEqual([
      401,
      'Expected a token that is still valid, it has expired.',
    ]);
    await expect(readStream(`${url}/api/stream?portfolio=main`, expired, () => true)).rejects.toThrow('was 401');
  });

  it('is the same for a portfolio of another tenant and for none at all', async () => {
    const stranger = await system.issuer.issue({
      subject: 'mal',
      tenant: 'desk-b',
      roles: ['viewer', 'approver'],
      ttlSeconds: 600,
    });
    for (const path of ['exposure', 'portfolio', 'history', 'breaches', 'proposals', 'stream']) {
      const [foreign, none] = [
        await ask(`${url}/api/${path}?portfolio=main`, { token: stranger }),
        await ask(`${url}/api/${path}?portfolio=nope`, { token: stranger }),
      ];
      expect([foreign.status, none.status], path).toEqual([404, 404]);
      expect(foreign.body.replaceAll('main', 'nope'), path).toBe(none.body);
    }
    expect(JSON.parse((await ask(`${url}/api/portfolios`, { token: stranger })).body)).toMatchObject({
      portfolios: [],
    });
  });
});

describe('the answers', () => {
  it('hold a history with one point a step', async () => {
    const { body } = await ask(`${url}/api/history?portfolio=main`, { token: viewer });
    const history = JSON.parse(body) as Record<'step' | 'timeUs' | 'priceUsd' | 'deltaUsd' | 'health', number[]> & {
      exposures: number;
      next: string;
    };
    expect(history.step).toEqual([1, 2, 3, 4, 5]);
    expect(history.exposures).toBe(5);
    expect(history.next).toMatch(/^exposure\/\d+@\d+$/);
    for (const column of [history.timeUs, history.priceUsd, history.deltaUsd, history.health])
      expect(column).toHaveLength(5);
    // The recorded pool of the day: 1,590 dollars at its lowest, 1,807 at its highest.
    for (const priceUsd of history.priceUsd) {
      expect(priceUsd).toBeGreaterThan(1_590);
      expect(priceUsd).toBeLessThan(1_808);
    }
  });

  it('are as of a time when they are asked to be', async () => {
    const newest = JSON.parse(
      (await ask(`${url}/api/exposure?portfolio=main`, { token: viewer })).body,
    ) as ExposureBody;
    const timeUs = BigInt(newest.exposure.cut.timeUs) - 1n;
    const before = JSON.parse(
      (await ask(`${url}/api/exposure?portfolio=main&as_of_time_us=${timeUs}`, { token: viewer })).body,
    ) as ExposureBody;
    expect([newest.exposure.sequence, before.exposure.sequence]).toEqual(['5', '4']);
  });

  it('explain a number down to its records', async () => {
    const { body } = await ask(`${url}/api/explain?portfolio=main&component=delta_usd`, { token: viewer });
    const explained = JSON.parse(body) as {
      value: number;
      formula: string;
      terms: { value: number; inputs: { source?: { topic: string } }[] }[];
    };
    expect(explained.formula).toContain('quantity');
    expect(explained.terms.reduce((sum, term) => sum + term.value, 0)).toBeCloseTo(explained.value, 6);
    expect(explained.terms.flatMap(({ inputs }) => inputs).some(({ source }) => source?.topic === 'portfolio')).toBe(
      true,
    );
  });
});

it('writes no token to the log', async () => {
  await ask(`${url}/api/portfolios?token=${viewer}`, { token: viewer });
  await ask(`${url}/api/portfolios`, { headers: { authorization: viewer } });
  expect(system.logLines.length).toBeGreaterThan(0);
  expect(system.logLines.filter((line) => /eyJ[\w-]+\./.test(line) || line.includes(viewer.split('.')[2]!))).toEqual(
    [],
  );
});

interface ExposureBody {
  readonly exposure: { readonly sequence: string; readonly cut: { readonly timeUs: string } };
}

function statusOfRawGet(path: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = createConnection(Number(port), hostname, () =>
      socket.end(`GET ${path} HTTP/1.1\r\nHost: page\r\nConnection: close\r\n\r\n`),
    );
    let answer = '';
    socket.on('data', (bytes) => (answer += bytes.toString('latin1')));
    socket.on('end', () => resolve(Number(answer.split(' ')[1])));
    socket.on('error', reject);
  });
}
