export type MetricKind = 'gauge' | 'counter' | 'histogram';

export interface MetricRow {
  readonly kind: MetricKind;
  readonly description: string;
  /** Of few values each, and never a tenant, a portfolio or an account: metrics are read across desks. */
  readonly labels: readonly string[];
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
}

const MS_BUCKETS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] as const;

/** Every metric of Gimbal: dashboards and alerts are checked against this table. */
export const metricTable = {
  gimbal_lag_records: {
    kind: 'gauge',
    description: 'Records of a stream that the service has yet to fold.',
    labels: ['service', 'topic', 'partition'],
  },
  gimbal_lag_seconds: {
    kind: 'gauge',
    description: 'Time since the service had read everything that its streams hold; 0 while it has.',
    labels: ['service'],
  },
  gimbal_step: { kind: 'gauge', description: 'The last completed step.', labels: ['service'] },
  gimbal_serving: { kind: 'gauge', description: '1 while the service serves, 0 otherwise.', labels: ['service'] },
  gimbal_mark_age_ms: {
    kind: 'gauge',
    description: 'Age of the oldest input of the newest mark of an underlying, on the domain clock.',
    labels: ['service', 'underlying'],
  },
  gimbal_feed_age_seconds: {
    kind: 'gauge',
    description: 'Age of the last observation of a feed, on the domain clock.',
    labels: ['service', 'feed'],
  },
  gimbal_feed_lag_seconds: {
    kind: 'gauge',
    description: "From the source's own time to the step that took the last message of a feed.",
    labels: ['service', 'feed'],
  },
  gimbal_feed_gaps: { kind: 'gauge', description: 'Holes of a feed since the log began.', labels: ['service', 'feed'] },
  gimbal_feed_stale: {
    kind: 'gauge',
    description: '1 while a feed is older than its limit, 0 otherwise.',
    labels: ['service', 'feed'],
  },
  gimbal_feed_degraded: {
    kind: 'gauge',
    description: 'Reasons for which a feed is degraded now.',
    labels: ['service', 'feed'],
  },
  gimbal_step_duration_ms: {
    kind: 'histogram',
    description: 'Wall time of a step: fold, decide, append, read back, commit.',
    labels: ['service'],
    buckets: MS_BUCKETS,
  },
  gimbal_tick_to_exposure_ms: {
    kind: 'histogram',
    description: 'Wall time from the append of a market event to the append of the exposures that rest on it.',
    labels: ['service'],
    buckets: MS_BUCKETS,
  },
  gimbal_appended_records_total: {
    kind: 'counter',
    description: 'Records appended to the log.',
    labels: ['service', 'topic'],
  },
  gimbal_folded_events_total: {
    kind: 'counter',
    description: 'Events folded into the projection.',
    labels: ['service'],
  },
  gimbal_quarantined_records_total: {
    kind: 'counter',
    description: 'Records whose bytes could not be read.',
    labels: ['service', 'topic'],
  },
  gimbal_grpc_failures_total: {
    kind: 'counter',
    description: 'gRPC calls that ended with a code other than OK.',
    labels: ['service', 'method', 'code'],
  },
  gimbal_open_breaches: { kind: 'gauge', description: 'Limits that are passed now.', labels: ['service'] },
  gimbal_unsealed_records: { kind: 'gauge', description: 'Own records after the last seal.', labels: ['service'] },
} as const satisfies Readonly<Record<string, MetricRow>>;

export type MetricName = keyof typeof metricTable;

export type MetricOf<K extends MetricKind> = {
  [N in MetricName]: (typeof metricTable)[N]['kind'] extends K ? N : never;
}[MetricName];

/** The labels of a metric, each with its value. */
export type LabelsOf<N extends MetricName> = Readonly<Record<(typeof metricTable)[N]['labels'][number], string>>;
