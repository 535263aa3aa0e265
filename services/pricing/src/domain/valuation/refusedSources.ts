import { formatInstrument, type Instrument } from '@gimbal/instruments';
import { refusalText } from '../policy/refusalText.js';
import { forwardPrice } from './forwardPrice.js';
import { poolKey } from '../poolKey.js';
import { openInputs } from './inputs.js';
import { markChoice } from './markPrice.js';
import type { MarketView } from './marketView.js';
import { volChoice } from './optionVol.js';
import { poolChoice } from './poolPrice.js';
import { spotChoice } from './spotPrice.js';
import { trackerChoice } from './trackerWorth.js';

/** The sources of an instrument's mark that were not believed at the view's instant, in sentences. */
export function refusedSources(instrument: Instrument, view: MarketView): readonly string[] {
  switch (instrument.kind) {
    case 'perp':
    case 'future': {
      const id = formatInstrument(instrument);
      return markChoice(id, instrument.underlying, view)?.refused ?? [];
    }
    case 'option': {
      const forward = forwardPrice(instrument, view, openInputs(view));
      return volChoice(instrument, forward?.forwardUsd ?? Number.NaN, view)?.refused.map(refusalText) ?? [];
    }
    case 'spot': {
      const underlying = view.directory.wrappedCoins.get(instrument.asset) ?? instrument.asset;
      const source = view.directory.underlyings.get(underlying);
      return source?.otherFeeds === undefined ? [] : (spotChoice(underlying, source, view)?.refused ?? []);
    }
    case 'univ2':
    case 'univ3':
    case 'univ4': {
      const source = view.directory.pools.get(poolKey(instrument));
      if (source === undefined) return [];
      return poolChoice(instrument.kind === 'univ2' ? 'reserves' : 'pool', source, view)?.refused ?? [];
    }
    case 'wrapped':
    case 'staked':
    case 'synth':
      return trackerChoice(formatInstrument(instrument), view)?.refused ?? [];
    // One feed alone says what these are worth, or none.
    default:
      return [];
  }
}
