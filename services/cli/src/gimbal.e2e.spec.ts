import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createDevIssuer } from '@gimbal/runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Services } from './connection/services.js';
import { SERVICES } from './connection/connectionOptions.js';
import { type Ended, eventually, runGimbal, type Started, startGimbal } from './gimbalProcess.scenario.js';

const START_WITHIN_MS = 60_000;
const FREE_PORTS = SERVICES.flatMap((service) => [`--port-${service}`, '0']);

/** A desk that holds the first eleven minutes of 17 August 2023, and every command that one can give it. */
describe('gimbal, against a running desk', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-e2e-'));
  const data = join(folder, 'data');
  const sessionFile = join(folder, '.gimbal', 'session.json');
  let desk: Started;

  const gimbal = (...words: string[]): Promise<Ended> => runGimbal(words, { cwd: folder });
  const json = async (...words: string[]): Promise<Record<string, unknown>> => {
    const { code, out, err } = await gimbal(...words, '--json');
    expect([code, err]).toEqual([0, '']);
    return JSON.parse(out) as Record<string, unknown>;
  };
  const session = () =>
    JSON.parse(readFileSync(sessionFile, 'utf8')) as {
      addresses: Record<(typeof SERVICES)[number], string>;
      tokens: Record<'trader' | 'operator', string>;
    };

  beforeAll(async () => {
    desk = startGimbal(
      [
        'start',
        '--log',
        'memory',
        '--interactive',
        '--fast',
        '--until',
        '00:10',
        '--no-console',
        '--data',
        data,
        ...FREE_PORTS,
      ],
      {
        cwd: folder,
      },
    );
    const seen = (): string => desk.output.out + desk.output.err;
    await eventually(
      START_WITHIN_MS,
      () => (desk.output.out.includes('stays up until Ctrl-C') ? true : undefined),
      seen,
    );
  }, START_WITHIN_MS);

  afterAll(async () => {
    desk.child.kill('SIGKILL');
    await desk.ended;
    rmSync(folder, { recursive: true, force: true });
  });

  it('says what is assumed before, and the summary after', () => {
    const { out } = desk.output;
    expect(out).toMatch(/Assumed {3}USDC is worth 1\.00 USD at all times/);
    expect(out.indexOf('Assumed')).toBeLessThan(out.indexOf('== On-chain markets of 17 August 2023 =='));
    expect(out).toContain('left to the reader');
    expect(desk.output.err).toBe('');
    expect(statSync(sessionFile).mode & 0o777).toBe(0o600);
  });

  it('shows exposures now, then, and by every grouping', async () => {
    const { out } = await gimbal('exposure', 'main');
    // The recorded row of 00:10 closes at tick 201329, and 1e12 / 1.0001^201329 is 1806.466.
    expect(out).toContain('main at 2023-08-17 00:10:00 UTC, step 11, ETH at $1,806.47');
    expect(out).toMatch(/^total .*\$2,169,4\d\d/m);
    expect((await gimbal('exposure', 'main', '--by', 'account')).out).toMatch(/^aave:main /m);
    expect((await gimbal('exposure', 'main', '--by', 'chain')).out).toMatch(/^polygon /m);
    expect((await gimbal('exposure', 'main', '--as-of', '00:05')).out).toContain('main at 2023-08-17 00:05:00 UTC');
    expect((await gimbal('exposure', 'main', '--as-of', '2023-08-17T00:05:59')).out).toContain(
      'main at 2023-08-17 00:05:00 UTC',
    );
    const { position } = await json('exposure', 'main', '--as-of', '00:05');
    const { topic, partition, offset } = position as { topic: string; partition?: number; offset: string };
    const then = await gimbal('exposure', 'main', '--as-of', `${topic}/${partition ?? 0}@${offset}`);
    expect(then.out).toContain('main at 2023-08-17 00:05:00 UTC');
    const before = await gimbal('exposure', 'main', '--as-of', '2023-08-16T00:00');
    expect([before.code, before.err]).toEqual([
      1,
      'risk: Expected an exposure of the portfolio up to there, found none.\n',
    ]);
  });

  it('shows marks with whose they are and how far they can be trusted', async () => {
    const { out } = await gimbal('marks');
    // The pool, seen in the minute that it marks, and the oracle agrees: three quarters of its trust.
    expect(out).toMatch(/^spot:WETH +\$1,806\.47 .* 75 % +pool:uniswap-v3:polygon:usdc-weth-005$/m);
    // Nobody recorded a volatility: 0.3 of trust for a flat one, a half of it alone, a half of that assumed, in 255 parts.
    expect(out).toMatch(/^option:.* 7 % +flat_vol:assumed:vol:ETH \(alone\)$/m);
    const missing = await gimbal('marks', 'spot:DOGE');
    expect([missing.code, missing.err]).toEqual([1, expect.stringContaining('spot:DOGE')]);
  });

  it('shows the health of feeds, and ends with 1 while one is stale', async () => {
    const { code, out } = await gimbal('feeds');
    expect(code).toBe(1);
    expect(out).toMatch(/^feed +age +limit +lag +seen +gaps +deviation +dropped +now$/m);
    // At 00:10 the pool has just been seen, and the oSQTH pool not since 20:42 the day before.
    expect(out).toMatch(/^uniswap-v3:polygon:usdc-weth-005 +0 s +600 s +0\.000 s +\d+ +0$/m);
    const { out: faulty } = await gimbal('feeds', '--faulty');
    expect(faulty.trimEnd().split('\n').slice(1)).toEqual([
      expect.stringMatching(/^uniswap-v3:ethereum:weth-osqth-030 .* stale$/),
    ]);
  });

  it('says that a recording without options has no surface', async () => {
    const { code, err } = await gimbal('surface', 'ETH');
    expect([code, err.split('\n')[0]]).toEqual([
      1,
      'No option quotes are recorded for ETH in this log, so it has no surface.',
    ]);
    expect(err).toContain('an assumed flat volatility');
    const recording = /--recording (\S+)/.exec(err)?.[1] ?? '';
    expect(existsSync(resolve(import.meta.dirname, '../../..', recording, 'recording.json'))).toBe(true);
  });

  it('says that a time is still to come', async () => {
    const { code, out } = await gimbal('exposure', 'main', '--as-of', '21:45');
    expect(code).toBe(0);
    expect(out.split('\n').slice(0, 2)).toEqual([
      '21:45 is not reached yet; this is 00:10:00.',
      expect.stringContaining('main at 2023-08-17 00:10:00 UTC'),
    ]);
    expect((await gimbal('exposure', 'main', '--as-of', '00:05')).out).not.toContain('not reached');
  });

  it('has nothing left to read when all is played', async () => {
    const lags = async () => {
      const standings = (await json('health')) as Record<
        string,
        { streams: { topic: string; nextOffset?: string; headOffset?: string }[] }
      >;
      return Object.entries(standings).flatMap(([service, { streams }]) =>
        streams
          .filter(({ nextOffset, headOffset }) => nextOffset !== headOffset)
          .map(({ topic, nextOffset, headOffset }) => `${service} ${topic} ${nextOffset} of ${headOffset}`),
      );
    };
    let last: string[] = [];
    // Seals are read a moment after they are written.
    await eventually(
      20_000,
      async () => ((last = await lags()).length === 0 ? true : undefined),
      () => last.join('\n'),
    );
  });

  it('books a trade once, corrects it, and says which field is wrong', async () => {
    const trade = [
      '--portfolio',
      'main',
      '--account',
      'paper:main',
      '--instrument',
      'perp:paper:ETH-USD',
      '--price',
      '1800',
    ];
    const booked = await gimbal('book', ...trade, '--quantity', '-2', '--trade-id', 'e2e-1');
    expect([booked.code, booked.err]).toEqual([0, '']);
    expect(booked.out).toMatch(/^Booked trade e2e-1 at portfolio\/\d@\d+; the portfolio is at version \d+\.\n$/);
    const again = await gimbal('book', ...trade, '--quantity', '-2', '--trade-id', 'e2e-1');
    expect([again.code, again.err]).toEqual([
      1,
      'risk: Expected a new trade of paper, e2e-1 is booked. (field venue_trade_id)\n',
    ]);
    const wrong = await gimbal('book', ...trade, '--quantity', 'two');
    expect(wrong.err).toContain('(field quantity)');
    const nowhere = await gimbal('book', ...trade.with(3, 'paper:twin'), '--quantity', '1');
    expect(nowhere.err).toContain('Expected --account with one of wallet:main');
    const corrected = await gimbal(
      'book',
      '--correct',
      'e2e-1',
      '--portfolio',
      'main',
      '--venue',
      'paper',
      '--quantity',
      '0',
      '--reason',
      'never was',
    );
    expect(corrected.out).toMatch(/^Corrected trade e2e-1/);
    const tailed = await gimbal('tail', 'portfolio', '--json');
    const corrections = tailed.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; value: Record<string, string> });
    expect(corrections.at(-1)).toMatchObject({
      type: 'gimbal.risk.v1.TradeCorrected',
      value: { venueTradeId: 'e2e-1', quantity: '0', correctedBy: 'tess.trader' },
    });
  });

  it('asks a trade back only of who may', async () => {
    const trade = [
      '--portfolio',
      'main',
      '--account',
      'paper:main',
      '--instrument',
      'spot:WETH',
      '--quantity',
      '1',
      '--price',
      '1',
    ];
    const { code, err } = await gimbal('book', ...trade, '--as', 'viewer');
    expect(code).toBe(1);
    expect(err).toBe(
      'risk: Expected a role that may call /gimbal.risk.v1.RiskService/BookTrade: one of trader may. ' +
        'You are vera.viewer (viewer). Choose another principal with --as or --token.\n',
    );
  });

  it('believes no expired token, no stranger, and shows nothing of another tenant', async () => {
    const issuer = await createDevIssuer(join(data, 'issuer'));
    const bearer = { subject: 'ann', tenant: 'desk-a', roles: ['viewer'] as const };
    const expired = await gimbal('exposure', 'main', '--token', await issuer.issue({ ...bearer, ttlSeconds: -60 }));
    expect([expired.code, expired.err]).toEqual([
      1,
      'risk: Expected a token that is still valid, it has expired. You are ann (viewer). Give another with --token or GIMBAL_TOKEN.\n',
    ]);
    const stranger = await createDevIssuer();
    const forged = await gimbal('exposure', 'main', '--token', await stranger.issue({ ...bearer, ttlSeconds: 60 }));
    expect([
      forged.code,
      forged.err.startsWith("risk: Expected a token signed with one of the issuer's keys."),
    ]).toEqual([1, true]);
    const foreign = await issuer.issue({ ...bearer, tenant: 'desk-b', ttlSeconds: 60 });
    const hidden = await gimbal('exposure', 'main', '--token', foreign);
    expect([hidden.code, hidden.err]).toEqual([
      1,
      'risk: Expected a portfolio of yours, found none with the id "main". (field portfolio_id)\n',
    ]);
    expect((await gimbal('tail', 'exposure', '--token', foreign)).out).toBe('');
  });

  it('tails a topic, from the head too, until it is told to stop', async () => {
    const all = await gimbal('tail', 'exposure');
    expect(all.out.split('\n').filter((line) => line.includes(' ExposureCalculated '))).toHaveLength(22);
    expect(all.out).not.toContain('StepEnded');
    expect((await gimbal('tail', 'exposure', '--control')).out).toContain('StepEnded');
    expect((await gimbal('tail', 'exposure', '--from-head')).out).toBe('');
    const following = startGimbal(['tail', 'exposure', '--follow'], { cwd: folder });
    await eventually(
      20_000,
      () => (following.output.out.includes('ExposureCalculated') ? true : undefined),
      () => following.output.err,
    );
    following.child.kill('SIGINT');
    expect((await following.ended).code).toBe(0);
  });

  it('shows where each service stands', async () => {
    const { code, out } = await gimbal('health');
    expect(code).toBe(0);
    for (const service of SERVICES)
      expect(out).toMatch(new RegExp(`^${service} +serving +11 +2023-08-17 00:10:00 `, 'm'));
    expect((await gimbal('health', '--streams')).out).toMatch(/^risk +marks\.kept\/0 +\d+ +\d+ +\d+$/m);
    const half = await gimbal('health', '--address-pricing', '127.0.0.1:1');
    expect(half.code).toBe(1);
    expect(half.out).toContain('Expected pricing to answer at 127.0.0.1:1, it does not.');
  });

  it('refolds an exposure, checks the seals, and notices heads that the log does not lead to', async () => {
    await eventually(
      20_000,
      async () => (Number((await seals()).sealedRecords) > 0 ? true : undefined),
      () => 'no seal',
    );
    const exported = await gimbal('verify', '--export-heads', 'heads.json');
    expect([exported.code, exported.err]).toEqual([0, '']);
    expect(exported.out).toMatch(/^exposure {2}main at step 11 \(00:10:00\): identical/m);
    expect(exported.out).toMatch(/^exposure {2}twin at step 11 \(00:10:00\): identical/m);
    expect((await gimbal('verify', 'main', '--sequence', '5', '--heads', 'heads.json')).out).toMatch(
      /main at step 5 .*\n(.*\n)*Sound: /,
    );

    const heads = JSON.parse(readFileSync(join(folder, 'heads.json'), 'utf8')) as {
      services: { risk: { heads: { topic: string; sealedToOffset: string; endHash: string }[] } };
    };
    const sealed = heads.services.risk.heads.find(
      ({ topic, sealedToOffset }) => topic === 'exposure' && Number(sealedToOffset) > 0,
    )!;
    sealed.endHash = Buffer.alloc(32, 7).toString('base64');
    writeFileSync(join(folder, 'forged.json'), JSON.stringify(heads));
    const forged = await gimbal('verify', 'main', '--heads', 'forged.json');
    expect(forged.code).toBe(1);
    expect(forged.out).toContain('NOT sound');
    expect(forged.out).toMatch(/^ +exposure\/\d@\d+: /m);
  });

  async function seals(): Promise<{ sealedRecords: string }> {
    const { seals } = (await json('verify', 'main')) as { seals: { service: string; sealedRecords?: string }[] };
    return { sealedRecords: seals.find(({ service }) => service === 'risk')?.sealedRecords ?? '0' };
  }

  it('rebuilds a service beside itself, and swaps', async () => {
    const { code, out } = await gimbal('rebuild', 'risk', '--swap');
    expect(code).toBe(0);
    expect(out).toMatch(/risk: folded [\d,]+ events to step 11 .*\n.*\n.*\n {2}identical, swapped in\n/);
    expect((await gimbal('exposure', 'main')).out).toContain('step 11');
    const { code: refused, err } = await gimbal('rebuild', 'risk', '--as', 'trader');
    expect([refused, err.includes('one of operator may')]).toEqual([1, true]);
  });

  it('shows a proposal before it approves it, and the fill that follows', async () => {
    const { addresses, tokens } = session();
    const trader = new Services({ addresses, token: tokens.trader });
    const operator = new Services({ addresses, token: tokens.operator });
    // The book stands about 9,600 USD short at 00:10: a band of 1,000 breaks at the next step.
    const limit = { limitId: 'tight', component: 1, accountId: '', level: '1000', closeLevel: '500', target: '0' };
    await trader.ask('risk', trader.risk, trader.risk.setLimit, {
      requestId: 'e2e-limit',
      portfolioId: 'main',
      expectedVersion: undefined,
      ...limit,
      path: '',
      scope: undefined,
      severity: 0,
      side: 0,
    });
    const release = (step: bigint) =>
      operator.ask('ingestion', operator.ingestion, operator.ingestion.releaseSteps, { throughStep: step });
    const stateOf = async (wanted: string): Promise<string> =>
      eventually(
        20_000,
        async () => {
          const proposals = (await json('proposals')) as unknown as { state: string; made: { proposalId: string } }[];
          return proposals.find(({ state }) => state === `PROPOSAL_STATE_${wanted}`)?.made.proposalId;
        },
        () => `no ${wanted} proposal`,
      );
    expect((await gimbal('proposals')).out).toBe('Nothing was proposed.\n');
    await release(13n);
    const id = await stateOf('PENDING');

    const own = await gimbal('approve', id, '--yes', '--as', 'trader');
    expect([own.code, own.err.includes('one of approver may')]).toEqual([1, true]);
    const unsure = await gimbal('approve', id);
    expect([unsure.code, unsure.err]).toEqual([2, 'Expected somebody to confirm at a terminal, or --yes.\n']);
    const unknown = await gimbal('approve', 'nothing', '--yes');
    expect([unknown.code, unknown.err]).toEqual([
      1,
      `Expected a proposal of yours, was "nothing"; pending are ${id}.\n`,
    ]);

    const approved = await gimbal('approve', id, '--yes');
    expect([approved.code, approved.err]).toEqual([0, '']);
    expect(approved.out).toMatch(
      / {2}action {4}buy [\d.]+ perp:paper:ETH-USD on paper at [\d,.]+ USDC or better for paper:main/,
    );
    expect(approved.out).toMatch(/ {2}hash {6}[0-9a-f]{64}\n/);
    expect(approved.out).toMatch(/\nApproved as anna\.approver, at execution\/\d@\d+\.\n$/);
    const twice = await gimbal('approve', id, '--yes');
    expect([twice.code, twice.err]).toEqual([1, 'Expected a pending proposal, it is approved.\n']);

    await release(16n);
    expect(await stateOf('FILLED')).toBe(id);
    const late = await gimbal('refuse', id, '--reason', 'too late');
    expect([late.code, late.err.includes('Expected a pending proposal, was filled')]).toEqual([1, true]);
    trader.close();
    operator.close();
  });

  it('has a limit changed by two, a waiver granted by another, and a failure assessed', async () => {
    const words = ['--level', '5000', '--close', '4000', '--target', '0', '--severity', 'soft', '--side', 'size'];
    const set = await gimbal('limit', 'set', 'main', 'theta', 'theta_usd_per_day', ...words);
    expect([set.code, set.err]).toEqual([0, '']);
    expect(set.out).toMatch(
      /^Set theta of main as tess\.trader, at portfolio\/\d@\d+; it is judged at the next step\.\n$/,
    );
    const proposing = ['limit', 'propose', 'main', 'theta', '--level', '6000', '--reason', 'more options'];
    const proposed = await gimbal(...proposing);
    expect([proposed.code, proposed.err]).toEqual([0, '']);
    const changeId = /gimbal limit approve (\S+)\.\n/.exec(proposed.out)![1]!;
    expect(changeId).toBe('main/theta/change/1');
    // Who proposes may not approve: the demo's trader hasn't got the role, and the service would know the subject.
    expect((await gimbal('limit', 'approve', changeId, '--yes', '--as', 'viewer')).code).toBe(1);
    const unsure = await gimbal('limit', 'approve', changeId);
    expect([unsure.code, unsure.err]).toEqual([2, 'Expected somebody to confirm at a terminal, or --yes.\n']);
    const approved = await gimbal('limit', 'approve', changeId, '--yes', '--as', 'approver');
    expect([approved.code, approved.err]).toEqual([0, '']);
    expect(approved.out).toMatch(/ {2}level {5}5,000 to 6,000\n {2}by {8}tess\.trader: more options\n/);
    expect(approved.out).toMatch(/\nApproved as anna\.approver, at portfolio\/\d@\d+\.\n$/);
    expect((await gimbal('limits', 'main')).out).toMatch(/^theta +theta_usd_per_day +soft +± 6,000 /m);
    expect((await gimbal('limit', 'approve', changeId, '--yes')).err).toBe(
      `Expected a change of main that is under way, was "${changeId}"; none is.\n`,
    );
    await gimbal('limit', 'propose', 'main', 'theta', '--remove', '--reason', 'enough');
    const refused = await gimbal('limit', 'refuse', 'main/theta/change/2', '--reason', 'not today');
    expect([refused.code, refused.out.startsWith('Refused as anna.approver')]).toEqual([0, true]);

    const waiver = ['waiver', 'request', 'main', 'theta', '--level', '9000', '--reason', 'expiry'];
    const late = await gimbal(...waiver, '--until', '00:01');
    expect([late.code, late.err]).toEqual([
      1,
      expect.stringMatching(
        /after the domain clock, 2023-08-17T00:\d\d:00Z, was 2023-08-17T00:01:00Z\. \(field expires_at_us\)/,
      ),
    ]);
    const asked = await gimbal(...waiver, '--until', '12:00');
    expect(asked.out).toMatch(/^Asked for main\/theta\/waiver\/1 until 2023-08-17 12:00:00 as tess\.trader/);
    const granted = await gimbal('waiver', 'grant', 'main/theta/waiver/1', '--yes');
    expect(granted.out).toMatch(/ {2}level {5}6,000 to 9,000\n[^]*\nGranted as anna\.approver/);
    expect((await gimbal('limits', 'main')).out).toContain(
      'theta: waived to 9,000 until 2023-08-17 12:00:00, in force',
    );
    const ended = await gimbal('waiver', 'end', 'main/theta/waiver/1', '--reason', 'done');
    expect([ended.code, ended.out.startsWith('Ended as anna.approver')]).toEqual([0, true]);

    const failed = await gimbal('fail', 'main', 'issuer=Circle');
    expect([failed.code, failed.err]).toEqual([0, '']);
    expect(failed.out).toMatch(/^leg +of +because of +value +survives +after +lost$/m);
    expect(failed.out).toMatch(/^spot:USDC +wallet:main +issuer Circle +\$[\d,]+ +0\.0 % +\$0 +\$[\d,]+$/m);
    const legs = [...failed.out.matchAll(/^(\S+ +\S+) +issuer Circle/gm)].map(([, leg]) => leg);
    expect(new Set(legs).size).toBe(legs.length);
    const unknown = await gimbal('fail', 'main', 'issuer=Nobody');
    expect([unknown.code, unknown.err]).toEqual([
      1,
      expect.stringMatching(/, one of .*Circle.*, was "Nobody"\. \(field failed\[0\]\.name\)/),
    ]);
    expect((await gimbal('fail', 'main', 'issuer=Circle', 'protocol=Aave')).code).toBe(0);
  });

  it('tries what a loan allows, and says that a place is still to come', async () => {
    const tooMuch = await gimbal('margin', 'main', 'aave:main', '--trade', 'WETH=-5000');
    expect([tooMuch.code, tooMuch.err]).toEqual([
      1,
      expect.stringMatching(
        /Expected at most 1000[\d.]* WETH of what is supplied, was 5000\. .*\(field trades\[0\]\.quantity\)/,
      ),
    ]);
    expect((await gimbal('margin', 'main', 'aave:main', '--trade', 'USDC=99999999999')).out).toContain('no debt left');
    const fallen = await gimbal('margin', 'main', 'aave:main', '--price', 'WETH=1500');
    expect(fallen.out).toMatch(/after: .*already beyond: liquidated at \$1,5\d\d\.\d\d \([\d.]+ % above\)/);
    const { position } = await json('exposure', 'main');
    const { topic, partition } = position as { topic: string; partition?: number };
    const ahead = await gimbal('exposure', 'main', '--as-of', `${topic}/${partition ?? 0}@99999999`);
    expect(ahead.out).toMatch(
      /^No exposure has reached \S+@99999999 yet; this is the newest, exposure\/\d@\d+\.\nmain at /,
    );
  });

  it('stops on a signal, in an orderly way, and takes its session along', async () => {
    desk.child.kill('SIGTERM');
    const { code, err } = await desk.ended;
    expect(code).toBe(0);
    // The swap above is worth a warning; nothing else was.
    expect(err.split('\n').filter((line) => line !== '' && !line.includes('The projection was swapped'))).toEqual([]);
    expect(() => statSync(sessionFile)).toThrow(/ENOENT/);
    const { code: after, err: words } = await gimbal('exposure', 'main');
    expect([after, words.startsWith('Expected a token: with --token, in GIMBAL_TOKEN, or in ')]).toEqual([2, true]);
  });
});
