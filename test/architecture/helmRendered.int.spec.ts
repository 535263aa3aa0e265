import { Server, ServerCredentials, credentials, makeGenericClientConstructor } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { addHealth } from '../../libs/runtime/src/grpc/addHealth.ts';
import { loadHealthService } from '../../libs/runtime/src/grpc/loadProtos.ts';
import { TARGETS, type Target } from '../../services/all-in-one/src/config.ts';
import { configFromEnv, ENVIRONMENT_VARIABLES } from '../../services/all-in-one/src/configFromEnv.ts';
import { type Container, helm, type Manifest, type PodSpec, render } from './helmSources.ts';

/** Set by the chart, and read elsewhere than by configFromEnv. */
const READ_ELSEWHERE = /^(OTEL_|GIMBAL_METRICS_HOST$|GIMBAL_EXECUTION_)/;
const SECRETS: Readonly<Record<string, string>> = {
  GIMBAL_POSTGRES_URL: 'postgresql://gimbal@db.example/gimbal',
  GIMBAL_KAFKA_SASL_USERNAME: 'gimbal',
  GIMBAL_KAFKA_SASL_PASSWORD: 'secret',
};

const nameOf = (manifest: Manifest): string => `${manifest.kind} ${manifest.metadata.name}`;
const componentOf = (manifest: Manifest): string => manifest.metadata.labels!['app.kubernetes.io/component']!;

/** The environment of a container, with something in the place of secrets and of what the pod is told about itself. */
function environmentOf(container: Container, manifests: readonly Manifest[]): Record<string, string> {
  const fromMaps = (container.envFrom ?? []).flatMap(({ configMapRef }) => {
    const found = manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMapRef.name);
    expect(found, configMapRef.name).toBeDefined();
    return Object.entries(found!.data!);
  });
  const own = (container.env ?? []).map(({ name, value, valueFrom }) => {
    if (value !== undefined) return [name, value] as const;
    const isSecret = valueFrom!['secretKeyRef'] !== undefined;
    expect(isSecret, `${name} is a secret`).toBe(name in SECRETS);
    return [name, isSecret ? SECRETS[name]! : '10.1.2.3'] as const;
  });
  return Object.fromEntries([...fromMaps, ...own]);
}

