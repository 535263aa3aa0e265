import { describeDeriveFailure, pmrm2Margin } from '@gimbal/margin';
import type { Pmrm2Margin } from '@gimbal/margin';
import type { Quantity } from '../derive/compareQuantities.ts';
import { readPmrm2Case } from '../derive/pmrm2Case.ts';
import { type JsonObject, numberAt } from '../derive/readCases.ts';
import { publishedLosses } from '../derive/publishedLosses.ts';
import { type ComputedCase, runCases } from '../derive/runCases.ts';
import type { ParitySuite } from '../paritySuite.ts';

const TOLERANCE = 1e-8;

/** Derive's published PMRM_2 portfolio cases, each with the parameters that it carries. */
const derivePmrm2: ParitySuite = {
  run(paths, print) {
    return runCases({ paths, prefix: 'pmrm2', tolerance: TOLERANCE, compute, print });
  },
};

function compute(_name: string, data: JsonObject): ComputedCase {
  const { parameters, market, portfolio, expected } = readPmrm2Case(data);
  const margin = pmrm2Margin(parameters, market, portfolio);
  if (!margin.ok) return { ok: false, refusal: `${margin.failure.code}: ${describeDeriveFailure(margin.failure)}` };
  return {
    ok: true,
    margins: marginsOf(margin.value, expected),
    intermediates: intermediatesOf(margin.value, expected),
  };
}

function marginsOf(margin: Pmrm2Margin, expected: JsonObject): Quantity[] {
  return [
    { name: 'IM', ours: margin.initialMarginUsd, theirs: numberAt(expected, 'IM') },
    { name: 'MM', ours: margin.maintenanceMarginUsd, theirs: numberAt(expected, 'MM') },
    { name: 'MtM', ours: margin.markToMarketUsd, theirs: numberAt(expected, 'PortfolioMTM') },
  ];
}

function intermediatesOf(margin: Pmrm2Margin, expected: JsonObject): Quantity[] {
  const held = margin.contingencies;
  const named: readonly (readonly [field: string, ours: number])[] = [
    ['OptionMTM', margin.optionsUsd],
    ['CollateralMTM', margin.collateralUsd],
    ['ForwardContingency', margin.basisPnlUsd],
    ['MMPerpCont', held.perpMmUsd],
    ['IMPerpCont', held.perpImUsd],
    ['MMOptionCont', held.optionMmUsd],
    ['IMOptionCont', held.optionImUsd],
    ['MMBaseCont', held.collateralMmUsd],
    ['IMBaseCont', held.collateralImUsd],
    ['OracleCont', held.confidenceImUsd],
    ['im_loss_factor', margin.imFactorWithDepeg],
  ];
  return [
    ...named
      .filter(([field]) => typeof expected[field] === 'number')
      .map(([name, ours]) => ({ name, ours, theirs: numberAt(expected, name) })),
    ...publishedLosses(expected, margin.scenarios),
  ];
}

export default derivePmrm2;
