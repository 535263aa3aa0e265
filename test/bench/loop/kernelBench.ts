import type { Event, TopicName } from '@gimbal/contracts';
import { event, packDoubles } from '@gimbal/contracts';
import { InstrumentListed, MarksPublished } from '@gimbal/contracts/pricing/v1/mark_events';
import { AccountAttached, PortfolioOpened, TradeBooked } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { Draft } from '@gimbal/projection';
import { createBlack76Book } from '@gimbal/quant';
import { riskStage, type RiskState } from '@gimbal/risk-service';
import type { Aim } from '../bench.ts';
import { figure, median, tableLines, timed } from '../measure.ts';
import { seededRandom } from '../../seededRandom.ts';

const OPTIONS = 100_000;
const OPTIONS_MS = 2;
const PORTFOLIOS = 10_000;
const POSITIONS_PER_PORTFOLIO = 50;
const PORTFOLIOS_MS = 5;
const INSTRUMENTS = 1_000;
const ROUNDS = 15;
const TENANT = 'desk-a';
const STEP_US = 1_000_000n;

/** What a tick costs where nothing waits for a log: the Greeks of many options, and many books at once. */
export async function kernelBench(size: number, print: (line: string) => void): Promise<Aim[]> {
  const scale = Math.min(1, size / 1_000_000);
  const optionMs = await black76Milliseconds(Math.ceil(OPTIONS * scale));
  const portfolios = Math.ceil(PORTFOLIOS * scale);
  const tickMs = await revaluationMilliseconds(portfolios);
  // Smaller runs are held against a smaller limit.
  const limits = [OPTIONS_MS * scale, PORTFOLIOS_MS * scale] as const;
  const rows = [
    ['', 'size', 'best ms of CPU', 'median', 'limit ms', 'best ÷ limit'],
    row('Black-76, price and all Greeks', `${Math.ceil(OPTIONS * scale)} options`, optionMs, limits[0]),
    row(
      'one tick through risk (marks folded, every exposure decided)',
      `${portfolios} portfolios of ${POSITIONS_PER_PORTFOLIO}`,
      tickMs,
      limits[1],
    ),
  ];
  for (const line of tableLines(rows)) print(line);
  return [
    {
      aim: `${OPTIONS.toLocaleString('en')} options with all Greeks in ${OPTIONS_MS} ms`,
      found: `${figure(Math.min(...optionMs) / scale, 1)} ms`,
      met: Math.min(...optionMs) <= limits[0],
      note: 'In the precise mode; `bench pricing` has the fast one, the peers, and what neighbours on the same core cost.',
    },
    {
      aim: `one tick through ${PORTFOLIOS.toLocaleString('en')} portfolios of ${POSITIONS_PER_PORTFOLIO} positions in ${PORTFOLIOS_MS} ms`,
      found: `${figure(Math.min(...tickMs) / scale, 0)} ms`,
      met: Math.min(...tickMs) <= limits[1],
      note: 'This is with a whole exposure message for every portfolio, as each kept frame makes them official; `bench risk` has the revaluation alone, and what the messages take.',
    },
  ];
}

function row(name: string, size: string, milliseconds: readonly number[], limitMs: number): string[] {
  const best = Math.min(...milliseconds);
  return [
    name,
    size,
    figure(best, 2),
    figure(median(milliseconds), 2),
    figure(limitMs, 2),
    `${figure(best / limitMs, 1)} ×`,
  ];
}

async function black76Milliseconds(options: number): Promise<number[]> {
  const random = seededRandom(76);
  const book = createBlack76Book(options);
  const { inputs } = book;
  for (let i = 0; i < options; i++) {
    inputs.forward[i] = 1_700 * (0.9 + 0.2 * random());
    inputs.strike[i] = 1_700 * (0.5 + random());
    inputs.tauYears[i] = 0.002 + random();
    inputs.vol[i] = 0.2 + random();
    inputs.isPut[i] = random() < 0.5 ? 1 : 0;
  }
  // The clock of the processor steps by up to four milliseconds, so a round has several passes.
  const passes = Math.max(1, Math.ceil(500_000 / options));
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const { cpuSeconds } = await timed(() => {
      for (let pass = 0; pass < passes; pass++) book.price();
    });
    rounds.push((cpuSeconds * 1e3) / passes);
  }
  if (book.outputs.reason.some((reason) => reason !== 0)) throw new Error('Expected every option to be valued.');
  return rounds;
}

