import { ExecutionServiceService } from '@gimbal/contracts/execution/v1/execution_service';
import { RiskServiceService } from '@gimbal/contracts/risk/v1/risk_service';
import { HEADER, headerOf, topicNames, topicsOwnedBy } from '@gimbal/contracts';
import { TailTopicResponse } from '@gimbal/contracts/ops/v1/ops_service';
import { recordsOf } from '@gimbal/all-in-one-service';
import { type Role, roles, rolesFor } from '@gimbal/runtime';
import { type Metadata, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badTokens, metadataOf } from './system/badTokens.ts';
import { callPair, callRaw, callUnary, openStream, type RawAnswer } from './system/callRaw.ts';
import { absentLike, CANARY, secretsIn, TENANT_A } from './system/canaries.ts';
import { croppedRecording } from './system/croppedRecording.ts';
import { fieldValuesOf } from './system/fieldValues.ts';
import { requestOf, withField } from './system/plainRequest.ts';
import { type PlainRequest, type ProtoMethod, protoMethods } from './system/protoMethods.ts';
import { reflectedServices } from './system/reflectedServices.ts';
import { startSystem, type System } from './system/startSystem.ts';
import { openTwoDesks, type TwoDesks } from './system/twoDesks.ts';
import { ask } from './system/unary.ts';

const PARTITIONS = 4;
/** A stream that is let in may have nothing to say; one that is refused ends long before this. */
const STREAM_MS = 3_000;
/** How long a stream of B stays open after A's has delivered. */
const STREAM_AFTER_MS = 300;
/** A stream of A that says nothing for so long has nothing to say. */
const STREAM_QUIET_MS = 1_000;
const IN_FLIGHT = 16;
const STREAM_WITHIN_MS = 15_000;

const methods = protoMethods();
const probes = { tokens: 0, roles: 0, foreignIds: 0, streams: 0, topics: 0 };

let system: System;
let desks: TwoDesks;

beforeAll(async () => {
  system = await startSystem(croppedRecording({ from: '21:37', to: '21:50' }));
  desks = await openTwoDesks(system);
});

afterAll(async () => {
  await system.stop();
  const total = Object.values(probes).reduce((sum, count) => sum + count, 0);
  const parts = Object.entries(probes).map(([name, count]) => `${name} ${count}`);
  console.log(`authorization: ${total} probes of ${methods.length} methods (${parts.join(', ')})`);
});

const addressOf = ({ target }: ProtoMethod): string => system.addressOf(target);
const baseRequest = (method: ProtoMethod): PlainRequest => requestOf(method, fieldValuesOf(method, desks, 0));

/** The base request; for a stream one that has something to say at once, so that being let in is seen without a wait. */
const telling = (method: ProtoMethod): PlainRequest =>
  (method.isStream ? streamRequests(method)[0] : undefined) ?? baseRequest(method);

/** Runs the probes a few at a time, in their order. */
async function inTurn<T>(inFlight: number, items: readonly T[], probe: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await probe(item);
    }),
  );
}

describe('every RPC of every service', () => {
  it('is known to the probes: the descriptors and what the servers reflect are the same', async () => {
    const targets = [...new Set(methods.map(({ target }) => target))];
    expect(targets).toHaveLength(5);
    for (const target of targets) {
      const known = methods.filter((method) => method.target === target).map(({ path }) => path.split('/')[1]!);
      const reflected = await reflectedServices(system.addressOf(target));
      expect(reflected.toSorted()).toEqual([...new Set(known), 'grpc.health.v1.Health'].toSorted());
    }
  });

  it('refuses whoever has no token, or one that is wrong in any way', async () => {
    const tokens = await badTokens(system);
    const wrong: string[] = [];
    await inTurn(
      IN_FLIGHT,
      methods.flatMap((method) => tokens.map((token) => ({ method, token }))),
      async ({ method, token }) => {
        probes.tokens++;
        const answer = await callRaw(addressOf(method), method, baseRequest(method), metadataOf(token), STREAM_MS);
        const isRefused = answer.code === status.UNAUTHENTICATED && answer.messages.length === 0;
        if (!isRefused || leaks(answer).length > 0) wrong.push(`${method.title}, ${token.why}: ${shown(answer)}`);
      },
    );
    expect(wrong).toEqual([]);
  });

  it('refuses every role that may not call it, and lets those in that may', async () => {
    const wrong: string[] = [];
    const holders = new Map<string, Metadata>();
    const holds: readonly (readonly Role[])[] = [[], ['root' as Role], ...roles.map((role) => [role])];
    for (const held of holds) holders.set(held.join(), await system.token('rita.roles', 'desk-r', held));
    await inTurn(
      IN_FLIGHT,
      methods.flatMap((method) => holds.map((held) => ({ method, held }))),
      async ({ method, held }) => {
        probes.roles++;
        const answer = await callRaw(addressOf(method), method, telling(method), holders.get(held.join())!, STREAM_MS);
        const allowed = rolesFor(method.path).some((role) => held.includes(role));
        const isRefused = answer.code === status.PERMISSION_DENIED && answer.messages.length === 0;
        if (isRefused === allowed) wrong.push(`${method.title} as "${held.join()}": ${shown(answer)}`);
      },
    );
    expect(wrong).toEqual([]);
  });
});

