// Asks gRPC servers for their health and exits with 0 when every one serves: for compose's health checks and `helm test`.
//   node probeHealth.mjs [--within SECONDS] HOST:PORT[/SERVICE]... [http://HOST:PORT/PATH]...
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { credentials, loadPackageDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const ATTEMPT_MS = 3_000;
const PAUSE_MS = 1_000;

const args = process.argv.slice(2);
const withinMs = args[0] === '--within' ? Number(args.splice(0, 2)[1]) * 1_000 : 0;
if (args.length === 0 || !Number.isFinite(withinMs)) {
  console.error('Expected [--within SECONDS] and at least one HOST:PORT[/SERVICE] or http URL.');
  process.exit(2);
}

/** The folder of health.proto: libs/runtime of this repository, or of the image. */
function protoFolder() {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const candidate = join(folder, 'libs/runtime/proto');
    if (existsSync(join(candidate, 'grpc/health/v1/health.proto'))) return candidate;
    if (folder === dirname(folder)) throw new Error(`Expected libs/runtime/proto above ${import.meta.dirname}.`);
  }
}

const definition = loadSync('grpc/health/v1/health.proto', { includeDirs: [protoFolder()], enums: String });
const { Health } = loadPackageDefinition(definition).grpc.health.v1;

function askGrpc(target) {
  const slash = target.indexOf('/');
  const address = slash < 0 ? target : target.slice(0, slash);
  const service = slash < 0 ? '' : target.slice(slash + 1);
  const client = new Health(address, credentials.createInsecure());
  return new Promise((resolve) => {
    client.Check({ service }, { deadline: Date.now() + ATTEMPT_MS }, (error, answer) => {
      client.close();
      resolve(error ? error.message : answer.status);
    });
  });
}

async function askHttp(url) {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(ATTEMPT_MS) });
    await answer.body?.cancel();
    return answer.ok ? 'SERVING' : `HTTP ${answer.status}`;
  } catch (error) {
    return error.cause?.message ?? error.message;
  }
}

const until = Date.now() + withinMs;
const states = await Promise.all(
  args.map(async (target) => {
    for (;;) {
      const state = await (/^https?:/.test(target) ? askHttp(target) : askGrpc(target));
      if (state === 'SERVING' || Date.now() >= until) return state;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }),
);
for (const [index, state] of states.entries()) console.log(`${args[index]}: ${state}`);
process.exit(states.every((state) => state === 'SERVING') ? 0 : 1);
