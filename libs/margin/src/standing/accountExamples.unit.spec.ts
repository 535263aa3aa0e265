import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type MarginEngineId, marginEngines } from '../marginEngines.js';
import { samples } from './engines.sample.js';
import { readMarginAccount, readMarginMarket, readMarginParameters, writeMarginData } from './marginData.js';
import { marginStanding } from './marginStanding.js';
import { standingEngine } from './standingEngines.js';
import { describeStandingFailure, type StandingResult } from './standingTypes.js';

const README = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const SECTION = README.split(/^## /m).find((part) => part.startsWith('An account as JSON'))!;
const EXAMPLES = new Map(
  [...SECTION.matchAll(/^`([a-z0-9-]+)`,[^`]*(?:`[^`]+`[^`]*)*?^```json\n([^]*?)^```/gm)].map(([, id, json]) => [
    id,
    json!,
  ]),
);

/** By hand, at the prices of `samples`; the steps stand in the README. The option of derive-pmrm2 is the published case's. */
const EQUITIES: Readonly<Partial<Record<MarginEngineId, number>>> = {
  hyperliquid: 10 * 2_000 - 18_000,
  'dydx-v4': 50_000 - 45_000,
  'compound-v3': 10 * 2_000 - 17_000,
  'derive-pmrm2': 20_000 - 1_186.4185694587657,
};

function got<Value>(result: StandingResult<Value>): Value {
  if (!result.ok) throw new Error(describeStandingFailure(result.failure));
  return result.value;
}

describe('an account as JSON in the README', () => {
  it('is there for every engine', () => {
    expect([...EXAMPLES.keys()].sort()).toEqual(Object.keys(marginEngines).sort());
  });

  it.each(Object.keys(marginEngines) as MarginEngineId[])('of %s is read whole, and has a standing', (id) => {
    const text = EXAMPLES.get(id)!;
    const account = got(readMarginAccount(id, text));
    expect(JSON.parse(writeMarginData(account))).toEqual(JSON.parse(text));
    const engine = standingEngine(id);
    const [parameters, market] = samples[id];
    const standing = got(
      marginStanding(
        {
          parameters: got(readMarginParameters(id, JSON.stringify(engine.parameters.write(parameters)))),
          market: got(readMarginMarket(id, JSON.stringify(engine.market.write(market)))),
          account,
        },
        4,
      ),
    );
    expect(standing.unvalued).toEqual([]);
    expect(standing.legs.length).toBeGreaterThan(0);
    if (EQUITIES[id] !== undefined) expect(standing.equityUsd).toBeCloseTo(EQUITIES[id], 6);
  });
});
