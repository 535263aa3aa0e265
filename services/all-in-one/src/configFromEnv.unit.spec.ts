import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { configFromEnv } from './configFromEnv.js';

const identity = { GIMBAL_JWKS_FILE: '/identity/jwks.json', GIMBAL_ISSUER: 'https://id.example' };
const risk = {
  ...identity,
  GIMBAL_TARGET: 'risk',
  GIMBAL_LOG: 'kafka',
  GIMBAL_KAFKA_BROKERS: 'a.example:9092, b.example:9093',
  GIMBAL_POSTGRES_URL: 'postgresql://gimbal@db.example/gimbal',
  GIMBAL_KEYS_DIR: '/keys',
};

/** The variable that each line of the refusal begins with. */
function refused(env: Record<string, string | undefined>): string[] {
  try {
    configFromEnv(env);
  } catch (error) {
    expect((error as Error).cause).toBeInstanceOf(z.ZodError);
    return (error as Error).message.split('\n').map((line) => line.split(':')[0]!);
  }
  return [];
}

describe('configFromEnv', () => {
  it('reads one service over Kafka and PostgreSQL', () => {
    expect(
      configFromEnv({ ...risk, GIMBAL_KAFKA_REPLICATION: '3', GIMBAL_PARTITIONS: '12', GIMBAL_INSTANCE: 'risk-1' }),
    ).toMatchObject({
      targets: ['risk'],
      log: { kind: 'kafka', brokers: ['a.example:9092', 'b.example:9093'], topicPrefix: '', replicationFactor: 3 },
      postgresUrl: 'postgresql://gimbal@db.example/gimbal',
      partitionCount: 12,
      instance: 'risk-1',
      host: '127.0.0.1',
      ports: {
        ingestion: 50051,
        pricing: 50052,
        risk: 50053,
        'governance-watch': 50054,
        execution: 50055,
        console: 8080,
      },
      addresses: {},
      keysDir: '/keys',
      jwksFile: '/identity/jwks.json',
      issuer: 'https://id.example',
    });
  });

  it('reads the console, which needs neither log nor keys, with where the services are', () => {
    const config = configFromEnv({
      GIMBAL_TARGET: 'console',
      GIMBAL_JWKS_URL: 'https://id.example/jwks',
      GIMBAL_ISSUER: 'https://id.example',
      GIMBAL_PORT_CONSOLE: '0',
      GIMBAL_ADDRESS_GOVERNANCE_WATCH: 'governance-watch:50054',
      GIMBAL_ADDRESS_RISK: '[fd00::1]:50053',
    });
    expect(config.log).toEqual({ kind: 'memory' });
    expect(config.ports.console).toBe(0);
    expect(config.addresses).toEqual({ 'governance-watch': 'governance-watch:50054', risk: '[fd00::1]:50053' });
    expect(config.jwksUrl).toBe('https://id.example/jwks');
    expect(config.keysDir).not.toBe('');
  });

  it('reads TLS and SASL for Kafka', () => {
    const config = configFromEnv({
      ...risk,
      GIMBAL_KAFKA_TLS: '1',
      GIMBAL_KAFKA_TLS_CA_FILE: '/tls/ca.crt',
      GIMBAL_KAFKA_SASL_MECHANISM: 'scram-sha-512',
      GIMBAL_KAFKA_SASL_USERNAME: 'gimbal',
      GIMBAL_KAFKA_SASL_PASSWORD: 'canary',
    });
    expect(config.log).toMatchObject({
      tls: { caFile: '/tls/ca.crt' },
      sasl: { mechanism: 'scram-sha-512', username: 'gimbal', password: 'canary' },
    });
  });

  it('takes an empty variable for an absent one, as compose files pass them', () => {
    expect(
      configFromEnv({ ...risk, GIMBAL_KAFKA_TOPIC_PREFIX: '', GIMBAL_PORT_RISK: ' ', GIMBAL_HEADS_DIR: '' }),
    ).toEqual(configFromEnv(risk));
  });

  it.each<[string, Record<string, string | undefined>, string[]]>([
    ['nothing at all', {}, ['GIMBAL_TARGET', 'GIMBAL_ISSUER']],
    ['an unknown target', { ...risk, GIMBAL_TARGET: 'risk,rsik' }, ['GIMBAL_TARGET']],
    ['an empty list', { ...risk, GIMBAL_TARGET: ',' }, ['GIMBAL_TARGET']],
    ['an unknown log', { ...risk, GIMBAL_LOG: 'redis' }, ['GIMBAL_LOG']],
    ['a log that no other process sees', { ...risk, GIMBAL_LOG: 'memory' }, ['GIMBAL_LOG']],
    [
      'a log in no database',
      { ...risk, GIMBAL_LOG: 'postgres', GIMBAL_POSTGRES_URL: undefined },
      ['GIMBAL_POSTGRES_URL'],
    ],
    ['another database', { ...risk, GIMBAL_POSTGRES_URL: 'mysql://db' }, ['GIMBAL_POSTGRES_URL']],
    ['no brokers', { ...risk, GIMBAL_KAFKA_BROKERS: undefined }, ['GIMBAL_KAFKA_BROKERS']],
    ['a broker without port', { ...risk, GIMBAL_KAFKA_BROKERS: 'a:1,b' }, ['GIMBAL_KAFKA_BROKERS']],
    ['a port above 65535', { ...risk, GIMBAL_PORT_RISK: '65536' }, ['GIMBAL_PORT_RISK']],
    ['a port that is a URL', { ...risk, GIMBAL_PORT_EXECUTION: 'tcp://10.0.0.1:1' }, ['GIMBAL_PORT_EXECUTION']],
    ['an address with a scheme', { ...risk, GIMBAL_ADDRESS_RISK: 'http://risk:1' }, ['GIMBAL_ADDRESS_RISK']],
    ['no partition', { ...risk, GIMBAL_PARTITIONS: '0' }, ['GIMBAL_PARTITIONS']],
    ['half a partition', { ...risk, GIMBAL_PARTITIONS: '1.5' }, ['GIMBAL_PARTITIONS']],
    ['six copies', { ...risk, GIMBAL_KAFKA_REPLICATION: '6' }, ['GIMBAL_KAFKA_REPLICATION']],
    ['no seal keys', { ...risk, GIMBAL_KEYS_DIR: undefined }, ['GIMBAL_KEYS_DIR']],
    ['no keys of the issuer', { ...risk, GIMBAL_JWKS_FILE: undefined }, ['GIMBAL_JWKS_FILE']],
    ['two sources of keys', { ...risk, GIMBAL_JWKS_URL: 'https://id.example' }, ['GIMBAL_JWKS_FILE']],
    [
      'keys by another way',
      { ...risk, GIMBAL_JWKS_FILE: undefined, GIMBAL_JWKS_URL: 'file:///etc/x' },
      ['GIMBAL_JWKS_URL'],
    ],
    [
      'a user without name',
      { ...risk, GIMBAL_KAFKA_SASL_MECHANISM: 'plain', GIMBAL_KAFKA_SASL_PASSWORD: 'x' },
      ['GIMBAL_KAFKA_SASL_USERNAME'],
    ],
    ['an unknown mechanism', { ...risk, GIMBAL_KAFKA_SASL_MECHANISM: 'gssapi' }, ['GIMBAL_KAFKA_SASL_MECHANISM']],
    [
      'a certificate without key',
      { ...risk, GIMBAL_KAFKA_TLS_CERTIFICATE_FILE: '/c' },
      ['GIMBAL_KAFKA_TLS_CERTIFICATE_FILE'],
    ],
    ['telemetry by word', { ...risk, GIMBAL_OTEL: 'yes' }, ['GIMBAL_OTEL']],
  ])('refuses %s and names the variable', (_, env, names) => {
    expect(refused(env)).toEqual(names);
  });

  it('names every variable at fault at once, says what was expected, and repeats no secret', () => {
    const wrong = { ...risk, GIMBAL_PORT_RISK: 'x', GIMBAL_PARTITIONS: '65', GIMBAL_POSTGRES_URL: 'user:canary@db' };
    expect(() => configFromEnv(wrong)).toThrow(/GIMBAL_PARTITIONS: Expected a whole number from 1 to 64, was "65"\./);
    expect(refused(wrong).sort()).toEqual(['GIMBAL_PARTITIONS', 'GIMBAL_PORT_RISK', 'GIMBAL_POSTGRES_URL']);
    expect(() => configFromEnv(wrong)).not.toThrow(/canary/);
  });
});