describe.skipIf(helm === undefined).each(['minimal', 'full'])(
  'the chart, rendered with ci/%s-values.yaml',
  (values) => {
    const manifests = helm === undefined ? [] : render(values);
    const deployments = manifests.filter(({ kind }) => kind === 'Deployment');
    const pods: (readonly [string, PodSpec])[] = manifests.flatMap((manifest) =>
      manifest.kind === 'Pod'
        ? [[nameOf(manifest), manifest.spec]]
        : manifest.spec?.template
          ? [[nameOf(manifest), manifest.spec.template.spec]]
          : [],
    );

    it('runs every target, and each with an environment that gimbal serve takes', () => {
      expect(deployments.map(componentOf).sort()).toEqual([...TARGETS].sort());
      for (const deployment of deployments) {
        const [container] = deployment.spec.template!.spec.containers!;
        const environment = environmentOf(container!, manifests);
        const unknown = Object.keys(environment).filter(
          (name) => !ENVIRONMENT_VARIABLES.includes(name) && !READ_ELSEWHERE.test(name),
        );
        expect(unknown).toEqual([]);
        const config = configFromEnv(environment);
        const target = componentOf(deployment) as Target;
        expect(config.targets).toEqual([target]);
        const port = config.ports[target];
        expect(container!.ports![0]!.containerPort).toBe(port);
        const service = manifests.find(
          ({ kind, metadata }) => kind === 'Service' && metadata.name === deployment.metadata.name,
        )!;
        expect(service.spec.ports![0]!.port).toBe(port);
        expect(config.metricsPort).toBe(container!.ports!.find(({ name }) => name === 'metrics')!.containerPort);
        if (target !== 'console') expect(config.log.kind).toBe('kafka');
      }
    });

    it('tells the console and the test the services that there are', () => {
      const services = manifests.filter(({ kind }) => kind === 'Service');
      const address = (service: Manifest): string => `${service.metadata.name}:${service.spec.ports![0]!.port}`;
      const expected = Object.fromEntries(
        services.filter((s) => componentOf(s) !== 'console').map((s) => [componentOf(s), address(s)]),
      );
      const console = deployments.find((deployment) => componentOf(deployment) === 'console')!;
      const config = configFromEnv(environmentOf(console.spec.template!.spec.containers![0]!, manifests));
      expect(config.addresses).toEqual(expected);
      const test = manifests.find(({ kind }) => kind === 'Pod')!;
      const asked = test.spec.containers![0]!.args!.map((arg) => arg.replace(/^http:\/\/|\/$/g, ''));
      expect(asked.sort()).toEqual(services.map(address).sort());
    });

    it('keeps the restricted Pod Security Standard in every pod, the test included, and a root file system to be read only', () => {
      expect(pods).toHaveLength(TARGETS.length + 1);
      for (const [name, pod] of pods) {
        expect([pod.hostNetwork, pod.hostPID, pod.hostIPC], name).toEqual([undefined, undefined, undefined]);
        expect(pod.securityContext, name).toMatchObject({
          runAsNonRoot: true,
          runAsUser: 10001,
          seccompProfile: { type: 'RuntimeDefault' },
        });
        expect(pod.automountServiceAccountToken, name).toBe(false);
        expect(pod.enableServiceLinks, name).toBe(false);
        for (const container of pod.containers!) {
          expect(container.securityContext, name).toMatchObject({
            allowPrivilegeEscalation: false,
            privileged: false,
            readOnlyRootFilesystem: true,
            runAsNonRoot: true,
            runAsUser: 10001,
            capabilities: { drop: ['ALL'] },
            seccompProfile: { type: 'RuntimeDefault' },
          });
          expect(container.securityContext!.capabilities!.add, name).toBeUndefined();
          expect(
            container.volumeMounts!.some(({ mountPath }) => mountPath === '/tmp'),
            name,
          ).toBe(true);
        }
        // The volume types that the standard allows: https://kubernetes.io/docs/concepts/security/pod-security-standards/
        const allowed = [
          'configMap',
          'csi',
          'downwardAPI',
          'emptyDir',
          'ephemeral',
          'persistentVolumeClaim',
          'projected',
          'secret',
        ];
        for (const volume of pod.volumes ?? []) {
          expect(
            Object.keys(volume).filter((key) => key !== 'name' && !allowed.includes(key)),
            name,
          ).toEqual([]);
        }
      }
    });

    it('mounts the seal key into the five services alone', () => {
      for (const deployment of deployments) {
        const mounts = deployment.spec.template!.spec.containers![0]!.volumeMounts!;
        expect(
          mounts.some(({ name }) => name === 'seals'),
          nameOf(deployment),
        ).toBe(componentOf(deployment) !== 'console');
      }
    });

    it('has one active writer of execution, and no more than one standby', () => {
      const execution = deployments.find((deployment) => componentOf(deployment) === 'execution')!;
      expect(execution.spec.strategy!.type).toBe('Recreate');
      expect(execution.spec.replicas).toBeLessThanOrEqual(2);
    });

    it('has a disruption budget exactly where there is more than one instance', () => {
      const budgets = manifests
        .filter(({ kind }) => kind === 'PodDisruptionBudget')
        .map(({ metadata }) => metadata.name);
      expect(budgets.sort()).toEqual(
        deployments
          .filter(({ spec }) => spec.replicas! > 1)
          .map(({ metadata }) => metadata.name)
          .sort(),
      );
    });

    it('denies traffic by default, and has a policy for each workload and the test', () => {
      const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
      const deny = policies.find(({ metadata }) => metadata.name.endsWith('-default-deny'))!;
      expect(deny.spec).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
      expect([deny.spec.ingress, deny.spec.egress]).toEqual([undefined, undefined]);
      for (const manifest of manifests.filter(({ kind }) => kind === 'Pod' || kind === 'Deployment')) {
        const labels = manifest.spec.template?.metadata.labels ?? manifest.metadata.labels!;
        expect(labels, nameOf(manifest)).toMatchObject(deny.spec.podSelector!.matchLabels);
        const own = policies.filter(
          ({ spec }) =>
            spec.podSelector!.matchLabels['app.kubernetes.io/component'] === labels['app.kubernetes.io/component'],
        );
        expect(
          own.map(({ metadata }) => metadata.name),
          nameOf(manifest),
        ).toHaveLength(1);
      }
    });

    it('asks for liveness what depends on neither Kafka nor PostgreSQL', () => {
      for (const deployment of deployments.filter((d) => componentOf(d) !== 'console')) {
        const [container] = deployment.spec.template!.spec.containers!;
        const port = container!.ports![0]!.containerPort;
        expect(container!.livenessProbe!.grpc).toEqual({ port, service: 'liveness' });
        expect(container!.startupProbe!.grpc).toEqual({ port, service: 'liveness' });
        expect(container!.readinessProbe!.grpc).toEqual({ port });
      }
    });
  },
);

describe('the health service that the chart probes', () => {
  it('answers for "liveness" while the service itself does not serve', async () => {
    const server = new Server();
    const stopping = new AbortController();
    addHealth(server, ['gimbal.risk.v1.RiskService'], () => false, stopping.signal);
    const port = await new Promise<number>((resolve, reject) => {
      server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      );
    });
    const Client = makeGenericClientConstructor(loadHealthService(), 'Health');
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    const check = (service: string): Promise<string> =>
      new Promise((resolve) => {
        const call = client['Check'] as (
          request: object,
          answer: (error: Error | null, value?: { status: string }) => void,
        ) => void;
        call.call(client, { service }, (error, value) => resolve(error?.message ?? value!.status));
      });
    expect(await check('')).toBe('NOT_SERVING');
    expect(await check('liveness')).toBe('SERVING');
    client.close();
    server.forceShutdown();
  });
});
