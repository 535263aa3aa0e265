import { instrumentTraits } from '../exposure/instrumentTraits.js';
import { portfolioBasis } from '../exposure/portfolioBasis.js';
import type { ComponentPath } from '../limits/componentPath.js';
import { dependencyKey, kindFromWire } from '../lookThrough/dependency.js';
import { knownNames } from '../lookThrough/failedNames.js';
import type { RiskState } from '../riskState.js';
import type { OwnPortfolio } from './ownPortfolio.js';
import { refusal, type Refusal } from './refusal.js';
import { isAsset } from './scopeRefusal.js';

/** Nothing is asked of the time: names don't hang on it. */
const NO_STEP = { number: 0, timeUs: 0n };

/** Why a name within a path leads nowhere. One that is misspelt would read zero for ever, which looks like safety. */
export function pathNameRefusal(state: RiskState, own: OwnPortfolio, path: ComponentPath): Refusal | undefined {
  switch (path.kind) {
    case 'vega_by_tenor':
      return path.asset === undefined ? undefined : assetRefusal(state, path.asset);
    case 'cross_gamma':
      return assetRefusal(state, path.asset) ?? assetRefusal(state, path.otherAsset);
    case 'basis':
      return assetRefusal(state, path.asset);
    case 'look_through': {
      const kind = kindFromWire(path.dependency)!;
      const known = knownNames(portfolioBasis(state, own.key, NO_STEP));
      if (known.has(dependencyKey({ kind, name: path.name }))) return undefined;
      return wrong(`the ${kind} of something that is known or held`, path.name);
    }
    default:
      return undefined;
  }
}

function assetRefusal(state: RiskState, name: string): Refusal | undefined {
  return isAsset(state, name) || isSecondPrice(state, name)
    ? undefined
    : wrong('an asset that is marked, lent, or moves what is marked', name);
}

/** The coin that something is paid in, or an asset that follows another. */
function isSecondPrice(state: RiskState, name: string): boolean {
  for (const [instrumentId] of state.listings.entries()) {
    const { quoteAsset, follower } = instrumentTraits(instrumentId);
    if (name === quoteAsset || name === follower) return true;
  }
  return false;
}

function wrong(expected: string, name: string): Refusal {
  return refusal('FAILED_PRECONDITION', 'path', `Expected ${expected}, was ${JSON.stringify(name.slice(0, 128))}.`);
}
