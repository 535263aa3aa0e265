export interface ServerPlace {
  readonly dataDir: string;
  readonly port: number;
  /** Where clients are sent; a proxy's port in tests of lost connections. */
  readonly advertisedPort: number;
  readonly controllerPort: number;
}

/** The settings of one broker that is its own controller, on the loopback interface. */
export function serverProperties({ dataDir, port, advertisedPort, controllerPort }: ServerPlace): string {
  const properties: Record<string, string | number | boolean> = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    'controller.listener.names': 'CONTROLLER',
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${advertisedPort}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': `${dataDir}/log`,
    // Topics are made with their partitions and retention by their owner, never by a misspelt name.
    'auto.create.topics.enable': false,
    'default.replication.factor': 1,
    'min.insync.replicas': 1,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 1,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 1,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    // A record may have 1 MiB, and stands in a batch with its framing.
    'message.max.bytes': 2 * 1024 * 1024,
    'log.retention.hours': 168,
    // A segment's index is allocated in full when it is opened: 10 MiB each is too much for hundreds of partitions.
    'log.index.size.max.bytes': 1024 * 1024,
    'num.network.threads': 2,
    'num.io.threads': 4,
    'num.recovery.threads.per.data.dir': 2,
    'group.initial.rebalance.delay.ms': 0,
    // A lone broker would otherwise be fenced for 9 s after a kill, until its old session has expired.
    'broker.session.timeout.ms': 2_000,
    'broker.heartbeat.interval.ms': 250,
    'controller.quorum.election.timeout.ms': 200,
    'controller.quorum.fetch.timeout.ms': 2_000,
  };
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