async function revaluationMilliseconds(portfolios: number): Promise<number[]> {
  const { step } = openBooks(portfolios);
  const rounds: number[] = [];
  for (let number = 1; number <= ROUNDS; number++) {
    const { cpuSeconds, result } = await timed(step(number));
    if (result.length !== portfolios) throw new Error(`Expected ${portfolios} exposures, was ${result.length}.`);
    rounds.push(cpuSeconds * 1e3);
  }
  return rounds;
}

export interface OpenBooks {
  readonly state: RiskState;
  readonly fold: Fold;
  /** Makes the marks of a step; what it returns folds them and decides. */
  step(number: number): () => readonly Draft[];
}

/** Risk's stage with as many portfolios of 50 options each. */
export function openBooks(portfolios: number): OpenBooks {
  const state = riskStage.createState();
  const fold = folder(state);
  for (let index = 0; index < INSTRUMENTS; index++) {
    fold(
      'marks.kept',
      'ETH',
      event(InstrumentListed, { instrumentId: instrumentIdOf(index), underlying: 'ETH', index }),
      0,
    );
  }
  for (let p = 0; p < portfolios; p++) openPortfolio(fold, p);
  const step = (number: number) => {
    const marks = marksOf(number);
    return () => {
      fold('marks.kept', 'ETH', marks, number);
      const cut = {
        step: BigInt(number),
        timeUs: BigInt(number) * STEP_US,
        positions: [],
        ruleset: riskStage.ruleset,
        foldVersion: riskStage.foldVersion,
      };
      return riskStage.decide(state, { step: { number, timeUs: cut.timeUs }, cut, external: undefined });
    };
  };
  return { state, fold, step };
}

export type Fold = (topic: TopicName, key: string, said: Event, step: number) => void;

function folder(state: RiskState): Fold {
  let offset = 0;
  return (topic, key, said, step) => {
    const place = { topic, partition: 0, offset: offset++, key, id: String(offset), timeUs: BigInt(step) * STEP_US };
    riskStage.evolve(state, {
      ...said,
      ...place,
      tenant: TENANT,
      actor: undefined,
      causationId: `command/${TENANT}/${offset}`,
    });
  };
}

function openPortfolio(fold: Fold, p: number): void {
  const portfolioId = `p${p}`;
  const key = `${TENANT}/${portfolioId}`;
  const accountId = `a${p}`;
  fold('portfolio', key, event(PortfolioOpened, { portfolioId, name: portfolioId, parentPortfolioId: '' }), 0);
  fold(
    'portfolio',
    key,
    event(AccountAttached, {
      portfolioId,
      accountId,
      venue: 'paper',
      chain: 'off-chain',
      deployment: '',
      observed: false,
    }),
    0,
  );
  for (let n = 0; n < POSITIONS_PER_PORTFOLIO; n++) {
    const instrumentId = instrumentIdOf((p * 7 + n * 19) % INSTRUMENTS);
    // At a price of zero there is no cash leg: the portfolio has exactly its positions.
    const amounts = { quantity: String(n - 24.5), price: '0', fee: '0', quoteInstrumentId: instrumentId };
    const booked: TradeBooked = {
      portfolioId,
      accountId,
      venue: 'paper',
      venueTradeId: String(n),
      instrumentId,
      ...amounts,
      executedAtUs: 0n,
      bookedBy: 'b',
    };
    fold('portfolio', key, event(TradeBooked, booked), 0);
  }
}

function instrumentIdOf(index: number): string {
  return `option:paper:ETH-USD:20230825T080000Z:${1_000 + index}:C`;
}

function marksOf(step: number): Event {
  const column = (value: number): Buffer =>
    Buffer.from(packDoubles(new Float64Array(INSTRUMENTS).fill(value + step / 1_000)));
  const greeks = {
    gammaPerUsd: column(0.001),
    vegaUsdPerVolPoint: column(1),
    thetaUsdPerDay: column(-1),
    rhoUsd: column(0.1),
    vanna: column(0.01),
    volga: column(0.02),
    charmPerDay: column(0.001),
    carryUsdPerDay: column(0),
  };
  const frame = {
    underlying: 'ETH',
    step: BigInt(step),
    timeUs: BigInt(step) * STEP_US,
    kept: true,
    spotUsd: 1_700 + step,
  };
  return event(MarksPublished, {
    ...MarksPublished.decode(new Uint8Array()),
    ...frame,
    ...greeks,
    priceUsd: column(50),
    forwardUsd: column(1_700),
    vol: column(0.45),
    delta: column(0.5),
  });
}
