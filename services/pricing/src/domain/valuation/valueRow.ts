import type { Instrument } from '@gimbal/instruments';
import { type Failure, MARK_COLUMNS, type MarkColumn, type MarkValues } from '../frame/marksFrame.js';
import { expired, yearsTo } from './expiry.js';
import { forwardPrice } from './forwardPrice.js';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import type { OptionTask } from './optionBatch.js';
import { optionVol } from './optionVol.js';
import type { Valuation } from './valuation.js';
import { valueEverlasting } from './valueEverlasting.js';
import { valueFuture } from './valueFuture.js';
import { valueLending } from './valueLending.js';
import { valuePerp } from './valuePerp.js';
import { valuePowerFuture } from './valuePowerFuture.js';
import { valuePowerPerp } from './valuePowerPerp.js';
import { valueRange } from './valueRange.js';
import { valueShare } from './valueShare.js';
import { valueSpot } from './valueSpot.js';
import { valueDebtShare, valueSynth } from './valueSynthetic.js';
import { valueWrapped } from './valueWrapped.js';

/** Inputs that are each possible may still be so far apart that a quotient of them overflows. */
const outOfRange: Failure = {
  code: 'out_of_range',
  reason: 'Expected values that fit a double, one of them was not finite.',
  valueKept: false,
};

/** Writes a row, or leaves a task for the option kernel; returns why the row has no value or a doubtful one. */
export function valueRow(
  row: number,
  instrument: Instrument,
  view: MarketView,
  inputs: Inputs,
  columns: Readonly<Record<MarkColumn, Float64Array>>,
  tasks: OptionTask[],
): Failure | undefined {
  if (instrument.kind === 'option') {
    const tauYears = yearsTo(instrument.expiryMs, view.timeUs);
    if (tauYears <= 0) return expired(instrument.expiryMs, view.timeUs);
    const forward = forwardPrice(instrument, view, inputs);
    const vol = optionVol(instrument, forward?.forwardUsd ?? Number.NaN, view, inputs);
    if (forward === undefined || vol === undefined) return inputs.missing;
    tasks.push({ row, option: instrument, forwardUsd: forward.forwardUsd, tauYears, ...vol });
    return inputs.doubt;
  }
  const valuation = valueOne(instrument, view, inputs);
  if (valuation === undefined) return inputs.missing;
  if (valuation.kind === 'failed') return valuation.failure;
  const values: MarkValues = { ...valuation.values, deltaStickyDelta: valuation.values.delta };
  if (!MARK_COLUMNS.every((name) => isSaid(name, values[name]))) return outOfRange;
  for (const name of MARK_COLUMNS) columns[name][row] = values[name];
  return inputs.doubt ?? valuation.note;
}

/** What follows nothing tracks nothing. */
function isSaid(name: MarkColumn, value: number): boolean {
  return Number.isFinite(value) || (name === 'trackedUsd' && Number.isNaN(value));
}

function valueOne(instrument: Exclude<Instrument, { kind: 'option' }>, view: MarketView, inputs: Inputs): Valuation {
  switch (instrument.kind) {
    case 'spot':
      return valueSpot(instrument, view, inputs);
    case 'perp':
      return valuePerp(instrument, view, inputs);
    case 'future':
      return valueFuture(instrument, view, inputs);
    case 'univ2':
      return valueShare(instrument, view, inputs);
    case 'univ3':
    case 'univ4':
      return valueRange(instrument, view, inputs);
    case 'powerperp':
      return valuePowerPerp(instrument, view, inputs);
    case 'power':
      return valuePowerFuture(instrument, view, inputs);
    case 'everlasting':
      return valueEverlasting(instrument, view, inputs);
    case 'wrapped':
    case 'staked':
      return valueWrapped(instrument, view, inputs);
    case 'lending':
      return valueLending(instrument, view, inputs);
    case 'synth':
      return valueSynth(instrument, view, inputs);
    case 'debtshare':
      return valueDebtShare(instrument, view, inputs);
  }
}
