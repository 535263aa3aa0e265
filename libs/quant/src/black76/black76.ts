import { allocateBlack76Inputs, allocateBlack76Outputs } from './allocateBlack76Columns.js';
import { black76Twin } from './black76Twin.js';
import { BLACK76_REASONS } from './black76Types.js';
import type { Black76Failure, Black76Input, Black76Result } from './black76Types.js';

const FIELDS = ['forward', 'strike', 'tauYears', 'vol', 'ratePer1'] as const;

/**
 * Value and Greeks of one European option on a forward. An expired option, a vol that isn't positive or an input
 * that isn't a number comes back as a failure with its reason; nothing throws. For many options use `black76Columns`,
 * which gives the same bits.
 */
export function black76(input: Black76Input): Black76Result {
  const inputs = allocateBlack76Inputs(1);
  const out = allocateBlack76Outputs(1);
  for (const name of FIELDS) inputs[name][0] = input[name];
  inputs.isPut[0] = input.right === 'put' ? 1 : 0;
  black76Twin(inputs, out);
  const reason = BLACK76_REASONS[out.reason[0]!]!;
  if (reason !== 'valued') return failure(reason, input);
  return {
    kind: 'valued',
    greeks: {
      price: out.price[0]!,
      delta: out.delta[0]!,
      gammaPerUsd: out.gammaPerUsd[0]!,
      vegaPerVolPoint: out.vegaPerVolPoint[0]!,
      thetaPerDay: out.thetaPerDay[0]!,
      rhoPer1: out.rhoPer1[0]!,
      forwardRhoPer1: out.forwardRhoPer1[0]!,
      vannaPerVolPoint: out.vannaPerVolPoint[0]!,
      volgaPerVolPointSquared: out.volgaPerVolPointSquared[0]!,
      charmPerDay: out.charmPerDay[0]!,
    },
  };
}

function failure(reason: Black76Failure['reason'], input: Black76Input): Black76Failure {
  const refuse = (field: Black76Failure['field'], expected: string, found: number): Black76Failure => {
    return { kind: 'failure', reason, field, expected, found: String(found) };
  };
  switch (reason) {
    case 'notFinite': {
      const field = FIELDS.find((name) => !Number.isFinite(input[name])) ?? 'forward';
      return refuse(field, 'a finite number', input[field]);
    }
    case 'forwardNotPositive':
      return refuse('forward', 'a forward above 0', input.forward);
    case 'strikeNotPositive':
      return refuse('strike', 'a strike above 0', input.strike);
    case 'expired':
      return refuse('tauYears', 'a time to expiry above 0 years', input.tauYears);
    case 'volNotPositive':
      return refuse('vol', 'a volatility above 0', input.vol);
    case 'outOfRange':
      return refuse('result', 'Greeks that fit a double', Number.NaN);
  }
}
