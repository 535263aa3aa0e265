import { type Counter, type Gauge, type Histogram, type MeterProvider, metrics } from '@opentelemetry/api';
import { type LabelsOf, type MetricName, type MetricOf, type MetricRow, metricTable } from './metricTable.js';

type Instrument = Counter | Gauge | Histogram;

let provider: MeterProvider | undefined;
let instruments = new Map<MetricName, Instrument>();

/**
 * Writes metrics of the table. A no-op until a meter provider is registered; since the API gives out no-op instruments
 * before that, instruments are made again when the provider changes.
 */
export const meters = {
  set<N extends MetricOf<'gauge'>>(name: N, value: number, labels: LabelsOf<N>): void {
    (instrumentOf(name) as Gauge).record(value, labels);
  },
  add<N extends MetricOf<'counter'>>(name: N, count: number, labels: LabelsOf<N>): void {
    (instrumentOf(name) as Counter).add(count, labels);
  },
  observe<N extends MetricOf<'histogram'>>(name: N, value: number, labels: LabelsOf<N>): void {
    (instrumentOf(name) as Histogram).record(value, labels);
  },
};

function instrumentOf(name: MetricName): Instrument {
  const current = metrics.getMeterProvider();
  if (current !== provider) {
    provider = current;
    instruments = new Map();
  }
  let instrument = instruments.get(name);
  if (instrument === undefined) {
    instrument = create(name, metricTable[name]);
    instruments.set(name, instrument);
  }
  return instrument;
}

function create(name: MetricName, row: MetricRow): Instrument {
  const meter = metrics.getMeter('gimbal');
  const { description } = row;
  if (row.kind === 'gauge') return meter.createGauge(name, { description });
  if (row.kind === 'counter') return meter.createCounter(name, { description });
  const advice = row.buckets === undefined ? {} : { advice: { explicitBucketBoundaries: [...row.buckets] } };
  return meter.createHistogram(name, { description, ...advice });
}
