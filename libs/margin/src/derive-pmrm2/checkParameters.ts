import { aboveZero, atLeastZero, type Demand, finite, firstBroken, noDuplicates, share } from '../derive/demands.js';
import type { DeriveFailure } from '../derive/failures.js';
import type { Pmrm2Parameters, Pmrm2Scenario } from './parameters.js';

/**
 * The first thing that no set of parameters may say, or undefined. Factors for initial margin below those for
 * maintenance are let through: the venue's own published cases use them.
 */
export function checkParameters(parameters: Pmrm2Parameters): DeriveFailure | undefined {
  const { scenarios, vol, skew, discount, basis, peg, confidence, perp, option, collaterals } = parameters;
  return firstBroken([
    ['ParametersContradict', 'scenarios', scenarios.length > 0, 'at least one scenario', scenarios.length],
    ...scenarios.flatMap(scenarioDemands),
    atLeastZero('imFactor', parameters.imFactor),
    atLeastZero('mmFactor', parameters.mmFactor),
    ...eachAtLeastZero('vol', vol),
    ...eachFinite('skew.linear', skew.linear),
    ...eachFinite('skew.abs', skew.abs),
    atLeastZero('skew.minKStar', skew.minKStar),
    atLeastZero('skew.widthScale', skew.widthScale),
    finite('skew.volParamStatic', skew.volParamStatic),
    finite('skew.volParamScale', skew.volParamScale),
    ...eachFinite('discount', discount),
    atLeastZero('discount.longBase', discount.longBase),
    atLeastZero('discount.shortBase', discount.shortBase),
    aboveZero('basis.spotUp', basis.spotUp),
    aboveZero('basis.spotDown', basis.spotDown),
    ['ParametersContradict', 'basis.spotUp', basis.spotUp >= basis.spotDown, 'at least basis.spotDown', basis.spotUp],
    atLeastZero('basis.addFactor', basis.addFactor),
    atLeastZero('basis.multFactorPerYear', basis.multFactorPerYear),
    ...eachAtLeastZero('peg', peg),
    ...eachAtLeastZero('confidence', confidence),
    ...eachAtLeastZero('perp', perp),
    ...eachAtLeastZero('option', option),
    ...noDuplicates(
      'collateral parameters',
      collaterals.map(({ asset }) => asset),
    ),
    ...collaterals.flatMap(({ asset, mmHaircut, imHaircut }) => [
      share(`maintenance haircut of ${asset}`, mmHaircut),
      share(`initial haircut of ${asset}`, imHaircut),
    ]),
  ]);
}

function scenarioDemands({ spotShock, volShock, dampening }: Pmrm2Scenario, i: number): Demand[] {
  const name = `scenario ${i}`;
  const isSkew = volShock === 'linear' || volShock === 'abs';
  return [
    aboveZero(`spot shock of ${name}`, spotShock),
    atLeastZero(`dampening of ${name}`, dampening),
    // A skew scenario counts the size of each expiry's move, which would turn a gain from spot into a loss.
    ['ParametersContradict', `spot shock of ${name}`, !isSkew || spotShock === 1, '1 beside a skew shock', spotShock],
  ];
}

function eachAtLeastZero(group: string, fields: object): Demand[] {
  return Object.entries(fields).map(([name, found]) => atLeastZero(`${group}.${name}`, found as number));
}

function eachFinite(group: string, fields: object): Demand[] {
  return Object.entries(fields).map(([name, found]) => finite(`${group}.${name}`, found as number));
}
