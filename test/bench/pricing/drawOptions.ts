import { allocateBlack76Inputs, type Black76InputColumns } from '@gimbal/quant';
import { seededRandom } from '../../seededRandom.ts';

const FORWARD = [0.5, 1e5] as const;
const TAU_YEARS = [1 / 365 / 24, 2] as const;
const VOL = [0.1, 2.5] as const;
const SKEW_SPREAD = 1.5;
const SKEW_MAX = 6;

/** What is timed: options as on listed chains, without a rate, calls and puts, most of them within a few deviations of the money. */
export function drawOptions(count: number): Black76InputColumns {
  const random = seededRandom(76);
  const logUniform = ([low, high]: readonly [number, number]): number => low * (high / low) ** random();
  const inputs = allocateBlack76Inputs(count);
  for (let row = 0; row < count; row++) {
    const forward = logUniform(FORWARD);
    const tauYears = logUniform(TAU_YEARS);
    const vol = logUniform(VOL);
    // Box and Muller's normal, from two uniform numbers.
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const skew = Math.max(-SKEW_MAX, Math.min(SKEW_MAX, SKEW_SPREAD * normal));
    inputs.forward[row] = forward;
    inputs.strike[row] = forward * Math.exp(skew * vol * Math.sqrt(tauYears));
    inputs.tauYears[row] = tauYears;
    inputs.vol[row] = vol;
    inputs.isPut[row] = random() < 0.5 ? 1 : 0;
  }
  return inputs;
}

/** The same options, each on its out-of-the-money side, where a quote carries what there is to know about volatility. */
export function outOfTheMoney(inputs: Black76InputColumns): Black76InputColumns {
  return { ...inputs, isPut: inputs.isPut.map((_, row) => (inputs.strike[row]! < inputs.forward[row]! ? 1 : 0)) };
}

/** The first rows of the columns. */
export function firstRows(inputs: Black76InputColumns, count: number): Black76InputColumns {
  return {
    forward: inputs.forward.subarray(0, count),
    strike: inputs.strike.subarray(0, count),
    tauYears: inputs.tauYears.subarray(0, count),
    vol: inputs.vol.subarray(0, count),
    ratePer1: inputs.ratePer1.subarray(0, count),
    isPut: inputs.isPut.subarray(0, count),
  };
}
