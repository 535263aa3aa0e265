import { refold, rowsSha256, allRows } from '@gimbal/projection';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { riskStage } from './domain/riskStage.js';
import { openBooks } from './openBooks.sample.js';
import { PARTITIONS, runRecordedStages } from './recordedStages.sample.js';

const PORTFOLIOS = 1_000;
const SNAPSHOT_EVERY = 3;

let stages: Awaited<ReturnType<typeof runRecordedStages>>;

beforeAll(async () => {
  stages = await runRecordedStages(SNAPSHOT_EVERY);
  await stages.release(1_600);
  await openBooks(stages.risk, 'desk-a', PORTFOLIOS);
  for (const price of [1_601, 1_602, 1_603, 1_604]) await stages.release(price);
}, 120_000);

afterAll(() => stages.stop());

it('rebuilds a thousand portfolios from a snapshot to the rows that run, and from the first record', async () => {
  const captured = (await stages.risk.capture())!;
  const snapshot = (await stages.riskStore.loadSnapshot())!;
  expect(snapshot.checkpoint.step).toBe(SNAPSHOT_EVERY);
  const options = { stage: riskStage, log: stages.log, partitionCount: PARTITIONS, ownHeads: captured.checkpoint.own };
  const live = rowsSha256(captured.rows);
  const whole = await refold(options);
  const rest = await refold({ ...options, from: snapshot });
  expect(whole.fold.state.portfolios.size).toBe(PORTFOLIOS);
  expect(rowsSha256(allRows(whole.fold.tables))).toBe(live);
  expect(rowsSha256(allRows(rest.fold.tables))).toBe(live);
  expect(rest.events).toBeLessThan(whole.events);
}, 120_000);
