import { describe, expect, it } from 'vitest';
import { erfc } from './erfc.js';
import { normalCdf } from './normalCdf.js';
import { normalPdf } from './normalPdf.js';

// mpmath 1.3.0 at 60 digits: erfc of the double nearest to x.
const ERFC: readonly [number, number][] = [
  [-6, 2],
  [-3, 1.9999779095030015],
  [-0.5, 1.5204998778130465],
  [-0.1, 1.1124629160182848],
  [0, 1],
  [1e-10, 0.999999999887162],
  [0.1, 0.887537083981715],
  [0.3, 0.6713732405408726],
  [0.46875, 0.507386526782062],
  [0.5, 0.4795001221869535],
  [0.75, 0.28884436634648486],
  [1, 0.15729920705028513],
  [1.5, 0.033894853524689274],
  [2, 0.004677734981047266],
  [2.5, 0.0004069520174449589],
  [3, 2.209049699858544e-5],
  [3.9, 3.4792248597231765e-8],
  [4, 1.541725790028002e-8],
  [4.5, 1.9661604415428876e-10],
  [5, 1.537459794428035e-12],
  [7.5, 2.776649386030569e-26],
  [10, 2.088487583762545e-45],
  [15, 7.212994172451207e-100],
  [20, 5.395865611607901e-176],
  [26, 5.663192408856143e-296],
];

// mpmath 1.3.0 at 60 digits: ncdf of the double nearest to x.
const NORMAL_CDF: readonly [number, number][] = [
  [-37, 5.725571222524577e-300],
  [-30.1, 2.4226672179857586e-199],
  [-20.3, 6.429244467698346e-92],
  [-12.7, 2.95648536485205e-37],
  [-8.1, 2.7479593923982286e-16],
  [-5.66, 7.568649751997714e-9],
  [-5.65, 8.022391850663497e-9],
  [-3.3, 0.0004834241423837775],
  [-1, 0.15865525393145705],
  [-0.67, 0.2514288950953101],
  [-0.66, 0.25462691467133614],
  [-0.1, 0.460172162722971],
  [0.2, 0.579259709439103],
  [0.7, 0.758036347776927],
  [1.96, 0.9750021048517795],
  [4.4, 0.9999945874560923],
  [8.2, 0.9999999999999999],
];

describe('the error function and the normal distribution', () => {
  it.each(ERFC)('erfc(%d) is right to 1e-15', (x, expected) => {
    expect(Math.abs(erfc(x) / expected - 1)).toBeLessThanOrEqual(1e-15);
  });

  it.each(NORMAL_CDF)('N(%d) is right to 1e-15', (x, expected) => {
    expect(Math.abs(normalCdf(x) / expected - 1)).toBeLessThanOrEqual(1e-15);
  });

  it('ends in the limits of the distribution', () => {
    expect([normalCdf(-Infinity), normalCdf(Infinity), normalCdf(-50), normalCdf(50)]).toEqual([0, 1, 0, 1]);
    expect([normalPdf(-Infinity), normalPdf(Infinity), erfc(Infinity), erfc(-Infinity)]).toEqual([0, 0, 0, 2]);
    expect([normalCdf(NaN), erfc(NaN), normalPdf(NaN)]).toEqual([NaN, NaN, NaN]);
  });

  it('has the density that Abramowitz and Stegun print in table 26.1', () => {
    expect(normalPdf(0)).toBeCloseTo(0.398942280401433, 15);
    expect(normalPdf(1)).toBeCloseTo(0.241970724519143, 15);
    expect(normalPdf(2)).toBeCloseTo(0.053990966513188, 15);
  });
});
