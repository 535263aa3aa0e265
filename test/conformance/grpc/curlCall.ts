import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';

/**
 * buf's own gRPC client: connect-go, which shares no line with grpc-js or protobufjs, reads the schema by reflection, and
 * maps messages to JSON by the protobuf rules. Source: https://buf.build/docs/curl/usage
 */
const BUF = join(resolve(import.meta.dirname, '../../..'), 'node_modules', '.bin', 'buf');

export interface CurlCall {
  /** `host:port` of an h2c server. */
  readonly address: string;
  /** For example gimbal.risk.v1.RiskService/GetExposure. */
  readonly method: string;
  readonly token: string;
  readonly request: object;
  /** A stream is read for this long. */
  readonly streamSeconds?: number;
}

export interface CurlAnswer {
  /** gRPC's code; 0 for success, and for a stream that was read until its time was over. */
  readonly code: number;
  readonly messages: readonly unknown[];
  readonly error: string;
}

const CALL_TIMEOUT_S = 30;
const DEADLINE_EXCEEDED = 4;
/** The exit status of a failed call is its code, shifted by three bits. */
const CODE_SHIFT = 3;

/** Makes one call and returns its messages as the protobuf JSON mapping gives them. */
export async function curlCall({ address, method, token, request, streamSeconds }: CurlCall): Promise<CurlAnswer> {
  const { status, stdout, stderr } = await runBuf([
    '--protocol',
    'grpc',
    '--http2-prior-knowledge',
    '--reflect',
    '--reflect-protocol',
    'grpc-v1',
    '--timeout',
    `${streamSeconds ?? CALL_TIMEOUT_S}s`,
    '--header',
    `authorization: Bearer ${token}`,
    '--data',
    JSON.stringify(request),
    `http://${address}/${method}`,
  ]);
  const code = status >> CODE_SHIFT;
  const isTimeOver = streamSeconds !== undefined && code === DEADLINE_EXCEEDED;
  const failed = status !== 0 && !isTimeOver;
  return { code: failed ? code || -1 : 0, messages: documentsIn(stdout), error: failed ? stderr.trim() : '' };
}

/** The services, or the methods, that a server lists by reflection, which asks for no token. */
export async function curlList(address: string, what: 'services' | 'methods'): Promise<readonly string[]> {
  const { status, stdout, stderr } = await runBuf([
    '--protocol',
    'grpc',
    '--http2-prior-knowledge',
    '--reflect',
    `--list-${what}`,
    `http://${address}`,
  ]);
  if (status !== 0) throw new Error(`Expected ${address} to list its ${what}: ${stderr.trim()}`);
  return stdout.trim().split('\n').toSorted();
}

function runBuf(
  args: readonly string[],
): Promise<{ readonly status: number; readonly stdout: string; readonly stderr: string }> {
  return new Promise((done, reject) => {
    const child = spawn(BUF, ['curl', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const [stdout, stderr]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.once('error', reject);
    child.once('close', (status) =>
      done({
        status: status ?? -1,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      }),
    );
  });
}

/** JSON documents one after the other; a closing brace in the first column ends one. */
function documentsIn(stdout: string): readonly unknown[] {
  return stdout
    .split(/(?<=^\}$)\n/m)
    .filter((text) => text.trim() !== '')
    .map((text) => JSON.parse(text) as unknown);
}
