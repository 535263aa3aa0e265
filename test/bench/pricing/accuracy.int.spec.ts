import { describe, expect, it } from 'vitest';
import { boundsOf, FAST_GREEK_ERROR_MAX, GREEK_ERROR_MAX } from './accuracyBounds.ts';
import { OUR_KERNELS, OUR_PRECISE_KERNELS, ourContenders } from './contenders/ours.ts';
import { naturalScales } from './largestTerms.ts';
import { measureContender } from './measureContender.ts';
import { QUANTITIES, readReference } from './readReference.ts';

const reference = readReference();

describe('the reference of Black-76', () => {
  it('has 20,000 options, every fourth with a rate, in all corners', () => {
    expect(reference.rows).toBe(20_000);
    expect(reference.inputs.ratePer1.filter((rate) => rate !== 0).length).toBe(5_001);
    for (const corner of reference.corners.keys()) {
      expect(reference.corner.filter((each) => each === corner).length).toBeGreaterThanOrEqual(750);
    }
    const deviation = (row: number) => reference.inputs.vol[row]! * Math.sqrt(reference.inputs.tauYears[row]!);
    const skews = Array.from(reference.inputs.forward, (forward, row) => {
      return Math.abs(Math.log(forward) - Math.log(reference.inputs.strike[row]!)) / deviation(row);
    });
    expect(Math.max(...skews)).toBeGreaterThan(34.9);
    expect(Math.min(...reference.inputs.tauYears) * 365 * 86_400).toBeLessThan(1.01);
    expect(Math.min(...reference.inputs.vol)).toBeLessThan(0.00101);
    expect(Math.max(...reference.inputs.vol)).toBeGreaterThan(19.8);
  });

  it('keeps put-call parity to its last places, so it was read as it was written', () => {
    // C - P = D(F - K), delta_C - delta_P = D: what one option says of its opposite has to have the right sign and size.
    const { inputs, exact } = reference;
    for (let row = 0; row < reference.rows; row++) {
      const discount = Math.exp(-inputs.ratePer1[row]! * inputs.tauYears[row]!);
      const sign = inputs.isPut[row] === 1 ? -1 : 1;
      const delta = sign * exact.delta.high[row]!;
      expect(delta).toBeGreaterThanOrEqual(0);
      expect(delta).toBeLessThanOrEqual(discount * (1 + 1e-15));
      const legs = inputs.forward[row]! * exact.delta.high[row]! - exact.rhoPer1.high[row]! / inputs.tauYears[row]!;
      const size = (inputs.forward[row]! + inputs.strike[row]!) * discount;
      expect(Math.abs(exact.price.high[row]! - legs)).toBeLessThanOrEqual(4e-16 * size);
      const carried = -inputs.tauYears[row]! * exact.price.high[row]!;
      expect(Math.abs(exact.forwardRhoPer1.high[row]! - carried)).toBeLessThanOrEqual(4e-16 * Math.abs(carried));
    }
  });

  it('has a natural scale for every value', () => {
    const scales = naturalScales(reference);
    for (const quantity of QUANTITIES) expect(Math.min(...scales[quantity])).toBeGreaterThan(0);
  });
});

describe('Black-76 beside 20,000 values of mpmath', () => {
  it.each(OUR_KERNELS)('%s keeps its bounds', async (name) => {
    const contender = ourContenders.find((each) => each.name === name)!;
    const measured = await measureContender(contender, reference);
    expect(Object.keys(measured.errors)).toEqual([...QUANTITIES]);
    const isPrecise = OUR_PRECISE_KERNELS.includes(name);
    const bounds = boundsOf(measured, isPrecise, isPrecise ? GREEK_ERROR_MAX : FAST_GREEK_ERROR_MAX);
    expect(bounds.filter(({ met }) => !met)).toEqual([]);
    expect(bounds.length).toBe(isPrecise ? 4 : 3);
  });
});
