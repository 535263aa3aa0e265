import { atLeastZero, type Demand, firstBroken, noDuplicates, share } from '../derive/demands.js';
import type { DeriveFailure } from '../derive/failures.js';
import type { SrmParameters, SrmUnderlyingParameters } from './parameters.js';

/** The first thing that no set of parameters may say, or undefined. */
export function checkParameters({ underlyings, depeg }: SrmParameters): DeriveFailure | undefined {
  return firstBroken([
    ...noDuplicates(
      'underlyings of the parameters',
      underlyings.map(({ underlying }) => underlying),
    ),
    ...underlyings.flatMap(underlyingDemands),
    atLeastZero('depeg.thresholdUsd', depeg.thresholdUsd),
    atLeastZero('depeg.factor', depeg.factor),
  ]);
}

function underlyingDemands({ underlying, option, perp, base, oracle }: SrmUnderlyingParameters): Demand[] {
  const groups = { option, perp, base, oracle };
  const bounded = Object.entries(groups).flatMap(([group, fields]) =>
    Object.entries(fields).map(([name, found]) => atLeastZero(`${underlying} ${group}.${name}`, found as number)),
  );
  // Whoever may open a position must not be liquidated for it at once: initial margin asks for no less.
  const ordered = (least: [string, number], most: [string, number]): Demand => {
    const expected = `at most ${underlying} ${most[0]}, ${most[1]}`;
    return ['ParametersContradict', `${underlying} ${least[0]}`, least[1] <= most[1], expected, least[1]];
  };
  return [
    ...bounded,
    ordered(['option.minSpot', option.minSpot], ['option.maxSpot', option.maxSpot]),
    ordered(['option.mmCallSpot', option.mmCallSpot], ['option.minSpot', option.minSpot]),
    ordered(['option.unpairedMm', option.unpairedMm], ['option.unpairedIm', option.unpairedIm]),
    ordered(['perp.mmShare', perp.mmShare], ['perp.imShare', perp.imShare]),
    ['ParametersContradict', `${underlying} option.mmOffset`, option.mmOffset >= 1, 'at least 1', option.mmOffset],
    share(`${underlying} base.marginFactor`, base.marginFactor),
    share(`${underlying} base.imScale`, base.imScale),
  ];
}
