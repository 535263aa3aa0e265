import type { MarginScenario, ScenarioMarginParameters } from '../scenario-margin/parameters.js';
import type {
  LinearMarginLeg,
  MarginLeg,
  MarginPortfolio,
  MarginSpots,
  OptionMarginLeg,
} from '../scenario-margin/portfolio.js';
import { byKind, listOf, object, recordOf } from './json/compositeShapes.js';
import { finiteNumber, nameText, oneOf } from './json/scalarShapes.js';
import { optional } from './json/shape.js';

/** What is newer than the account's own record of a leg: the same fields, by the leg's id. */
export type ScenarioMark =
  | Pick<LinearMarginLeg, 'kind' | 'id' | 'markUsd'>
  | Pick<OptionMarginLeg, 'kind' | 'id' | 'tauYears' | 'forwardUsd' | 'markVol' | 'ratePer1'>;

export interface ScenarioMarketData {
  readonly spotsUsd: MarginSpots;
  readonly marks?: readonly ScenarioMark[] | undefined;
}

export const scenarioParametersShape = object<ScenarioMarginParameters>({
  scenarios: listOf(object<MarginScenario>({ spotShock: finiteNumber, volShock: finiteNumber, weight: finiteNumber })),
  vegaPowerShort: finiteNumber,
  vegaPowerLong: finiteNumber,
  daysToExpiryFloor: finiteNumber,
  netDeltaShare: finiteNumber,
  hedgedDeltaShare: finiteNumber,
  maintenanceShare: finiteNumber,
  liquidationPenaltyShare: finiteNumber,
});

const mark = byKind<ScenarioMark>({
  linear: object<Extract<ScenarioMark, { kind: 'linear' }>>({
    kind: oneOf('linear'),
    id: nameText,
    markUsd: finiteNumber,
  }),
  option: object<Extract<ScenarioMark, { kind: 'option' }>>({
    kind: oneOf('option'),
    id: nameText,
    tauYears: finiteNumber,
    forwardUsd: finiteNumber,
    markVol: finiteNumber,
    ratePer1: finiteNumber,
  }),
});

export const scenarioMarketShape = object<ScenarioMarketData>({
  spotsUsd: recordOf(finiteNumber),
  marks: optional(listOf(mark)),
});

const leg = byKind<MarginLeg>({
  linear: object<LinearMarginLeg>({
    kind: oneOf('linear'),
    id: nameText,
    underlying: nameText,
    size: finiteNumber,
    markUsd: finiteNumber,
  }),
  option: object<OptionMarginLeg>({
    kind: oneOf('option'),
    id: nameText,
    underlying: nameText,
    size: finiteNumber,
    right: oneOf('call', 'put'),
    strikeUsd: finiteNumber,
    tauYears: finiteNumber,
    forwardUsd: finiteNumber,
    markVol: finiteNumber,
    ratePer1: finiteNumber,
  }),
});

export const scenarioAccountShape = object<MarginPortfolio>({
  cashUsd: finiteNumber,
  legs: listOf(leg),
  fundingProvisionUsd: finiteNumber,
  feeProvisionUsd: finiteNumber,
});
