import type { PnlExplained, PnlTerms } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  type ExplainPnlResponse,
  type GetExposureResponse,
  type ListPnlResponse,
  RiskServiceClient,
} from '@gimbal/contracts/risk/v1/risk_service';
import { createInsecure } from '../../cluster/credentials.ts';
import { ParityInputError, type ParityOutcome, type ParitySuite } from '../paritySuite.ts';
import { replayInOne, type ReplayUp } from '../replay/replayRuns.ts';

const PORTFOLIOS = ['main', 'twin'] as const;
/** What the terms and the residual may miss the ledger's P&L by: half a cent. */
const CENT_USD = 0.005;
const RESIDUAL_SHARE_MAX = 0.01;
const ANSWER_MS_MAX = 300_000;

/** Every term by its name, so that a new one is not forgotten in the sum. */
const TERMS = [
  'deltaUsd',
  'gammaUsd',
  'vegaUsd',
  'thetaUsd',
  'higherOrdersUsd',
  'fundingUsd',
  'interestUsd',
  'lpFeesUsd',
  'impermanentLossUsd',
  'lvrUsd',
  'gasUsd',
  'slippageUsd',
  'tradingFeesUsd',
  'basisUsd',
  'liquidationUsd',
  'correctionsUsd',
] as const satisfies readonly (keyof PnlTerms)[];

/**
 * Replays a recording through all services in memory and asks risk why each portfolio's value changed, day by day: terms
 * and residual have to add up to the ledger's P&L to the cent, the residual has to be at most 1 % of the gross terms, one
 * day has to begin with the value with which the day before ended, and the value less its receivables has to be that of the
 * exposure. The day that the recording ends in is listed as open; the first day of the first portfolio is refolded between
 * its exposures too, which has to give the same numbers.
 */
