import type { Black76InputColumns } from '@gimbal/quant';
import type { Answers, Contender, Job, PreparedJob } from './contender.ts';
import { inProcess } from './inProcess.ts';

export const NAIVE = 'naive TypeScript';

interface NaiveGreeks {
  price: number;
  delta: number;
  gamma: number;
  vega: number;
  theta: number;
  rho: number;
  vanna: number;
  volga: number;
  charm: number;
}

/** How one would begin: the textbook's formulas, an approximation of erf out of a handbook, and an object per option. */
export const naiveBlack76: Contender = {
  name: NAIVE,
  kind: 'naive',
  tasks: ['greeks', 'grid'],
  async prepare(job: Job): Promise<PreparedJob> {
    if (job.task === 'grid') return prepareGrid(job);
    let found: NaiveGreeks[] = [];
    const pass = (): void => {
      found = valueAll(job.inputs);
    };
    return inProcess(pass, () => columnsOf(found, job.inputs));
  },
};

/** Abramowitz and Stegun 7.1.26, good to 1.5e-7. */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - sum * Math.exp(-x * x));
}

function normalCdf(x: number): number {
  return 0.5 * (1 + erf(x / Math.SQRT2));
}

function value(forward: number, strike: number, tau: number, vol: number, rate: number, sign: number): NaiveGreeks {
  const deviation = vol * Math.sqrt(tau);
  const d1 = (Math.log(forward / strike) + 0.5 * vol * vol * tau) / deviation;
  const d2 = d1 - deviation;
  const discount = Math.exp(-rate * tau);
  const density = Math.exp(-0.5 * d1 * d1) / Math.sqrt(2 * Math.PI);
  const price = discount * sign * (forward * normalCdf(sign * d1) - strike * normalCdf(sign * d2));
  const vega = discount * forward * density * Math.sqrt(tau);
  return {
    price,
    delta: discount * sign * normalCdf(sign * d1),
    gamma: (discount * density) / (forward * deviation),
    vega,
    theta: rate * price - (discount * forward * density * vol) / (2 * Math.sqrt(tau)),
    rho: sign * strike * tau * discount * normalCdf(sign * d2),
    vanna: (-discount * density * d2) / vol,
    volga: (vega * d1 * d2) / vol,
    charm: rate * discount * sign * normalCdf(sign * d1) + (discount * density * d2) / (2 * tau),
  };
}

function valueAll(inputs: Black76InputColumns): NaiveGreeks[] {
  const found: NaiveGreeks[] = [];
  for (let i = 0; i < inputs.forward.length; i++) {
    const sign = inputs.isPut[i] === 1 ? -1 : 1;
    const { forward, strike, tauYears, vol, ratePer1 } = inputs;
    found.push(value(forward[i]!, strike[i]!, tauYears[i]!, vol[i]!, ratePer1[i]!, sign));
  }
  return found;
}

function prepareGrid({ inputs, quantity, moves }: Extract<Job, { task: 'grid' }>): PreparedJob {
  const cells = new Float64Array(moves.spot.length * moves.vol.length);
  const pass = (): void => {
    cells.fill(0);
    for (let i = 0; i < quantity.length; i++) {
      const sign = inputs.isPut[i] === 1 ? -1 : 1;
      moves.vol.forEach((volMove, v) =>
        moves.spot.forEach((spotMove, s) => {
          const forward = inputs.forward[i]! * spotMove;
          const { price } = value(forward, inputs.strike[i]!, inputs.tauYears[i]!, inputs.vol[i]! * volMove, 0, sign);
          cells[v * moves.spot.length + s]! += quantity[i]! * price;
        }),
      );
    }
  };
  return inProcess(pass, () => ({ value: cells }));
}

function columnsOf(found: readonly NaiveGreeks[], { tauYears }: Black76InputColumns): Answers {
  const column = (pick: (greeks: NaiveGreeks) => number): Float64Array => Float64Array.from(found, pick);
  return {
    price: column(({ price }) => price),
    delta: column(({ delta }) => delta),
    gammaPerUsd: column(({ gamma }) => gamma),
    vegaPerVolPoint: column(({ vega }) => vega / 100),
    thetaPerDay: column(({ theta }) => theta / 365),
    rhoPer1: column(({ rho }) => rho),
    forwardRhoPer1: Float64Array.from(found, ({ price }, i) => -tauYears[i]! * price),
    vannaPerVolPoint: column(({ vanna }) => vanna / 100),
    volgaPerVolPointSquared: column(({ volga }) => volga / 10_000),
    charmPerDay: column(({ charm }) => charm / 365),
  };
}
