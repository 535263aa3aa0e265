/** Facts are kept for ever and never compacted; the market plane can be observed or computed again. */
export type Plane = 'facts' | 'market';

export type ServiceName = 'ingestion' | 'pricing' | 'risk' | 'governance-watch' | 'execution';

export interface Topic {
  readonly name: TopicName;
  /** The only service that appends to it. */
  readonly owner: ServiceName;
  /** What its records are keyed by; the key decides the partition. */
  readonly key: 'feed' | 'account' | 'deployment' | 'underlying' | 'portfolio';
  readonly plane: Plane;
  /** Days kept; Infinity for facts. */
  readonly retentionDays: number;
}

export type TopicName =
  | 'market'
  | 'account'
  | 'protocol'
  | 'marks.live'
  | 'marks.kept'
  | 'portfolio'
  | 'exposure'
  | 'exposure.live'
  | 'governance'
  | 'execution';

/** One row a topic. Every keyed topic has the same number of partitions, so that a lane is one index in all of them. */
export const topics: Readonly<Record<TopicName, Topic>> = {
  market: { name: 'market', owner: 'ingestion', key: 'feed', plane: 'market', retentionDays: 7 },
  account: { name: 'account', owner: 'ingestion', key: 'account', plane: 'facts', retentionDays: Infinity },
  protocol: { name: 'protocol', owner: 'ingestion', key: 'deployment', plane: 'facts', retentionDays: Infinity },
  'marks.live': { name: 'marks.live', owner: 'pricing', key: 'underlying', plane: 'market', retentionDays: 3 },
  'marks.kept': { name: 'marks.kept', owner: 'pricing', key: 'underlying', plane: 'facts', retentionDays: Infinity },
  portfolio: { name: 'portfolio', owner: 'risk', key: 'portfolio', plane: 'facts', retentionDays: Infinity },
  exposure: { name: 'exposure', owner: 'risk', key: 'portfolio', plane: 'facts', retentionDays: Infinity },
  'exposure.live': { name: 'exposure.live', owner: 'risk', key: 'portfolio', plane: 'market', retentionDays: 3 },
  governance: {
    name: 'governance',
    owner: 'governance-watch',
    key: 'deployment',
    plane: 'facts',
    retentionDays: Infinity,
  },
  execution: { name: 'execution', owner: 'execution', key: 'portfolio', plane: 'facts', retentionDays: Infinity },
};

export const topicNames = Object.keys(topics) as readonly TopicName[];

export function isTopicName(name: string): name is TopicName {
  return Object.hasOwn(topics, name);
}

export function topicsOwnedBy(service: ServiceName): readonly TopicName[] {
  return topicNames.filter((name) => topics[name].owner === service);
}

/** Partitions of every keyed topic, unless the deployment says otherwise. It can never change on a log with records. */
export const DEFAULT_PARTITION_COUNT = 4;