const suite: ParitySuite = {
  async run(paths, print): Promise<ParityOutcome> {
    const [recording] = paths;
    if (recording === undefined || paths.length !== 1)
      throw new ParityInputError(`Expected one folder of a recording, were ${paths.length}.`);
    let matched = 0;
    let total = 0;
    let worst = { ratio: -1, name: 'nothing' };
    const startedMs = performance.now();
    await replayInOne({
      recording,
      log: 'memory',
      onStep: progressLines(print),
      after: async (up) => {
        print(`replayed in ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
        for (const portfolioId of PORTFOLIOS) {
          let endUsd: number | undefined;
          for (const { day, incidents, exposureUsd } of await daysOf(up, portfolioId, print)) {
            const faults = faultsOf(day, endUsd, exposureUsd);
            endUsd = day.endValueUsd;
            total++;
            if (faults.length === 0) matched++;
            const ratio = Math.abs(day.residualUsd) / day.grossUsd;
            const name = `${portfolioId} ${isoDay(day.fromTimeUs)} ${percent(ratio)}`;
            if (ratio > worst.ratio) worst = { ratio, name };
            printDay(day, incidents, faults, print);
          }
        }
      },
    });
    print(`${((performance.now() - startedMs) / 1000).toFixed(1)} s in all`);
    return { matched, total, tolerance: '1 % of gross', worst: worst.name };
  },
};

interface ExplainedDay {
  readonly day: PnlExplained;
  readonly incidents: number;
  /** Value of the exposure with which the day ends. */
  readonly exposureUsd: number;
}

/** A line as each day of the recording begins. */
function progressLines(print: (line: string) => void): (step: number, timeUs: bigint) => void {
  let day = '';
  return (step, timeUs) => {
    if (isoDay(timeUs) === day) return;
    day = isoDay(timeUs);
    print(`replays ${day}, from step ${step}`);
  };
}

async function daysOf(
  up: ReplayUp,
  portfolioId: string,
  print: (line: string) => void,
): Promise<readonly ExplainedDay[]> {
  const client = new RiskServiceClient(up.addresses.risk, createInsecure());
  try {
    const { periods, incidents, openPeriods } = await new Promise<ListPnlResponse>((resolve, reject) =>
      client.listPnl(
        { portfolioId, period: '', fromTimeUs: 0n, toTimeUs: 0n, minPosition: undefined },
        up.trader,
        { deadline: Date.now() + ANSWER_MS_MAX },
        (error, response) => (error === null ? resolve(response) : reject(error)),
      ),
    );
    const hours = periods.filter(({ period }) => period === 'hour');
    const worstHour = Math.max(...hours.map(({ residualUsd, grossUsd }) => Math.abs(residualUsd) / grossUsd));
    print(
      `${portfolioId}: ${hours.length} hours, worst residual ${percent(worstHour)}, ${incidents.length} incidents: ` +
        incidents.map(({ incidentId, suspects }) => `${incidentId} ${suspects[0]?.legId}`).join(', '),
    );
    const days = periods.filter(({ period }) => period === 'day');
    const found: ExplainedDay[] = [];
    for (const day of [...days, ...openPeriods.filter(({ period }) => period === 'day')]) {
      const ofDay = incidents.filter(({ period, pnlSequence }) => period === 'day' && pnlSequence === day.sequence);
      const exposureUsd = await exposureValueUsd(client, up, day);
      found.push({ day, incidents: ofDay.length, exposureUsd });
    }
    const again = days[0];
    if (again !== undefined && portfolioId === PORTFOLIOS[0]) {
      const refolded = await explained(client, up, portfolioId, again.fromExposureSequence, again.toExposureSequence);
      print(`${portfolioId}: day 1 refolded ${sameNumbers(again, refolded) ? 'to the same numbers' : 'DIFFERENTLY'}`);
      if (!sameNumbers(again, refolded)) found[0] = { ...found[0]!, day: { ...again, pnlUsd: Number.NaN } };
    }
    return found;
  } finally {
    client.close();
  }
}

function exposureValueUsd(
  client: RiskServiceClient,
  up: ReplayUp,
  { portfolioId, toTimeUs }: PnlExplained,
): Promise<number> {
  const asOf = { $case: 'asOfTimeUs' as const, value: toTimeUs };
  return new Promise<GetExposureResponse>((resolve, reject) =>
    client.getExposure(
      { portfolioId, asOf, minPosition: undefined },
      up.trader,
      { deadline: Date.now() + ANSWER_MS_MAX },
      (error, response) => (error === null ? resolve(response) : reject(error)),
    ),
  ).then(({ exposure }) => exposure!.total!.valueUsd);
}

function explained(
  client: RiskServiceClient,
  up: ReplayUp,
  portfolioId: string,
  fromExposureSequence: bigint,
  toExposureSequence: bigint,
): Promise<PnlExplained> {
  const request = { portfolioId, fromExposureSequence, toExposureSequence, fromTimeUs: 0n, toTimeUs: 0n };
  return new Promise<ExplainPnlResponse>((resolve, reject) =>
    client.explainPnl(request, up.trader, { deadline: Date.now() + ANSWER_MS_MAX }, (error, response) =>
      error === null ? resolve(response) : reject(error),
    ),
  ).then(({ explained: found }) => found!);
}

/** Sums over hours and over steps round differently: to a millionth of a dollar is the same. */
function sameNumbers(a: PnlExplained, b: PnlExplained): boolean {
  const near = (x: number, y: number): boolean => Math.abs(x - y) < 1e-6;
  return (
    near(a.pnlUsd, b.pnlUsd) && near(a.residualUsd, b.residualUsd) && TERMS.every((t) => near(a.terms![t], b.terms![t]))
  );
}

function faultsOf(day: PnlExplained, previousEndUsd: number | undefined, exposureUsd: number): string[] {
  const explainedUsd = TERMS.reduce((sum, term) => sum + day.terms![term], 0) + day.residualUsd;
  const ledgerUsd = day.endValueUsd - day.startValueUsd - day.flowsUsd;
  return [
    ...(Math.abs(explainedUsd - day.pnlUsd) < CENT_USD ? [] : [`terms and residual add up to ${usd(explainedUsd)}`]),
    ...(Math.abs(ledgerUsd - day.pnlUsd) < CENT_USD ? [] : [`the ledger says ${usd(ledgerUsd)}`]),
    ...(Math.abs(day.residualUsd) <= RESIDUAL_SHARE_MAX * day.grossUsd ? [] : ['the residual is more than 1 %']),
    ...(previousEndUsd === undefined || Math.abs(previousEndUsd - day.startValueUsd) < CENT_USD
      ? []
      : [`the day before ended with ${usd(previousEndUsd)}`]),
    ...(Math.abs(day.endValueUsd - day.endReceivablesUsd - exposureUsd) < CENT_USD
      ? []
      : [`the exposure's value is ${usd(exposureUsd)}`]),
  ];
}

function printDay(day: PnlExplained, incidents: number, faults: string[], print: (line: string) => void): void {
  const ratio = Math.abs(day.residualUsd) / day.grossUsd;
  print(
    `== ${day.portfolioId} ${isoDay(day.fromTimeUs)}, exposures ${day.fromExposureSequence} to ${day.toExposureSequence} ==`,
  );
  for (const term of TERMS) print(`  ${term.padEnd(20)} ${usd(day.terms![term])}`);
  print(`  ${'residual'.padEnd(20)} ${usd(day.residualUsd)}  ${percent(ratio)} of gross ${usd(day.grossUsd)}`);
  print(`  ${'ledger P&L'.padEnd(20)} ${usd(day.pnlUsd)}  flows ${usd(day.flowsUsd)}, incidents ${incidents}`);
  print(`  ${'end value'.padEnd(20)} ${usd(day.endValueUsd)}  of which receivables ${usd(day.endReceivablesUsd)}`);
  for (const fault of faults) print(`  WRONG: ${fault}`);
}

function usd(value: number): string {
  return value.toFixed(2).padStart(14);
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(4)} %`;
}

function isoDay(timeUs: bigint): string {
  return new Date(Number(timeUs / 1000n)).toISOString().slice(0, 10);
}

export default suite;