describe("another tenant's ids", () => {
  it('open nothing in any field of any request, and look like ids that nobody has', async () => {
    const ids = foreignIds();
    const wrong: string[] = [];
    let turn = 1;
    for (const method of methods) {
      // What B asks and what C and D command are apart, so that no answer holds what a probe itself has written; and C
      // and D go through the same history, so that they may be told the same.
      const [asks, asksForNobodys] = method.isCommand ? [desks.c, desks.d] : [desks.b, desks.b];
      await inTurn(
        method.isCommand ? 1 : IN_FLIGHT,
        method.stringFields.flatMap((field) => ids.map((id) => ({ field, id, turn: turn++ }))),
        async ({ field, id, turn: own }) => {
          probes.foreignIds += 2;
          const request = requestOf(method, fieldValuesOf(method, desks, own));
          const [foreign, absent] = await callPair(addressOf(method), method, [
            { request: withField(request, field, id), as: asks },
            { request: withField(request, field, absentLike(id)), as: asksForNobodys },
          ]);
          const told = `${method.title}, ${field.path.join('.')} = ${id}`;
          const leaked = leaks(foreign, id);
          if (leaked.length > 0) wrong.push(`${told}: shows ${leaked.join()}: ${shown(foreign)}`);
          if (without(foreign, id) !== without(absent, absentLike(id))) {
            wrong.push(`${told}: ${shown(foreign)}, but for nobody's ${shown(absent)}`);
          }
          if (foreign.code === status.INTERNAL || foreign.code === status.UNKNOWN)
            wrong.push(`${told}: ${shown(foreign)}`);
        },
      );
    }
    expect(wrong).toEqual([]);
  });

  it('stand in what A itself is told by the same requests, so that a leak could be seen', async () => {
    const telling: string[] = [];
    for (const method of methods.filter(({ isCommand, isStream }) => !isCommand && !isStream)) {
      if (!method.fieldNames.includes('portfolio_id')) continue;
      const request = { ...baseRequest(method), portfolio_id: CANARY.portfolio };
      const answer = await callUnary(addressOf(method), method, request, desks.a);
      // No account of theirs is at a venue that asks for margin: what AssessMargin has to say of it is a refusal.
      const expected = method.path.endsWith('/AssessMargin') ? status.INVALID_ARGUMENT : status.OK;
      expect(answer.code, method.title).toBe(expected);
      if (leaks(answer).length > 0) telling.push(method.path.split('/')[2]!);
    }
    expect(telling).toEqual(expect.arrayContaining(['GetPortfolio', 'GetExposure', 'ListBreaches', 'ListProposals']));
  });

  it('stay apart from the same ids of another tenant', async () => {
    const { risk, execution } = system.addresses;
    const main = { portfolioId: 'main', minPosition: undefined };
    const { portfolios } = await ask(risk, RiskServiceService.listPortfolios, { minPosition: undefined }, desks.b);
    expect(portfolios.map(({ portfolioId, name }) => [portfolioId, name])).toEqual([['main', 'Another book']]);
    const book = await ask(risk, RiskServiceService.getPortfolio, main, desks.b);
    expect(book.positions).toEqual([{ accountId: 'wallet', instrumentId: 'spot:WETH', quantity: '100' }]);
    expect(book.limits.map(({ limitId }) => limitId)).toEqual(['limit']);
    const { proposals } = await ask(
      execution,
      ExecutionServiceService.listProposals,
      { ...main, pendingOnly: false },
      desks.b,
    );
    expect([...new Set(proposals.map(({ made }) => made?.breachId))]).toEqual(['main/limit/1']);
  });

  it('say nothing as a position to wait for, or to look back from', async () => {
    const { topic, partition, offset } = desks.tradedAt;
    const position = { topic, partition, offset: offset.toString() };
    for (const method of methods.filter(({ isCommand, isStream }) => !isCommand && !isStream)) {
      for (const field of ['min_position', 'as_of_position'].filter((name) => method.fieldNames.includes(name))) {
        probes.foreignIds++;
        const answer = await callUnary(
          addressOf(method),
          method,
          { ...baseRequest(method), [field]: position },
          desks.b,
          2_000,
        );
        expect(leaks(answer), `${method.title}, ${field}`).toEqual([]);
      }
    }
  });
});

