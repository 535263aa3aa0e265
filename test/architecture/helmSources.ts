import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { ROOT } from './imports.ts';

export function textOf(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

export function yamlOf<T>(path: string): T {
  return parse(textOf(path), { merge: true }) as T;
}

/** An object of Kubernetes, as far as these tests look into one. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: {
    readonly replicas?: number;
    readonly strategy?: { readonly type: string };
    readonly selector?: unknown;
    readonly ports?: readonly { readonly name: string; readonly port: number }[];
    readonly template?: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: PodSpec;
    };
    readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly policyTypes?: readonly string[];
    readonly ingress?: readonly unknown[];
    readonly egress?: readonly unknown[];
  } & PodSpec;
}

export interface PodSpec {
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly enableServiceLinks?: boolean;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly securityContext?: SecurityContext;
  readonly containers?: readonly Container[];
  readonly volumes?: readonly Readonly<Record<string, unknown>>[];
}

export interface SecurityContext {
  readonly runAsNonRoot?: boolean;
  readonly runAsUser?: number;
  readonly allowPrivilegeEscalation?: boolean;
  readonly privileged?: boolean;
  readonly readOnlyRootFilesystem?: boolean;
  readonly capabilities?: { readonly drop?: readonly string[]; readonly add?: readonly string[] };
  readonly seccompProfile?: { readonly type: string };
}

export interface Probe {
  readonly grpc?: { readonly port: number; readonly service?: string };
  readonly httpGet?: { readonly path: string; readonly port: string };
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: Readonly<Record<string, unknown>>;
  }[];
  readonly envFrom?: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly args?: readonly string[];
  readonly securityContext?: SecurityContext;
  readonly startupProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}

const HELM_VERSION = /^HELM_VERSION=(\S+)$/m.exec(textOf('deploy/helm-tools/versions.sh'))![1]!;

/** The helm that deploy/helm-tools/install.sh builds; undefined where it has not been built. */
export const helm = [process.env['GIMBAL_HELM_TOOLS_DIR'], join(ROOT, '.cache/helm-tools')]
  .flatMap((folder) => (folder === undefined ? [] : [join(folder, `helm-${HELM_VERSION}`)]))
  .find((path) => existsSync(path));

/** What the chart renders for one of ci/*-values.yaml. */
export function render(values: string): Manifest[] {
  const chart = join(ROOT, 'helm/gimbal');
  const args = [
    'template',
    'gimbal',
    chart,
    '--namespace',
    'desk',
    '--values',
    join(chart, 'ci', `${values}-values.yaml`),
  ];
  const { status, stdout, stderr } = spawnSync(helm!, args, { encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 });
  if (status !== 0) throw new Error(stderr);
  return parseAllDocuments(stdout).flatMap((document) =>
    document.toJS() === null ? [] : [document.toJS() as Manifest],
  );
}
