import { headStep, type PageState } from '../data/pageState.js';
import { lagRecordsOf } from '../data/streamLags.js';
import { el } from '../dom/el.js';
import { setClass, setText, setTitle } from '../dom/update.js';
import { formatCount } from '../format/numbers.js';
import { SERVICE_NAMES, type ServiceName } from '../wire/serviceNames.js';
import type { Panel } from './panel.js';

/** A lamp per service, in the order of a step: its state, and how far behind the head it stands. */
export function lampsStrip(): Panel {
  const lamps = SERVICE_NAMES.map(lamp);
  const element = el(
    'ul',
    { class: 'lamps', attributes: { 'aria-label': 'Services' } },
    ...lamps.map((each) => each.element),
  );
  return { element, render: (state) => lamps.forEach((each) => each.render(state)) };
}

/** A step is some thirty records in all streams together, and states are seen ten times a second: a few steps are no lag. */
const LAG_RECORDS_QUIET = 256;

function lamp(service: ServiceName): Panel {
  const lag = el('span', { class: 'lamp-lag' });
  const element = el(
    'li',
    { testId: `lamp-${service}` },
    el('span', { class: 'bulb' }),
    el('span', { class: 'lamp-name' }, service),
    lag,
  );
  return {
    element,
    render: (state) => {
      const status = state.statuses.get(service);
      const down = state.downSources.get(`${service} status`);
      if (status === undefined) {
        setClass(element, down === undefined ? 'lamp unknown' : 'lamp bad');
        setText(lag, down === undefined ? '' : 'down');
        setTitle(element, down?.message ?? `${service}: not heard of yet`);
        return;
      }
      const behind = headStep(state) - Number(status.step);
      const records = lagRecordsOf(status);
      setClass(element, `lamp ${toneOf(status.state, records)}`);
      setText(lag, status.state === 'serving' ? formatCount(records) : status.state);
      setTitle(element, titleOf(service, status, behind, records));
    },
  };
}

function toneOf(state: string, records: number): string {
  if (state === 'halted' || state === 'stopped') return 'bad';
  return state === 'serving' && records <= LAG_RECORDS_QUIET ? 'good' : 'warn';
}

type Status = PageState['statuses'] extends ReadonlyMap<ServiceName, infer Value> ? Value : never;

function titleOf(
  service: string,
  { state, reason, owner, step, quarantinedRecords }: Status,
  behind: number,
  records: number,
): string {
  const lines = [
    `${service} is ${state}${reason === '' ? '' : `: ${reason}`}`,
    `owner ${owner}, step ${step}, ${behind} steps and ${records} records behind`,
    quarantinedRecords === '0' ? '' : `${quarantinedRecords} records in quarantine`,
  ];
  return lines.filter((line) => line !== '').join('\n');
}