describe("another tenant's streams", () => {
  it('deliver nothing of A while A is told of it', async () => {
    const streams = methods
      .filter(({ isStream }) => isStream)
      .flatMap((method) => streamRequests(method).map((request) => ({ method, request })));
    const open = streams.map(({ method, request }) => ({
      method,
      request,
      ofA: openStream(addressOf(method), method, request, desks.a),
      ofB: openStream(addressOf(method), method, request, desks.b),
    }));
    await system.play(desks.lastStep + 4);
    const telling = new Set<string>();
    await Promise.all(
      open.map(async ({ method, request, ofA, ofB }) => {
        probes.streams++;
        const isTelling = (): boolean => ofA.messages.some((bytes) => secretsIn(bytes).length > 0);
        // A topic that holds no fact of any tenant has nothing that could leak.
        for (let count = 1; !isTelling() && (await ofA.atLeast(count, STREAM_QUIET_MS)); count++);
        const { topic } = request;
        if (isTelling()) telling.add(topic === undefined ? method.path.split('/')[2]! : `tail of ${topic as string}`);
        await ofB.atLeast(Infinity, STREAM_AFTER_MS);
        const [toldB] = await Promise.all([ofB.close(), ofA.close()]);
        expect(leaks(toldB, CANARY.portfolio), `${method.title} ${JSON.stringify(request)}`).toEqual([]);
      }),
    );
    expect([...telling].toSorted()).toEqual(
      expect.arrayContaining([
        'WatchChanges',
        'WatchExecution',
        'WatchExposure',
        'tail of execution',
        'tail of exposure',
        'tail of governance',
        'tail of portfolio',
      ]),
    );
  });

  it("tail no record of any topic that carries A's tenant, on whichever service", async () => {
    const tails = methods.filter(({ path }) => path.endsWith('/TailTopic'));
    let hidden = 0;
    for (const topic of topicNames) {
      const idsOfA = new Set<string>();
      for (let partition = 0; partition < PARTITIONS; partition++) {
        for await (const records of recordsOf(system.app.log, topic, partition)) {
          for (const record of records) {
            if (headerOf(record, HEADER.tenant) === TENANT_A) idsOfA.add(headerOf(record, HEADER.id) ?? '');
          }
        }
      }
      hidden += idsOfA.size;
      for (const method of tails) {
        probes.topics++;
        const stream = openStream(addressOf(method), method, { topic, follow: false }, desks.b);
        await stream.atLeast(Infinity, STREAM_WITHIN_MS);
        const answer = await stream.close();
        const seen = answer.messages.map((bytes) => TailTopicResponse.decode(bytes).id);
        expect(answer.code, `${topic} on ${method.target}`).toBe(status.OK);
        expect(leaks(answer), `${topic} on ${method.target}`).toEqual([]);
        expect(seen.filter((id) => idsOfA.has(id))).toEqual([]);
        expect(seen.length, `${topic} on ${method.target}`).toBeGreaterThan(0);
      }
    }
    expect(hidden).toBeGreaterThan(50);
  });
});

/** A's names, alone and as the keys under which the log and the projections hold them. */
function foreignIds(): readonly string[] {
  const { portfolio, child, wallet, trade, limit, request, reason, name } = CANARY;
  const keys = [portfolio, child].flatMap((id) => [`${TENANT_A}/${id}`, `../${TENANT_A}/${id}`, `${TENANT_A}|${id}`]);
  return [
    portfolio,
    child,
    wallet,
    trade,
    limit,
    `${request}-child`,
    reason,
    name,
    ...keys,
    ...desks.madeIds.filter((id) => id.includes('cnry')),
    TENANT_A,
    `${TENANT_A}/${request}`,
  ];
}

/** The requests by which a stream could show A's book: from its first record, for each topic of the service. */
function streamRequests(method: ProtoMethod): readonly PlainRequest[] {
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);
  const from = (topic: string) => partitions.map((partition) => ({ topic, partition, offset: '0' }));
  if (method.path.endsWith('/TailTopic')) return topicsOwnedBy(method.target).map((topic) => ({ topic, follow: true }));
  if (method.path.endsWith('/WatchChanges')) return [{ from: from('governance') }];
  if (/\/Watch(?:Marks|Surface)$/.test(method.path)) return [{ underlying: '', from: from('marks.kept') }];
  return [
    {
      ...baseRequest(method),
      ...(method.fieldNames.includes('portfolio_id') ? { portfolio_id: CANARY.portfolio } : {}),
    },
  ];
}

/** A's secrets in anything that came back. The probe's own text may be repeated to whoever sent it. */
function leaks({ details, messages, trailers }: RawAnswer, probe?: string): readonly string[] {
  const told = Buffer.concat([Buffer.from(details), Buffer.from('\n'), ...trailers, Buffer.from('\n'), ...messages]);
  const text = probe === undefined ? told : Buffer.from(told.toString('latin1').replaceAll(probe, '<probe>'), 'latin1');
  return secretsIn(text);
}

/** Code and words of an answer without the id that it was asked about, and without the probe's own new names. */
function without({ code, details }: RawAnswer, id: string): string {
  return `${status[code]}: ${details}`.replaceAll(id, '<id>').replaceAll(/-\d+\b/g, '-N');
}

function shown({ code, details, messages }: RawAnswer): string {
  return `${status[code]} "${details}" with ${messages.length} messages`;
}
